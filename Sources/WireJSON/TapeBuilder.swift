/// Turns a text into a tape in one pass, with an explicit stack kept in the tape itself, so that no nesting can exhaust
/// the thread's.
struct TapeBuilder {
    /// The entries so far.
    private(set) var tape = ContiguousArray<TapeEntry>()
    private let limits: JSONLimits

    /// The open container that the scan is in, or `noParent`.
    private var parent = noParent
    private var parentIsObject = false
    private var depth = 0

    private static let noParent = -1
    /// Message texts hold about one entry in a dozen bytes; a document of this guess rarely has to grow its tape.
    private static let bytesPerEntry = 12
    /// The guess for texts of a few bytes.
    private static let smallestTape = 8

    init(limits: JSONLimits) {
        self.limits = limits
    }

    /// Scans a whole text.
    mutating func build(_ text: Span<UInt8>) throws(JSONError) {
        guard text.count <= limits.maxBytes else {
            throw JSONError(
                kind: .tooLong, offset: limits.maxBytes,
                message: "the text has \(text.count) bytes, more than the \(limits.maxBytes) allowed")
        }
        tape.reserveCapacity(text.count / Self.bytesPerEntry + Self.smallestTape)
        var offset = Scan.skipSpace(text, 0)
        repeat {
            offset = try value(text, offset)
            offset = try afterValue(text, offset)
        } while parent != Self.noParent
        guard offset == text.count else {
            throw Scan.unexpected(text, offset, expected: "the end of the text")
        }
    }

    /// Scans one value, or the opening of a container up to its first value. Containers without contents are closed.
    private mutating func value(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var offset = start
        while true {
            guard offset < text.count else { throw Scan.unexpected(text, offset, expected: "a value") }
            switch text[unchecked: offset] {
            case UInt8(ascii: "\""):
                return try string(text, offset)
            case UInt8(ascii: "{"):
                try open(.object, at: offset)
                offset = Scan.skipSpace(text, offset + 1)
                if offset < text.count, text[unchecked: offset] == UInt8(ascii: "}") { return close(text, at: offset) }
                offset = try name(text, offset)
            case UInt8(ascii: "["):
                try open(.array, at: offset)
                offset = Scan.skipSpace(text, offset + 1)
                if offset < text.count, text[unchecked: offset] == UInt8(ascii: "]") { return close(text, at: offset) }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (end, isIntegral) = try Scan.number(text, offset)
                append(.number, offset, end, isIntegral ? .integral : [])
                return end
            case UInt8(ascii: "t"):
                return try literal("true", .bool, text, offset)
            case UInt8(ascii: "f"):
                return try literal("false", .bool, text, offset)
            case UInt8(ascii: "n"):
                return try literal("null", .null, text, offset)
            default:
                throw Scan.unexpected(text, offset, expected: "a value")
            }
        }
    }

    /// Scans what stands between a value and the next one, closing containers on the way.
    private mutating func afterValue(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var offset = Scan.skipSpace(text, start)
        while parent != Self.noParent {
            guard offset < text.count else {
                throw Scan.unexpected(text, offset, expected: parentIsObject ? "`,` or `}`" : "`,` or `]`")
            }
            switch text[unchecked: offset] {
            case UInt8(ascii: ","):
                offset = Scan.skipSpace(text, offset + 1)
                return parentIsObject ? try name(text, offset) : offset
            case UInt8(ascii: "}") where parentIsObject, UInt8(ascii: "]") where !parentIsObject:
                offset = Scan.skipSpace(text, close(text, at: offset))
            default:
                throw Scan.unexpected(text, offset, expected: parentIsObject ? "`,` or `}`" : "`,` or `]`")
            }
        }
        return offset
    }

    /// Scans a member name and its colon.
    private mutating func name(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        guard start < text.count, text[unchecked: start] == UInt8(ascii: "\"") else {
            throw Scan.unexpected(text, start, expected: "a member name")
        }
        let colon = Scan.skipSpace(text, try string(text, start))
        guard colon < text.count, text[unchecked: colon] == UInt8(ascii: ":") else {
            throw Scan.unexpected(text, colon, expected: "`:`")
        }
        return Scan.skipSpace(text, colon + 1)
    }

    private mutating func string(_ text: Span<UInt8>, _ quote: Int) throws(JSONError) -> Int {
        let (end, isEscaped) = try Scan.string(text, quote + 1)
        append(.string, quote + 1, end, isEscaped ? .escaped : [])
        return end + 1
    }

    private mutating func literal(
        _ word: StaticString, _ kind: TapeEntry.Kind, _ text: Span<UInt8>, _ start: Int
    ) throws(JSONError) -> Int {
        let end = try Scan.literal(word, text, start)
        append(kind, start, end, [])
        return end
    }

    private mutating func append(_ kind: TapeEntry.Kind, _ start: Int, _ end: Int, _ flags: TapeEntry.Flags) {
        tape.append(TapeEntry(kind, start: start, end: end, next: tape.count + 1, flags: flags))
    }

    private mutating func open(_ kind: TapeEntry.Kind, at offset: Int) throws(JSONError) {
        guard depth < limits.maxDepth else {
            throw JSONError(
                kind: .depthExceeded, offset: offset,
                message: "more than \(limits.maxDepth) arrays and objects are nested")
        }
        depth += 1
        tape.append(TapeEntry(kind, start: offset, end: offset, next: parent))
        parent = tape.count - 1
        parentIsObject = kind == .object
    }

    private mutating func close(_ text: Span<UInt8>, at offset: Int) -> Int {
        let closed = parent
        if parentIsObject { Duplicates.markShadowed(in: &tape, membersFrom: closed + 1, text) }
        let outer = Int(Int32(truncatingIfNeeded: tape[closed].next))
        tape[closed].end = UInt32(truncatingIfNeeded: offset + 1)
        tape[closed].next = UInt32(truncatingIfNeeded: tape.count)
        parent = outer
        depth -= 1
        parentIsObject = outer != Self.noParent && tape[outer].kind == .object
        return offset + 1
    }
}
