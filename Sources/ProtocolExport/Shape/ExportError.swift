/// Why the protocol could not be exported.
package struct ExportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, as a stable word.
    package enum Kind: String, Hashable, Sendable {
        /// A type decodes itself in a way that the recorder can't follow.
        case unrecordableType
        /// Two different types would get the same name in the schemas.
        case nameCollision
        /// A file or folder could not be read or written.
        case fileSystem
    }

    /// What went wrong, as a stable word.
    package var kind: Kind
    /// What happened, where, and what to do about it.
    package var message: String

    /// Describes a failure.
    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
