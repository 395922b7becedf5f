internal import AppServerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The logs of all threads, each read from its beginning to its end.
struct LogCheck: StoreCheck {
    var title: String { "logs" }

    func check(_ run: CheckRun) {
        let logs = Self.logs(run.paths)
        for (number, log) in logs.enumerated() {
            run.progress(CheckProgress(title: title, done: number, total: logs.count))
            check(log, run)
        }
        run.progress(CheckProgress(title: title, done: logs.count, total: logs.count))
    }

    /// All logs that lie in their places, by id.
    private static func logs(_ paths: StorePaths) -> [String] {
        StorePaths.names(in: paths.threads).filter { $0.utf8.count == 2 }.flatMap { folder in
            StorePaths.ids(ofLogsNamed: StorePaths.names(in: "\(paths.threads)/\(folder)")).filter {
                $0.hasSuffix(folder)
            }
        }.sorted()
    }

    private func check(_ id: String, _ run: CheckRun) {
        let path = run.paths.log(id)
        let reading: Reading
        do throws(ThreadStoreError) {
            reading = try Reading(path, id: id, run)
        } catch {
            // Not a single block can be unpacked, or the file could not be read: only the first is for good.
            guard error.kind == .corrupt else {
                return run.note(.unreadable(error.path ?? path, threadId: id, error.description))
            }
            let finding = CheckFinding(
                "corrupt", .damage, path: error.path ?? path, threadId: id, offset: 0, error.message,
                remedy: Self.moveAway)
            return takeAway(id, finding, run)
        }
        run.count { checked in
            checked.threads += 1
            checked.records += reading.inspector.recordCount
            checked.bytes += reading.length
        }
        if reading.isOwned { run.ownedThreads.insert(id) }
        guard !reading.inspector.digest.isEmpty else { return remains(reading, run) }
        if !reading.isOwned { run.knownLogs[id] = reading.known }
        for remark in reading.inspector.remarks {
            run.note(
                CheckFinding(
                    remark.kind.rawValue, .note, path: reading.file, threadId: id, offset: remark.offset, remark.message
                ))
        }
        let findings = reading.findings
        guard !findings.isEmpty else { return }
        run.note(findings) { () throws(ThreadStoreError) in
            let lease = try run.leases.acquireBlocking(id)
            defer { withExtendedLifetime(lease) {} }
            // A compressed log is mended as a plain one.
            try LogPacking(run.paths, id: id).unpack()
            let draft = try run.copies.draft(for: path)
            try LogMending.mend(path, id: id, header: reading.lostHeader, to: draft)
            run.changedThreads.insert(id)
            // Should this run end here, a longer log must not pass for the old one that has grown.
            IndexCheck.forget(id, run)
            try run.copies.replace(path, by: draft)
            let mended = try Reading(path, id: id, run)
            run.knownLogs[id] = mended.known
            guard mended.findings.allSatisfy({ $0.severity != .damage }) else {
                throw ThreadStoreError(
                    kind: .corrupt, message: "the log was mended, but not everything in it could be", path: path,
                    reason: mended.findings.first?.message)
            }
        }
    }

    /// A log without a single record.
    private func remains(_ reading: Reading, _ run: CheckRun) {
        guard !reading.isOwned else { return }
        let isCutShort = reading.inspector.damages.allSatisfy { $0.kind == .tornTail }
        if isCutShort, let row = run.rows.row(reading.id) { return emptied(reading, row, run) }
        let finding =
            isCutShort
            ? CheckFinding(
                "unfinishedCreation", .unfinished, path: reading.file, threadId: reading.id,
                "the log has no whole record: its creation was cut short and nobody was told of it",
                remedy: "move the file away")
            : CheckFinding(
                "corrupt", .damage, path: reading.file, threadId: reading.id, offset: 0,
                "no line of the log is readable", remedy: Self.moveAway)
        takeAway(reading.id, finding, run)
    }

    /// A log without a single record of a thread that the index knows: it was there, and is lost.
    private func emptied(_ reading: Reading, _ row: IndexRow, _ run: CheckRun) {
        let name = row.summary.name ?? row.summary.preview
        let title = name.isEmpty ? "" : ", \"\(name.prefix(Self.titleLimit))\""
        let left = reading.length == 0 ? "is empty" : "has only \(reading.length) bytes and no whole record"
        let finding = CheckFinding(
            "emptiedLog", .damage, path: reading.file, threadId: reading.id, offset: 0,
            "the log \(left), but the index knew \(CountText.of(row.logLength, "byte")) of it\(title)",
            remedy: "move the file away, and the thread is gone",
            advice: "put the log back from a backup, if there is one, before anything is repaired")
        takeAway(reading.id, finding, run)
    }

    /// How much of a thread's name or preview is said, in characters.
    private static let titleLimit = 60

    private static let moveAway = "move the file away; there is nothing in it to be kept"

    /// Takes a log away, in whatever form it is there.
    private func takeAway(_ id: String, _ finding: CheckFinding, _ run: CheckRun) {
        let path = run.paths.log(id)
        run.note([finding]) { () throws(ThreadStoreError) in
            let lease = try run.leases.acquireBlocking(id)
            defer { withExtendedLifetime(lease) {} }
            for file in [path, StorePaths.packed(path)] where StorePaths.exists(file) { try run.copies.takeAway(file) }
            run.changedThreads.insert(id)
        }
    }
}

extension LogCheck {
    /// A log that was read as a whole.
    struct Reading {
        let path: String
        /// The file that was read: the plain log or the compressed one.
        let file: String
        let id: String
        private(set) var length = 0
        /// What the index knows of the header that the log has lost; nil when it has one.
        private(set) var lostHeader: ThreadHeader?
        private(set) var inspector: LogInspector
        /// Whether a server writes the log: what is open in it is open, and its end may be on its way.
        let isOwned: Bool
        /// Whether the log is compressed, and some of the file can't be unpacked.
        let isPackedDamaged: Bool
        /// How many of its bytes are lost with that.
        let lostBytes: Int

        /// Reads a log. Blocking. Errors: `threadNotFound`, `storage`, `corrupt`.
        init(_ path: String, id: String, _ run: CheckRun) throws(ThreadStoreError) {
            let leases = run.leases
            self.path = path
            self.id = id
            var inspector = LogInspector(id: id)
            let file = try LogFile(path, id: id)
            let wasOwned = leases.isHeldElsewhere(id)
            length = try file.length()
            let tail = try file.forward(from: 0, upTo: length) { line in
                let filled = file.filled(line)
                _ = inspector.read(filled.line, problem: filled.problem)
                return true
            }
            isOwned = wasOwned || leases.isHeldElsewhere(id)
            if let tail, !isOwned { _ = inspector.readTail(file.whole(tail)) }
            if let failure = file.pieceFailure { throw failure }
            isPackedDamaged = file.hasDamage
            lostBytes = file.lostBytes
            self.file = file.path
            if !inspector.digest.isEmpty, inspector.digest.knownHeader == nil {
                lostHeader = run.rows.row(id)?.knownHeader
            }
            inspector.end(header: lostHeader)
            self.inspector = inspector
        }

        /// What the index must say about the log.
        var known: CheckRun.KnownLog {
            CheckRun.KnownLog(length: length, rowHash: IndexCheck.hash(inspector.digest.summary))
        }

        /// What is to be mended.
        var findings: [CheckFinding] {
            var findings = inspector.damages.map { damage in
                let header = damage.kind == .missingHeader ? lostHeader : nil
                return finding(
                    damage, .damage, header.map(LogRemedy.text(for:)) ?? LogRemedy.text(for: damage.kind))
            }
            if isPackedDamaged {
                findings.insert(
                    CheckFinding(
                        "damagedPacked", .damage, path: StorePaths.packed(path), threadId: id,
                        lostBytes > 0
                            ? "\(lostBytes) of the log's \(CountText.of(length, "byte")) can't be unpacked"
                            : "a checksum or the end of the file is wrong: \(CountText.of(length, "byte")) can be unpacked, which "
                                + "may be other than they were, or not all",
                        remedy: "unpack what can be, keeping the file under another name"), at: 0)
            }
            let more = inspector.damageCount - inspector.damages.count
            if more > 0 {
                findings.append(
                    CheckFinding(
                        "moreDamage", .damage, path: file, threadId: id, "\(more) more damages in this log",
                        remedy: "mend them alike"))
            }
            guard !isOwned else { return findings }
            findings += inspector.unfinished.map { finding($0, .unfinished, "write down its end, as interrupted") }
            return findings + openEnds
        }

        private func finding(
            _ damage: LogDamage, _ severity: CheckFinding.Severity, _ remedy: String?
        ) -> CheckFinding {
            CheckFinding(
                damage.kind.rawValue, severity, path: file, threadId: id, offset: damage.offset, damage.message,
                remedy: remedy)
        }

        /// What its process would still have written.
        private var openEnds: [CheckFinding] {
            let digest = inspector.digest
            if !digest.waitingApprovals.isEmpty {
                return [
                    CheckFinding(
                        "waitingTurn", .note, path: file, threadId: id, offset: digest.lastTurn?.offset,
                        "a turn waits for the user's word; it goes on when the thread is resumed")
                ]
            }
            guard !RepairPlan.lines(for: digest, running: inspector.running).isEmpty else { return [] }
            var findings = inspector.running.map { turn in
                CheckFinding(
                    "unfinishedTurn", .unfinished, path: file, threadId: id, offset: turn.offset,
                    "the turn \(turn.id) never ended: its process has died",
                    remedy: "write down its end, as interrupted")
            }
            let calls = digest.history.openCalls.calls.map(\.callId)
            if !calls.isEmpty {
                findings.append(
                    CheckFinding(
                        "unpairedCall", .unfinished, path: file, threadId: id,
                        "tool calls without a result: \(calls.joined(separator: ", "))",
                        remedy: "write down that they were aborted"))
            }
            return findings
        }
    }
}
