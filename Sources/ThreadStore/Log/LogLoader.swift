/// Reads a log file into a reducer and notes its damages.
struct LogLoader {
    /// A log as it was read.
    struct Loaded: Sendable {
        var reducer: ThreadReducer
        var damages: [LogDamage]
        /// How many bytes from the start are to stay when the log is opened for writing.
        var soundLength: Int
        /// Whether a line feed must be added behind them.
        var needsLineFeed: Bool
        /// How long the file is.
        var fileLength: Int
    }

    private var reducer: ThreadReducer
    private var damages: [LogDamage] = []

    private init(id: String) {
        reducer = ThreadReducer(id: id)
    }

    /// Reads the log. Blocking.
    ///
    /// - Parameter isBeingWritten: whether this process appends to the log at the moment; what stands behind the last
    ///   line feed is no damage then, but a record on its way.
    ///
    /// Errors: `threadNotFound` when there is no log or one without a single whole line (its creation was cut short and
    /// never acknowledged), `corrupt` when no line is a record, `storage` when the file can't be read.
    static func load(_ path: String, id: String, isBeingWritten: Bool) throws(ThreadStoreError) -> Loaded {
        var loader = LogLoader(id: id)
        let end = try LineFile.read(path, id: id) { line in loader.read(line) }
        var soundLength = end.length
        var needsLineFeed = false
        if let tail = end.tail, !isBeingWritten {
            if loader.readTail(tail) {
                needsLineFeed = true
            } else {
                soundLength = tail.offset
            }
        }
        if loader.reducer.isEmpty {
            if soundLength == 0 { throw .threadNotFound(id) }
            throw ThreadStoreError(
                kind: .corrupt, message: "no line of the thread's log is readable: \(id)", path: path)
        }
        if loader.reducer.header == nil {
            loader.damages.append(
                LogDamage(kind: .missingHeader, line: 1, offset: 0, message: "no line is the thread's header"))
        }
        return Loaded(
            reducer: loader.reducer, damages: loader.damages, soundLength: soundLength, needsLineFeed: needsLineFeed,
            fileLength: end.length)
    }

    private mutating func read(_ line: LineSplitter.Line) {
        if line.isTooLong {
            return note(.lineTooLong, line, "\(line.length) bytes")
        }
        let finding = RecordScanner.scan(line.bytes)
        if let damage = finding.damage { note(damage.kind, line, damage.message) }
        for record in finding.lines { apply(record, line) }
    }

    /// Reads what stands behind the last line feed. Returns whether it is to stay.
    private mutating func readTail(_ tail: LineSplitter.Line) -> Bool {
        let finding = tail.isTooLong ? RecordScanner.Finding(isWhole: false) : RecordScanner.scan(tail.bytes)
        guard finding.isWhole else {
            note(.tornTail, tail, "the last \(tail.length) bytes are not a whole record")
            return false
        }
        note(.missingLineFeed, tail, "the last line has no line feed")
        if let damage = finding.damage { note(damage.kind, tail, damage.message) }
        for record in finding.lines { apply(record, tail) }
        return true
    }

    private mutating func apply(_ record: LogLine, _ line: LineSplitter.Line) {
        if let irregularity = reducer.apply(record) { note(irregularity.kind, line, irregularity.message) }
    }

    private mutating func note(_ kind: LogDamage.Kind, _ line: LineSplitter.Line, _ message: String) {
        damages.append(LogDamage(kind: kind, line: line.number, offset: line.offset, message: message))
    }
}
