/// `warning`: something that the user should know.
package struct WarningNotification: ServerNotification {
    package static var method: String { "warning" }

    /// The thread that it is about; null if it is about none.
    package var threadId: String?
    /// What to tell the user.
    package var message: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String? = nil, message: String) {
        self.threadId = threadId
        self.message = message
    }
}

/// `configWarning`: something is wrong with the configuration, and was ignored.
package struct ConfigWarningNotification: ServerNotification {
    package static var method: String { "configWarning" }

    /// What is wrong, in one line.
    package var summary: String
    /// More about it.
    package var details: String?
    /// The file.
    package var path: String?
    /// Where in the file.
    package var range: TextRange?

    /// Makes the value from its fields; those with a default may be left out.
    package init(summary: String, details: String? = nil, path: String? = nil, range: TextRange? = nil) {
        self.summary = summary
        self.details = details
        self.path = path
        self.range = range
    }
}

/// A stretch of a file.
package struct TextRange: Codable, Hashable, Sendable {
    /// Where it begins.
    package var start: TextPosition
    /// Where it ends.
    package var end: TextPosition

    /// Makes the value from its fields.
    package init(start: TextPosition, end: TextPosition) {
        self.start = start
        self.end = end
    }
}

/// A place in a file.
package struct TextPosition: Codable, Hashable, Sendable {
    /// The line, counted from 1.
    package var line: Int
    /// The Unicode scalar in the line, counted from 1.
    package var column: Int

    /// Makes the value from its fields.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// `deprecationNotice`: the client used something that will go away.
package struct DeprecationNoticeNotification: ServerNotification {
    package static var method: String { "deprecationNotice" }

    /// What, in one line.
    package var summary: String
    /// What to use in its place, or why.
    package var details: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(summary: String, details: String? = nil) {
        self.summary = summary
        self.details = details
    }
}
