#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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

    fileprivate init?(_ scanner: inout PrefixScanner) {
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

/// Takes known texts, numbers and words from the beginning of a line.
private struct PrefixScanner {
    /// The longest word that is taken; ids of models are longer than ours.
    private static let wordLimit = 200

    let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        guard let start = bytes.baseAddress, memcmp(start + position, text.utf8Start, count) == 0 else { return false }
        position += count
        return true
    }

    mutating func number() -> Int? {
        var value = 0
        let start = position
        // 18 digits always fit.
        while position < bytes.count, position - start < 18, case 0x30...0x39 = bytes[position] {
            value = value * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// What stands before the next quote; nil when it is too long or written with escapes.
    mutating func word() -> String? {
        let start = position
        while position < bytes.count, position - start < Self.wordLimit {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
            case UInt8(ascii: "\\"):
                return nil
            default:
                position += 1
            }
        }
        return nil
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
