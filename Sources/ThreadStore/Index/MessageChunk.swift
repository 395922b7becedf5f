internal import AppServerProtocol

/// What a part of a log says that searches care about.
struct MessageChunk: Sendable {
    /// How much of a log is looked through before it is written to the index, in bytes. Bounds memory, and how long a
    /// writer is busy.
    static let byteLimit = 1 << 20

    /// A change of the messages.
    enum Change: Hashable, Sendable {
        /// Another one.
        case message(StoredMessage)
        /// From this offset on, what came before this change is no history any more.
        case reverted(from: Int)
    }

    /// How far the log had been looked through before.
    var start: Int
    /// The changes in order.
    var changes: [Change] = []
    /// Where the part ends: behind its last line feed.
    var end: Int
    /// Whether there was no more at the time.
    var isLast = true

    /// Reads the part that begins at an offset, a line's beginning. A log that has become shorter is read from its
    /// start: it is another one. Blocking.
    ///
    /// Errors: `threadNotFound`, `storage`.
    init(of path: String, id: String, from offset: Int) throws(ThreadStoreError) {
        let file = try LogFile(path, id: id)
        let length = try file.length()
        let start = offset <= length ? offset : 0
        var changes: [Change] = []
        var end = start
        var isLast = true
        try file.forward(from: start, upTo: length) { line in
            Self.read(line, into: &changes)
            end = line.offset + line.length + 1
            isLast = end - start < Self.byteLimit
            return isLast
        }
        self.start = start
        self.changes = changes
        self.end = end
        self.isLast = isLast || end == length
    }

    private static func read(_ line: LineSplitter.Line, into changes: inout [Change]) {
        guard !line.isTooLong, mayMatter(line.bytes) else { return }
        for record in RecordScanner.scan(line.bytes).lines {
            switch record.record {
            case .itemCompleted(let record):
                guard let text = record.item.searchText, !text.isEmpty else { continue }
                changes.append(.message(StoredMessage(offset: line.offset, text: text)))
            case .reverted(let record):
                changes.append(.reverted(from: record.toOffset))
            default:
                continue
            }
        }
    }

    /// Tells from its beginning whether a line is worth parsing: most are not.
    private static func mayMatter(_ bytes: [UInt8]) -> Bool {
        guard let start = LineStart(bytes) else { return true }
        guard start.kind == "itemCompleted" else { return start.kind == "reverted" }
        // The turn's id stands before the item's type, which is the item's first field.
        let beginning = String(decoding: bytes.prefix(256), as: UTF8.self)
        guard let type = beginning.firstRange(of: #""item":{"type":""#) else { return true }
        let rest = beginning[type.upperBound...]
        return rest.hasPrefix("userMessage") || rest.hasPrefix("agentMessage")
    }
}
