/// One value or member name of a parsed text. 16 bytes; a document is a flat array of them in source order.
///
/// A container is followed by its contents, an object's contents being names and values in turn.
struct TapeEntry {
    /// What the entry stands for.
    enum Kind: UInt8 {
        case null, bool, number, string, array, object
    }

    /// What else the scanner found out.
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// A string that has escapes.
        static let escaped = Flags(rawValue: 1)
        /// A member name that comes again later in the same object, so that this member doesn't count.
        static let shadowed = Flags(rawValue: 2)
        /// A number without fraction and exponent.
        static let integral = Flags(rawValue: 4)
    }

    /// The offset of the first byte; of a string, the byte after the quotation mark.
    var start: UInt32
    /// The offset after the last byte; of a string, that of the closing quotation mark.
    var end: UInt32
    /// The index of the entry after this one and its contents; of a container still open, the index of its parent.
    var next: UInt32
    var kind: Kind
    var flags: Flags

    init(_ kind: Kind, start: Int, end: Int, next: Int, flags: Flags = []) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        self.kind = kind
        self.flags = flags
    }

    /// The bytes of the entry within the text, without a string's quotation marks.
    var range: Range<Int> { Int(start)..<Int(end) }
}
