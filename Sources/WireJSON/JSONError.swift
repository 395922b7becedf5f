/// Why a text is not acceptable JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
    /// The stable word of a failure, for programs; the message is for people.
    package enum Kind: String, Hashable, Sendable {
        /// The text breaks the grammar of RFC 8259, or ends too early.
        case syntax
        /// The bytes are not UTF-8, or an escape names half of a surrogate pair.
        case invalidUTF8
        /// More containers are nested than `JSONLimits.maxDepth`.
        case depthExceeded
        /// The text has more bytes than `JSONLimits.maxBytes`.
        case tooLong
        /// A number has no value in the type asked for.
        case numberOutOfRange
    }

    /// What went wrong.
    package var kind: Kind
    /// The byte of the text, counted from 0, at which it went wrong.
    package var offset: Int
    /// What went wrong, in a sentence without the offset.
    package var message: String

    /// Makes an error from its three parts.
    package init(kind: Kind, offset: Int, message: String) {
        self.kind = kind
        self.offset = offset
        self.message = message
    }
}

extension JSONError: CustomStringConvertible {
    /// The message and the offset.
    package var description: String { "\(message) at byte \(offset)" }
}
