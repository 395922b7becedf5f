/// What all encoders and containers of one encode share: the growing text, and which containers are open in it.
///
/// `Codable` never says that a container is complete. It is, as soon as something is written into a container around
/// it, so each container knows its depth and writing at a depth closes what is open below it. Writing into a container
/// after that is a mistake of the encoding type and stops the program.
final class EncodingState {
    // Exclusivity is not checked while running, which would take a third of the time: no access to these properties
    // lasts longer than one token, and only the thread that encodes has the state.

    /// The text so far.
    @exclusivity(unchecked) private(set) var bytes: [UInt8]
    /// The closing brackets of the open containers, outermost first.
    @exclusivity(unchecked) private var openBrackets: [UInt8] = []
    /// Whether experimental fields are written.
    let experimental: Bool
    /// Set by a value that wants the member that is being written to be left out.
    @exclusivity(unchecked) var omitsMember = false

    init(buffer: [UInt8], experimental: Bool) {
        bytes = buffer
        self.experimental = experimental
    }

    /// Gives the text away.
    func takeBuffer() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }

    /// Takes back what was written from a place on.
    func removeAll(from start: Int) {
        bytes.removeSubrange(start...)
    }

    /// Opens a container in an encoder of a depth, or goes on with the one it has opened; returns the container's
    /// depth.
    @inline(__always)
    func openContainer(_ brackets: Brackets, in depth: Int) -> Int {
        if openBrackets.count > depth {
            closeContainers(to: depth + 1)
            precondition(
                openBrackets[depth] == brackets.closing, "a value encodes itself both as an array and an object")
        } else {
            precondition(openBrackets.count == depth, "a container is opened in a value that is complete")
            openBrackets.append(brackets.closing)
            bytes.append(brackets.opening)
        }
        return depth + 1
    }

    /// Closes the containers deeper than `depth`.
    @inline(__always)
    private func closeContainers(to depth: Int) {
        while openBrackets.count > depth, let bracket = openBrackets.popLast() { bytes.append(bracket) }
        precondition(openBrackets.count == depth, "a value is written into a container that is complete")
    }

    /// Begins a member of the container of a depth.
    @inline(__always)
    func beginMember(_ name: String, depth: Int) {
        closeContainers(to: depth)
        JSONText.appendName(name, to: &bytes)
    }

    /// Begins an element of the container of a depth.
    @inline(__always)
    func beginElement(depth: Int) {
        closeContainers(to: depth)
        // No value ends in an opening bracket.
        if bytes[bytes.count - 1] != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
    }

    /// Puts members into the object of an encoder of a depth.
    func append(_ members: RawMembers, in depth: Int) {
        closeContainers(to: openContainer(.object, in: depth))
        guard !members.bytes.isEmpty, experimental || !members.isExperimental else { return }
        // No value ends in an opening brace.
        if bytes[bytes.count - 1] != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: members.bytes)
    }

    /// Encodes the value of a member or element of the container of a depth, in place.
    @inline(__always)
    func encodeValue<Value: Encodable>(_ value: Value, depth: Int) throws {
        // Each comparison makes both types of the cast the same. The types' own `encode(to:)` would have to find out
        // with a dynamic cast whose encoder it gets.
        if Value.self == String.self {
            JSONText.append(unsafe unsafeBitCast(value, to: String.self), to: &bytes)
            return
        }
        if Value.self == JSONValue.self {
            JSONText.append(unsafe unsafeBitCast(value, to: JSONValue.self), to: &bytes)
            return
        }
        if Value.self == RawJSON.self {
            JSONText.append(unsafe unsafeBitCast(value, to: RawJSON.self), to: &bytes)
            return
        }
        let start = bytes.count
        try value.encode(to: NodeEncoder(state: self, depth: depth))
        finishValue(depth: depth, from: start)
    }

    /// Encodes a member, unless its value wants to be left out.
    @inline(__always)
    func encodeMember<Value: Encodable>(_ key: some CodingKey, _ value: Value, depth: Int) throws {
        closeContainers(to: depth)
        let start = bytes.count
        beginMember(key.stringValue, depth: depth)
        do {
            try encodeValue(value, depth: depth)
        } catch {
            throw Self.adding(key, to: error)
        }
        if omitsMember {
            omitsMember = false
            removeAll(from: start)
        }
    }

    /// Writes `null` for a value that wants to be left out, but stands where only a member of an object could be.
    @inline(__always)
    func finishUnomittable() {
        guard omitsMember else { return }
        omitsMember = false
        JSONText.append(literal: "null", to: &bytes)
    }

    /// Completes a value that was encoded in an encoder of a depth. A value that wrote nothing is an empty object.
    @inline(__always)
    func finishValue(depth: Int, from start: Int) {
        closeContainers(to: depth)
        if bytes.count == start, !omitsMember { JSONText.append(literal: "{}", to: &bytes) }
    }

    /// Writes a scalar as the whole value of an encoder of a depth.
    @inline(__always)
    func writeScalar(at depth: Int, _ write: (inout [UInt8]) throws -> Void) rethrows {
        precondition(openBrackets.count == depth, "a value encodes itself both as a scalar and a container")
        try write(&bytes)
    }

    /// Appends a number to a buffer, or says which member or element can't be written.
    static func append<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ value: Number, to buffer: inout [UInt8], codingPath: [any CodingKey]
    ) throws {
        guard JSONText.append(value, to: &buffer) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "JSON has no way to write \(value)"))
        }
    }

    /// Puts a member or element in front of the path of an error from inside it.
    static func adding(_ key: some CodingKey, to error: any Error) -> any Error {
        guard case EncodingError.invalidValue(let value, let context) = error else { return error }
        return EncodingError.invalidValue(
            value,
            .init(
                codingPath: [key] + context.codingPath, debugDescription: context.debugDescription,
                underlyingError: context.underlyingError))
    }

    /// Writes a raw text as the whole value of an encoder of a depth.
    func append(_ raw: RawJSON, at depth: Int) {
        writeScalar(at: depth) { JSONText.append(raw, to: &$0) }
    }

    /// Writes a value as the whole value of an encoder of a depth.
    func append(_ value: JSONValue, at depth: Int) {
        writeScalar(at: depth) { JSONText.append(value, to: &$0) }
    }
}

/// The brackets of a container.
enum Brackets {
    case array, object

    var opening: UInt8 { self == .array ? UInt8(ascii: "[") : UInt8(ascii: "{") }
    var closing: UInt8 { self == .array ? UInt8(ascii: "]") : UInt8(ascii: "}") }
}
