/// Appends JSON tokens to a growing buffer. Used by the encoder, and by code that writes a message around encoded
/// parts.
package enum JSONText {
    /// Appends a string with quotation marks and escapes. Only what RFC 8259 demands is escaped.
    @inline(__always)
    package static func append(_ string: String, to buffer: inout [UInt8]) {
        var string = string
        string.withUTF8 { appendString($0, to: &buffer) }
    }

    /// Appends an integer.
    package static func append(_ value: Int64, to buffer: inout [UInt8]) {
        if value < 0 { buffer.append(UInt8(ascii: "-")) }
        append(value.magnitude, to: &buffer)
    }

    /// Appends an integer.
    package static func append(_ value: UInt64, to buffer: inout [UInt8]) {
        guard value >= 10 else {
            buffer.append(UInt8(ascii: "0") + UInt8(value))
            return
        }
        let start = buffer.count
        var rest = value
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        }
        buffer[start...].reverse()
    }

    /// Appends the shortest literal that reads back as `value`, `1.0` for one; false, and nothing appended, for
    /// infinities and NaN, which JSON can't say.
    package static func append<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ value: Number, to buffer: inout [UInt8]
    ) -> Bool {
        guard value.isFinite else { return false }
        buffer.append(contentsOf: value.description.utf8)
        return true
    }

    /// Appends `true` or `false`.
    package static func append(_ value: Bool, to buffer: inout [UInt8]) {
        if value { append(literal: "true", to: &buffer) } else { append(literal: "false", to: &buffer) }
    }

    /// Appends text as it is, for the fixed parts of a message.
    @inline(__always)
    package static func append(literal: StaticString, to buffer: inout [UInt8]) {
        let utf8 = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        buffer.append(addingCapacity: utf8.count) { PlainText.copy(utf8, to: &$0) }
    }

    /// Appends a raw text as it is, except that line breaks between its tokens become spaces: a message is one line.
    package static func append(_ raw: RawJSON, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(contentsOf: raw.bytes)
        // Without a way out of the loop, which is what lets the compiler look at many bytes at once.
        var breaks: UInt8 = 0
        for byte in raw.bytes { breaks |= isLineBreak(byte) ? 1 : 0 }
        guard breaks != 0 else { return }
        // Strings have their line breaks escaped, so these stand between tokens.
        for index in start..<buffer.count where isLineBreak(buffer[index]) { buffer[index] = UInt8(ascii: " ") }
    }

    /// Appends a value. Recursion goes as deep as the value.
    package static func append(_ value: JSONValue, to buffer: inout [UInt8]) {
        switch value {
        case .null: append(literal: "null", to: &buffer)
        case .bool(let value): append(value, to: &buffer)
        case .number(let number): buffer.append(contentsOf: number.literal.utf8)
        case .string(let string): append(string, to: &buffer)
        case .array(let elements):
            var separator = UInt8(ascii: "[")
            for element in elements {
                buffer.append(separator)
                append(element, to: &buffer)
                separator = UInt8(ascii: ",")
            }
            if elements.isEmpty { buffer.append(separator) }
            buffer.append(UInt8(ascii: "]"))
        case .object(let object):
            buffer.append(UInt8(ascii: "{"))
            for member in object.members {
                appendName(member.key, to: &buffer)
                append(member.value, to: &buffer)
            }
            buffer.append(UInt8(ascii: "}"))
        }
    }

    @inline(__always)
    private static func isLineBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    // Everything below is inlined so that a string costs one check of the buffer's owner and room.

    /// Appends UTF-8 that is known to be valid as a string.
    @inline(__always)
    static func appendString(_ utf8: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) {
        guard PlainText.end(utf8, 0) == utf8.count else {
            EscapedText.append(utf8, to: &buffer)
            return
        }
        buffer.append(addingCapacity: utf8.count + 2) { output in
            output.append(UInt8(ascii: "\""))
            PlainText.copy(utf8, to: &output)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Appends a member's name and colon, after a comma unless the object was just opened.
    @inline(__always)
    static func appendName(_ name: String, to buffer: inout [UInt8]) {
        // No value ends in an opening brace.
        let isFirst = buffer[buffer.count - 1] == UInt8(ascii: "{")
        var name = name
        name.withUTF8 { utf8 in
            guard PlainText.end(utf8, 0) == utf8.count else {
                if !isFirst { buffer.append(UInt8(ascii: ",")) }
                EscapedText.append(utf8, to: &buffer)
                buffer.append(UInt8(ascii: ":"))
                return
            }
            buffer.append(addingCapacity: utf8.count + 4) { output in
                if !isFirst { output.append(UInt8(ascii: ",")) }
                output.append(UInt8(ascii: "\""))
                PlainText.copy(utf8, to: &output)
                output.append(UInt8(ascii: "\""))
                output.append(UInt8(ascii: ":"))
            }
        }
    }
}
