/// What went wrong while finding, reading or checking the configuration.
///
/// The message is complete: it names the file or the key, and what to do where that is not obvious. `kind` is the
/// stable word for programs.
package struct ConfigError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word for a kind of failure. Open, so that a new kind breaks no caller.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The home directory is named by a relative path.
        package static let homeNotAbsolute = Kind(rawValue: "homeNotAbsolute")
        /// No variable and no user record says where the home directory is.
        package static let homeUnknown = Kind(rawValue: "homeUnknown")
        /// The home directory does not exist and could not be made, or is no directory.
        package static let homeNotCreated = Kind(rawValue: "homeNotCreated")
        /// A file exists but could not be read.
        package static let unreadableFile = Kind(rawValue: "unreadableFile")
        /// A text is no TOML.
        package static let invalidTOML = Kind(rawValue: "invalidTOML")
        /// A dotted key has an empty segment or an open quote.
        package static let malformedKey = Kind(rawValue: "malformedKey")
        /// A `-c` argument has no `=`, or nothing before it.
        package static let malformedOverride = Kind(rawValue: "malformedOverride")
        /// A known key has a value of the wrong type, or outside its vocabulary.
        package static let invalidValue = Kind(rawValue: "invalidValue")
        /// A key is not known, in strict mode.
        package static let unknownKey = Kind(rawValue: "unknownKey")
    }

    /// The stable word for this failure.
    package var kind: Kind
    /// What happened, where, and what to do.
    package var message: String
    /// Where in the text it happened, when a text was being read.
    package var range: SourceRange?

    package init(_ kind: Kind, _ message: String, range: SourceRange? = nil) {
        self.kind = kind
        self.message = message
        self.range = range
    }

    package var description: String { message }
}
