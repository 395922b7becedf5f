import WireJSON

/// Appends the members of one JSON object, in order.
struct ObjectWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// The object, closed.
    consuming func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func key(_ key: String) {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        JSONText.append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func add(_ name: String, _ value: String) {
        key(name)
        JSONText.append(value, to: &bytes)
    }

    mutating func add(_ name: String, _ value: Bool) {
        key(name)
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    mutating func add(_ name: String, _ value: RawJSON) {
        key(name)
        bytes.append(contentsOf: value.bytes)
    }

    mutating func add(_ name: String, _ values: [RawJSON]) {
        key(name)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: value.bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Adds an object that `fill` writes the members of.
    mutating func add(_ name: String, fill: (inout ObjectWriter) -> Void) {
        key(name)
        var inner = ObjectWriter()
        fill(&inner)
        bytes.append(contentsOf: inner.finish())
    }
}
