/// Reads a log from its start to its end, checkpoints left aside, and notes every damage.
struct WholeLogReader {
    private var reducer: ThreadReducer
    private var damages: [LogDamage] = []

    private init(id: String) {
        reducer = ThreadReducer(id: id)
    }

    /// Reads the log. Blocking. Errors as for ``LogLoader``.
    static func read(
        _ path: String, id: String, isBeingWritten: Bool
    ) throws(ThreadStoreError) -> (reducer: ThreadReducer, damages: [LogDamage]) {
        let file = try LogFile(path, id: id)
        let length = try file.length()
        var reader = WholeLogReader(id: id)
        let tail = try file.forward(from: 0, upTo: length) { line in
            let (line, problem, _) = file.filled(line)
            if let problem { reader.note(.missingPiece, line, problem) }
            reader.read(line)
            return true
        }
        if let tail, !isBeingWritten { reader.readTail(file.whole(tail)) }
        if reader.reducer.isEmpty {
            if length == 0 || reader.damages.allSatisfy({ $0.kind == .tornTail }) { throw .threadNotFound(id) }
            throw ThreadStoreError(
                kind: .corrupt, message: "no line of the thread's log is readable: \(id)", path: file.path)
        }
        if reader.reducer.digest.knownHeader == nil {
            reader.damages.append(
                LogDamage(kind: .missingHeader, line: 1, offset: 0, message: "no line is the thread's header"))
        }
        return (reader.reducer, reader.damages)
    }

    private mutating func read(_ line: LineSplitter.Line) {
        if line.isTooLong { return note(.lineTooLong, line, "\(line.length) bytes") }
        take(RecordScanner.scan(line.bytes), line)
    }

    private mutating func readTail(_ tail: LineSplitter.Line) {
        let finding = tail.isTooLong ? RecordScanner.Finding(isWhole: false) : RecordScanner.scan(tail.bytes)
        guard finding.isWhole else {
            return note(.tornTail, tail, "the last \(tail.length) bytes are not a whole record")
        }
        note(.missingLineFeed, tail, "the last line has no line feed")
        take(finding, tail)
    }

    private mutating func take(_ finding: RecordScanner.Finding, _ line: LineSplitter.Line) {
        if let damage = finding.damage { note(damage.kind, line, damage.message) }
        for record in finding.lines {
            if let irregularity = reducer.apply(record, at: line.offset) {
                note(irregularity.kind, line, irregularity.message)
            }
        }
    }

    private mutating func note(_ kind: LogDamage.Kind, _ line: LineSplitter.Line, _ message: String) {
        damages.append(LogDamage(kind: kind, line: line.number, offset: line.offset, message: message))
    }
}
