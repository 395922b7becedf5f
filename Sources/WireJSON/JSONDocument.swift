/// One parsed text: its source bytes and a flat tape of what stands in them, made in one pass that checks all of RFC
/// 8259 and UTF-8. A byte order mark is not accepted. Strings and numbers are made when they are asked for.
package final class JSONDocument: Sendable {
    /// The source text.
    package let bytes: [UInt8]
    /// The values and names in source order, from the root on.
    let tape: ContiguousArray<TapeEntry>

    /// Parses a text.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .wire) throws(JSONError) {
        var builder = TapeBuilder(limits: limits)
        // `Array.span` would need macOS 26.
        try bytes.withUnsafeBufferPointer { (text) throws(JSONError) in try builder.build(text.span) }
        self.bytes = bytes
        tape = builder.tape
    }

    /// The value of the whole text.
    package var root: JSONNode { JSONNode(document: self, index: 0) }
}
