internal import AppServerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a sound log with everything that a damaged one still says. Blocking; the caller holds the thread's lease.
struct LogMending {
    /// How much is collected before it is written, in bytes.
    private static let blockBytes = 256 << 10

    private let path: String
    private let descriptor: CInt
    private var buffer: [UInt8] = []
    private var length = 0
    private var digest: ThreadDigest
    /// Where the turns begin in the new log.
    private var turnOffsets: [String: Int] = [:]
    /// The places in the old log that records name and that have not been passed yet, in order.
    private var awaitedPlaces: [Int]
    /// Where they are in the new log: where the first record stands that was there or behind.
    private var movedPlaces: [Int: Int] = [:]

    /// Writes the mended log to a new file. `header` is what is known elsewhere of a header that the log has lost.
    ///
    /// Errors: `homeReadOnly`, `storage`, `corrupt` when there is not a single record.
    static func mend(
        _ source: String, id: String, header lost: ThreadHeader? = nil, to path: String
    ) throws(ThreadStoreError) {
        let file = try LogFile(source, id: id)
        let end = try file.length()
        let (header, places) = try Self.survey(file, id: id, upTo: end, lost)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable("the mended log can't be made", path: path, errno: errno) }
        defer { close(descriptor) }
        var mending = LogMending(
            path: path, descriptor: descriptor, digest: ThreadDigest(id: id), awaitedPlaces: places.sorted())
        do throws(ThreadStoreError) {
            try mending.run(file, header, id: id, upTo: end)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// The header that the mended log begins with, and the places in the old log that later records name.
    private static func survey(
        _ file: borrowing LogFile, id: String, upTo end: Int, _ lost: ThreadHeader?
    ) throws(ThreadStoreError) -> (header: LogLine, places: Set<Int>) {
        var inspector = LogInspector(id: id)
        var places: Set<Int> = []
        let tail = try file.forward(from: 0, upTo: end) { line in
            for record in inspector.read(file.whole(line)).records {
                guard case .reverted(let record) = record.record else { continue }
                places.insert(record.toOffset)
                if let last = record.history.lastTurn { places.insert(last.offset) }
            }
            return true
        }
        if let tail { _ = inspector.readTail(file.whole(tail)) }
        if let failure = file.pieceFailure { throw failure }
        guard !inspector.digest.isEmpty else {
            throw ThreadStoreError(kind: .corrupt, message: "no line of the log is readable", path: file.path)
        }
        inspector.end(header: lost)
        let header = inspector.digest.header
        return (LogLine(seq: nil, atMs: header.createdAtMs, record: .thread(header)), places)
    }

    private mutating func run(
        _ file: borrowing LogFile, _ header: LogLine, id: String, upTo end: Int
    ) throws(ThreadStoreError) {
        var inspector = LogInspector(id: id)
        var isFirst = true
        var failure: ThreadStoreError?
        func take(_ outcome: LogInspector.Outcome, _ line: LineSplitter.Line) -> Bool {
            do throws(ThreadStoreError) {
                // A first line that is the header stays as it is, with what a later version may have put into it.
                let isHeader = if case .thread? = outcome.records.first?.record { true } else { false }
                if isFirst, !isHeader { try append(header) }
                while let place = awaitedPlaces.first, place <= line.offset {
                    movedPlaces[place] = length
                    awaitedPlaces.removeFirst()
                }
                for record in outcome.records {
                    if case .thread = record.record, !isFirst { continue }
                    try append(record, verbatim: outcome.isVerbatim ? line.bytes : nil)
                    isFirst = false
                }
                isFirst = false
                return true
            } catch {
                failure = error
                return false
            }
        }
        // Pieces that are stored elsewhere come back into their lines: places in the old log mean nothing in the new one.
        let tail = try file.forward(from: 0, upTo: end) { line in
            let whole = file.whole(line)
            return take(inspector.read(whole), whole)
        }
        if failure == nil, let tail {
            let whole = file.whole(tail)
            _ = take(inspector.readTail(whole), whole)
        }
        if let failure = failure ?? file.pieceFailure { throw failure }
        for line in RepairPlan.lines(for: digest, running: inspector.running) { try append(line) }
        try finish()
    }

    // MARK: - Lines

    /// Appends a record; `verbatim` is the line that it came from, if that still says the same.
    private mutating func append(_ line: LogLine, verbatim: [UInt8]? = nil) throws(ThreadStoreError) {
        var line = line
        var verbatim = verbatim
        switch line.record {
        case .checkpoint: return
        case .reverted(var record):
            // Its turn stands elsewhere now, or has not a single record left; then what came behind it is still gone.
            record.toOffset = turnOffsets[record.beforeTurnId] ?? movedPlaces[record.toOffset] ?? length
            if let last = record.history.lastTurn {
                record.history.lastTurn?.offset = turnOffsets[last.id] ?? movedPlaces[last.offset] ?? length
            }
            line.record = .reverted(record)
            verbatim = nil
        default: break
        }
        let start = length
        if let verbatim {
            buffer += verbatim
            buffer.append(UInt8(ascii: "\n"))
            length += verbatim.count + 1
        } else {
            length += try encode(line)
        }
        digest.apply(line, at: start)
        if let last = digest.lastTurn { turnOffsets[last.id] = last.offset }
        if buffer.count >= Self.blockBytes { try flush() }
    }

    private mutating func encode(_ line: LogLine) throws(ThreadStoreError) -> Int {
        let before = buffer.count
        do {
            try line.encode(into: &buffer)
            return buffer.count - before
        } catch {
            throw ThreadStoreError(
                kind: .storage, message: "a record can't be written again", path: path, reason: "\(error)")
        }
    }

    private mutating func finish() throws(ThreadStoreError) {
        // Without one, opening reads all of a long log.
        if length >= ThreadLog.checkpointInterval, let record = try? CheckpointRecord(digest, at: length) {
            length += try encode(LogLine(seq: nil, atMs: digest.lastAtMs ?? 0, record: .checkpoint(record)))
        }
        try flush()
        guard fsync(descriptor) == 0 else {
            throw .unwritable("the mended log can't be written", path: path, errno: errno)
        }
    }

    private mutating func flush() throws(ThreadStoreError) {
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable("the mended log can't be written", path: path, errno: errno) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
