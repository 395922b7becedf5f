package import AppServerProtocol
import CommandPolicy

/// What is wrong with a file of rules.
package struct RuleFileProblem: Error, Hashable, Sendable {
    /// The file.
    package var path: String
    /// What is wrong.
    package var message: String
    /// Where, if it is a place in the text.
    package var range: TextRange?

    init(path: String, message: String, place: (start: RuleFileError.Position, end: RuleFileError.Position)? = nil) {
        self.path = path
        self.message = message
        range = place.map { place in
            TextRange(
                start: TextPosition(line: place.start.line, column: place.start.column),
                end: TextPosition(line: place.end.line, column: place.end.column))
        }
    }

    /// What clients are told.
    package var warning: ConfigWarningNotification {
        ConfigWarningNotification(
            summary: "Error parsing rules; until it is mended, no rule allows anything.",
            details: "\(path): \(message). Rules of other files that ask or forbid hold nevertheless.", path: path,
            range: range)
    }
}
