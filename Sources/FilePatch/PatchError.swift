/// Why a patch was not applied. Nothing was changed, unless the kind is `rollbackIncomplete`.
package struct PatchError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A stable word for programs.
    package struct Kind: RawRepresentable, Sendable, Hashable {
        package var rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The text has no begin or end marker, or no rule of the format holds for it as a whole.
        package static let invalidPatch = Kind(rawValue: "invalidPatch")
        /// A line breaks the format.
        package static let invalidHunk = Kind(rawValue: "invalidHunk")
        /// The patch has no sections.
        package static let emptyPatch = Kind(rawValue: "emptyPatch")
        /// The patch names an environment, and there is only one.
        package static let environmentUnavailable = Kind(rawValue: "environmentUnavailable")
        /// A path can't be one: a NUL byte, or bytes that are no UTF-8.
        package static let invalidPath = Kind(rawValue: "invalidPath")
        /// Beyond one of `PatchLimits`.
        package static let tooLarge = Kind(rawValue: "tooLarge")
        /// The line after `@@` is not in the file.
        package static let contextNotFound = Kind(rawValue: "contextNotFound")
        /// The kept and removed lines of a chunk are not in the file.
        package static let linesNotFound = Kind(rawValue: "linesNotFound")
        /// A file to change or delete is missing, closed to us or no file.
        package static let unreadable = Kind(rawValue: "unreadable")
        /// A file can't be written where the patch wants it.
        package static let unwritable = Kind(rawValue: "unwritable")
        /// A file changed between the plan and its application.
        package static let conflict = Kind(rawValue: "conflict")
        /// The system refused a step; everything before it was put back.
        package static let applyFailed = Kind(rawValue: "applyFailed")
        /// The system refused a step, and then also to put something back; the message names what.
        package static let rollbackIncomplete = Kind(rawValue: "rollbackIncomplete")
    }

    /// The stable word.
    package var kind: Kind

    /// What happened and where, in the words that models know.
    package var message: String

    package var description: String { message }

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }
}

extension PatchError {
    static func invalidHunk(line: Int, _ message: String) -> PatchError {
        PatchError(kind: .invalidHunk, message: "invalid hunk at line \(line), \(message)")
    }

    static func invalidPatch(_ message: String) -> PatchError {
        PatchError(kind: .invalidPatch, message: "invalid patch: \(message)")
    }

    static func tooLarge(_ message: String) -> PatchError {
        PatchError(kind: .tooLarge, message: message)
    }
}
