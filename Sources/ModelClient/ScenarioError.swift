/// Why a scenario file can't be played.
package struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word of a failure, for programs.
    package enum Kind: String, Hashable, Sendable {
        /// The file can't be read.
        case unreadable
        /// The file is no JSON.
        case notJSON
        /// The JSON is no scenario.
        case invalid
    }

    /// What is wrong.
    package var kind: Kind
    /// The file, as it was named.
    package var file: String
    /// What is wrong and where in the file.
    package var message: String

    /// File and message.
    package var description: String { "scenario \(file): \(message)" }
}
