/// The fields that every line begins with, read without parsing the rest.
struct LineStart: Hashable {
    /// The number of the event; nil for a record that is no event.
    var seq: Int?
    /// The record's kind.
    var kind: String
    /// When it was made, in milliseconds since the Unix epoch.
    var atMs: Int

    /// Nil when the line does not begin as the encoder writes it.
    init?(_ bytes: [UInt8]) {
        guard let start = bytes.withUnsafeBytes({ LineStart($0) }) else { return nil }
        self = start
    }

    /// Nil when the line does not begin as the encoder writes it.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var scanner = PrefixScanner(bytes: bytes)
        guard let start = LineStart(&scanner) else { return nil }
        self = start
    }

    /// The same, leaving the scanner behind the kind.
    init?(_ scanner: inout PrefixScanner) {
        guard scanner.take(#"{"seq":"#) else { return nil }
        if !scanner.take("null") {
            guard let number = scanner.number() else { return nil }
            seq = number
        }
        guard scanner.take(#","at":"#), let atMs = scanner.number(), scanner.take(#","kind":""#),
            let kind = scanner.word()
        else { return nil }
        self.kind = kind
        self.atMs = atMs
    }
}

/// The fields that the line of an item begins with, read without parsing the item.
struct ItemLineStart: Hashable {
    /// What the line has in common with others.
    var line: LineStart
    /// The turn.
    var turnId: String
    /// The item.
    var itemId: String

    /// Nil when the line is not of an item or does not begin as the encoder writes it.
    init?(_ bytes: [UInt8]) {
        let found = bytes.withUnsafeBytes { bytes -> (LineStart, String, String)? in
            var scanner = PrefixScanner(bytes: bytes)
            guard let line = LineStart(&scanner), line.kind == "itemStarted" || line.kind == "itemCompleted",
                scanner.take(#"","turnId":""#), let turnId = scanner.word(),
                scanner.take(#"","item":{"type":""#), scanner.word() != nil, scanner.take(#"","id":""#),
                let itemId = scanner.word()
            else { return nil }
            return (line, turnId, itemId)
        }
        guard let found else { return nil }
        (line, turnId, itemId) = found
    }
}

extension LineSplitter.Line {
    private static let beginning = BytePattern(LogLine.beginning, anchor: 4)

    /// Whether the line's first bytes tell what it is: it ends as a record does, and nothing is glued into it. Damage in
    /// its middle is not noticed.
    var isPlain: Bool { bytes.withUnsafeBytes(Self.isPlain) }

    /// The same for a line that lies elsewhere.
    static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.last == UInt8(ascii: "}") && !hasBeginning(bytes, from: 1)
    }

    /// Whether a record begins at an index or behind it.
    static func hasBeginning(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        beginning.isIn(bytes, from: start)
    }

    /// The turns that the line's records are part of, in order: mostly one, none for a line that is no history.
    var turnIds: [String] {
        if isPlain {
            if let item = ItemLineStart(bytes) { return [item.turnId] }
            if let start = LineStart(bytes), !LogRecord.turnKinds.contains(start.kind) { return [] }
        }
        return RecordScanner.scan(bytes).lines.compactMap(\.record.turnId)
    }
}
