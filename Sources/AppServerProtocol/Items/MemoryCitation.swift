/// Which memories a message rests on.
package struct MemoryCitation: Codable, Hashable, Sendable {
    /// The places in memory files.
    package var entries: [MemoryCitationEntry]
    /// The threads that those memories come from.
    package var threadIds: [String]

    /// Makes the value from its fields.
    package init(entries: [MemoryCitationEntry], threadIds: [String]) {
        self.entries = entries
        self.threadIds = threadIds
    }
}

/// A place in a memory file.
package struct MemoryCitationEntry: Codable, Hashable, Sendable {
    /// The file.
    package var path: String
    /// The first line, counted from 1.
    package var lineStart: Int
    /// The last line.
    package var lineEnd: Int
    /// What was taken from there.
    package var note: String

    /// Makes the value from its fields.
    package init(path: String, lineStart: Int, lineEnd: Int, note: String) {
        self.path = path
        self.lineStart = lineStart
        self.lineEnd = lineEnd
        self.note = note
    }
}
