package import AppServerProtocol
package import WireJSON

/// How much of a history a copy takes.
package enum ForkBoundary: Hashable, Sendable {
    /// All of it, up to so many bytes of the log.
    case end(upTo: Int?)
    /// Up to the end of a turn.
    case through(String)
    /// Up to the beginning of a turn.
    case before(String)
}

extension ThreadStore {
    /// How many bytes of a copy are handed to the writer before the copying waits for the disk.
    private static let copyChunkBytes = 4 << 20

    /// Makes a thread that begins with another one's history. The copy stands alone: either can be deleted without the
    /// other. A turn that was running is interrupted in the copy.
    ///
    /// Errors: `turnNotFound`, `turnInProgress` when the last turn of the copy has not ended, `threadNotFound` for the
    /// source, and those of ``create(_:)``.
    package func fork(
        _ sourceId: String, header: ThreadHeader, settings: ThreadSettings, boundary: ForkBoundary
    ) async throws(ThreadStoreError) -> (log: ThreadLog, thread: StoredThread) {
        let (source, end) = try await end(of: boundary, in: sourceId)
        let log = try await create(header, settings: settings)
        do throws(ThreadStoreError) {
            try await copy(source, upTo: end, to: log)
            log.close()
            // Opening it again mends what the copy cut open: a running turn, calls without output.
            return try await open(log.id)
        } catch {
            log.close()
            try? await delete(log.id)
            throw error
        }
    }

    /// The model's history up to a boundary, for a copy that is kept in memory. Errors: as for ``fork``.
    package func forkHistory(
        _ sourceId: String, boundary: ForkBoundary
    ) async throws(ThreadStoreError) -> [RawJSON] {
        let (source, end) = try await end(of: boundary, in: sourceId)
        return try await readers.run { () throws(ThreadStoreError) in
            try Self.modelHistory(TurnWalker(source, upTo: end), before: nil)
        }
    }

    /// A log with the place where a copy of it ends. What is appended from now on is not in the copy.
    private func end(
        of boundary: ForkBoundary, in sourceId: String
    ) async throws(ThreadStoreError) -> (source: Place, end: Int) {
        let source = try await place(of: sourceId)
        return try await readers.run { () throws(ThreadStoreError) in
            let length = try LogFile(source.path, id: source.id).length()
            return (source, try Self.end(of: boundary, TurnWalker(source, upTo: length)) ?? length)
        }
    }

    /// Where a boundary lies in the log; nil for its end.
    private static func end(
        of boundary: ForkBoundary, _ walker: consuming TurnWalker
    ) throws(ThreadStoreError) -> Int? {
        switch boundary {
        case .end(let end):
            return end
        case .before(let turnId):
            guard let place = try walker.find(turnId) else { throw .turnNotFound(turnId) }
            return place.offset
        case .through(let turnId):
            guard let place = try walker.find(turnId) else { throw .turnNotFound(turnId) }
            guard try walker.turn(at: place).status != .inProgress else {
                throw ThreadStoreError(kind: .turnInProgress, message: "turn has not ended: \(turnId)")
            }
            return try walker.turn(after: place)?.offset
        }
    }

    private func copy(_ source: Place, upTo end: Int, to log: ThreadLog) async throws(ThreadStoreError) {
        let kinds = LogRecord.turnKinds.union(LogRecord.modelKinds).union(["tokenUsage", LogRecord.lateKind])
        var position: Int? = 0
        while let from = position {
            let ticket: LogTicket
            (position, ticket) = try await readers.run { () throws(ThreadStoreError) in
                let walker = try TurnWalker(source, upTo: end)
                var ticket = LogTicket.none
                var rest: Int?
                var lastOffset: Int?
                let begin = log.appendedBytes
                try walker.records(of: kinds.contains, from: from) { record, line in
                    guard log.appendedBytes - begin < Self.copyChunkBytes || line.offset == lastOffset else {
                        rest = line.offset
                        return false
                    }
                    lastOffset = line.offset
                    // The bytes may say more than this version can read.
                    ticket = line.isPlain ? log.append(record, encoded: line.bytes + [0x0A]) : log.append(record)
                    return true
                }
                // The copy would say for good that the piece is not there.
                if let failure = walker.pieceFailure { throw failure }
                return (rest, ticket)
            }
            guard await committer.committed(ticket) else {
                throw .storage(
                    "the thread's log can't be written", path: log.path,
                    errno: committer.failure(for: ticket)?.errnoValue ?? 0)
            }
        }
    }

    // MARK: - Revert

    /// What takes a turn and all later ones out of the history, to be appended to the log.
    ///
    /// - Parameter end: how many bytes of the log count; nil for all of them.
    ///
    /// Errors: `turnNotFound`, and as for ``state(_:)``.
    package func revertRecord(
        _ id: String, beforeTurnId: String, upTo end: Int? = nil
    ) async throws(ThreadStoreError) -> RevertedRecord {
        let place = try await place(of: id)
        return try await readers.run { () throws(ThreadStoreError) in
            guard let turn = try TurnWalker(place, upTo: end).find(beforeTurnId) else {
                throw .turnNotFound(beforeTurnId)
            }
            let before = try LogLoader.load(place.path, id: place.id, isBeingWritten: true, upTo: turn.offset)
            return RevertedRecord(
                beforeTurnId: beforeTurnId, toOffset: turn.offset, history: before.digest.history)
        }
    }
}
