/// Something in a log that is not as it was written, and what the reader made of it.
package struct LogDamage: Hashable, Sendable, CustomStringConvertible {
    /// What it is. An open set: later versions may add words.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The stable word.
        package let rawValue: String

        /// Wraps a word.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The last line was not written to its end. It is left out, and cut off when the log is opened for writing.
        package static let tornTail = Kind(rawValue: "tornTail")
        /// The last record is whole, but its line feed is missing. It is kept; opening for writing adds the line feed.
        package static let missingLineFeed = Kind(rawValue: "missingLineFeed")
        /// A line in the middle is no record. It is left out.
        package static let unreadableLine = Kind(rawValue: "unreadableLine")
        /// A line holds more than one record, or a torn one before a whole one. Every whole one is read.
        package static let gluedRecords = Kind(rawValue: "gluedRecords")
        /// A line is longer than any that the server writes. It is left out.
        package static let lineTooLong = Kind(rawValue: "lineTooLong")
        /// The first record is missing or no header. The header is put together from the rest.
        package static let missingHeader = Kind(rawValue: "missingHeader")
        /// A second header. It is left out.
        package static let secondHeader = Kind(rawValue: "secondHeader")
        /// The header names another thread than the file does. The file's name counts.
        package static let foreignHeader = Kind(rawValue: "foreignHeader")
        /// An event number is not above the one before. The record is read; counting goes on behind the highest.
        package static let sequenceRepeated = Kind(rawValue: "sequenceRepeated")
        /// A turn began twice. The second beginning is left out.
        package static let repeatedTurn = Kind(rawValue: "repeatedTurn")
        /// A record belongs to a turn whose beginning is missing. The turn is made up from what is there.
        package static let missingTurn = Kind(rawValue: "missingTurn")
        /// The model's history has the output of a tool call that it doesn't have. The output is left out.
        package static let orphanOutput = Kind(rawValue: "orphanOutput")
        /// A checkpoint is changed, or does not stand where it was written, so that lines before it were added or taken
        /// out. It is passed over.
        package static let wrongCheckpoint = Kind(rawValue: "wrongCheckpoint")
        /// A piece of the line is stored elsewhere and not there any more. A text in its place says so.
        package static let missingPiece = Kind(rawValue: "missingPiece")
    }

    /// What it is.
    package var kind: Kind
    /// The line, counted from 1.
    package var line: Int
    /// Where the line begins in the file.
    package var offset: Int
    /// What was found.
    package var message: String

    /// Damage from its parts.
    package init(kind: Kind, line: Int, offset: Int, message: String) {
        self.kind = kind
        self.line = line
        self.offset = offset
        self.message = message
    }

    /// All of it in one line.
    package var description: String {
        "line \(line) (byte \(offset)): \(kind.rawValue): \(message)"
    }
}
