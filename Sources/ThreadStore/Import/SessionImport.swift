internal import AppServerProtocol
internal import WireJSON

/// Imports sessions of the Codex CLI as threads. Their files are read, never changed.
package struct SessionImport: Sendable {
    private let store: ThreadStore
    private let folder: RolloutFolder
    private let isRehearsal: Bool

    /// Looks for the sessions below a folder, or for that of one file. Blocking.
    ///
    /// - Parameters:
    ///   - path: a home of the Codex CLI, its `sessions`, any folder with session files, or one such file.
    ///   - store: where the threads go.
    ///   - isRehearsal: whether to read everything and write nothing.
    ///
    /// Errors: `storage` when `path` is no folder that can be read and no session file.
    package init(from path: String, to store: ThreadStore, isRehearsal: Bool = false) throws(ThreadStoreError) {
        folder = try RolloutFolder(path)
        self.store = store
        self.isRehearsal = isRehearsal
    }

    /// How many sessions there are.
    package var count: Int { folder.order.count }

    /// Imports all sessions, the oldest first; what is wrong with one keeps no other back.
    ///
    /// - Parameter progress: told of each session when it is done.
    package func run(_ progress: @Sendable (ImportReport.Session) -> Void = { _ in }) async -> ImportReport {
        var report = ImportReport(unreadableFolders: folder.unreadable)
        for id in folder.order {
            let session = await importSession(id)
            report.sessions.append(session)
            progress(session)
        }
        return report
    }

    // MARK: - One session

    private func importSession(_ id: String) async -> ImportReport.Session {
        let file = folder.sessions[id]?.last
        var session = ImportReport.Session(
            sessionId: id, file: file?.path ?? "", outcome: .failed, isArchived: file?.isArchived ?? false)
        do throws(ThreadStoreError) {
            if let packed = folder.sessions[id]?.first(where: \.isCompressed) {
                throw .compressedSession(packed.path)
            }
            let folder = folder
            let draft = try await store.readers.run { () throws(ThreadStoreError) in
                try SessionDraft(id, in: folder)
            }
            session.title = draft.title
            session.turns = draft.turnCount
            session.items = draft.itemCount
            session.notes = draft.notes
            session.unknownRecords = draft.unknown
            (session.outcome, session.threadId) = try await put(draft)
        } catch {
            session.reason = error.description
        }
        return session
    }

    /// Writes a thread under the session's own id, or, when another thread has that, under one made from it.
    private func put(
        _ draft: SessionDraft
    ) async throws(ThreadStoreError) -> (ImportReport.Outcome, threadId: String) {
        for id in [draft.header.id, try DerivedID.id(from: draft.header.id)] {
            if let known = try await createdAtMs(id) {
                if known == draft.header.createdAtMs { return (.alreadyThere, id) }
                continue
            }
            var header = draft.header
            header.id = id
            if !isRehearsal { try await store.importThread(header, lines: draft.lines) }
            return (.imported, id)
        }
        throw ThreadStoreError(kind: .threadExists, message: "other threads have the session's id")
    }

    /// When the thread of an id was made; nil when there is none.
    private func createdAtMs(_ id: String) async throws(ThreadStoreError) -> Int? {
        do throws(ThreadStoreError) {
            return try await store.state(id).digest.createdAtMs
        } catch  where error.kind == .threadNotFound {
            return nil
        }
    }
}

extension ThreadStoreError {
    private static func unpacker(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return path.hasSuffix(".zst") ? "zstd -d \(name)" : "gunzip -k \(name)"
    }

    /// A file of a session is compressed.
    static func compressedSession(_ path: String) -> ThreadStoreError {
        ThreadStoreError(
            kind: .storage,
            message: "the file is compressed; unpack it beside itself (\(unpacker(path))) and import again", path: path)
    }
}

/// The id of a thread whose session has an id that is taken: the same one each time.
enum DerivedID {
    /// A UUID of version 8, which leaves its bits to whoever makes it.
    static func id(from id: String) throws(ThreadStoreError) -> String {
        var digits = Array(try ThreadID.canonical(id).utf8)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for digit in digits { hash = (hash ^ UInt64(digit)) &* 0x0000_0100_0000_01B3 }
        // The last group carries the mark; the time in front stays, so that ids go on rising with it.
        for index in 24..<36 {
            digits[index] = Array("0123456789abcdef".utf8)[Int(hash & 0xF)]
            hash >>= 4
        }
        digits[14] = UInt8(ascii: "8")
        return String(decoding: digits, as: UTF8.self)
    }
}
