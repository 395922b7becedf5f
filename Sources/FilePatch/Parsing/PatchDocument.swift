/// A patch as it was written: what should happen to which files, before any of them is looked at.
package struct PatchDocument: Sendable, Hashable {
    /// The environment that the patch asks for. There is one only, so a patch that names one is refused by the planner.
    package var environment: String?

    /// The files, in the order of the patch.
    package var sections: [PatchSection]

    package init(environment: String? = nil, sections: [PatchSection]) {
        self.environment = environment
        self.sections = sections
    }
}

/// What a patch does to one file. Paths are as written: relative to the directory of the call, or absolute.
package enum PatchSection: Sendable, Hashable {
    /// Writes a file, also over an existing one.
    case add(path: String, content: [UInt8])
    /// Removes a file.
    case delete(path: String)
    /// Changes lines of a file, and may move it.
    case update(PatchUpdate)
}

/// Changes of lines within a file.
package struct PatchUpdate: Sendable, Hashable {
    /// The file.
    package var path: String
    /// Where the changed file goes, if it is moved.
    package var destination: String?
    /// The changes, in the order of the file's lines.
    package var chunks: [PatchChunk]

    package init(path: String, destination: String? = nil, chunks: [PatchChunk] = []) {
        self.path = path
        self.destination = destination
        self.chunks = chunks
    }
}

/// One run of neighbouring lines, with what happens to each.
package struct PatchChunk: Sendable, Hashable {
    /// A line behind which the chunk is to be looked for.
    package var context: [UInt8]?
    /// Kept, removed and added lines.
    package var lines: [PatchLine]
    /// Whether the chunk's lines are the file's last.
    package var isAtEndOfFile: Bool

    package init(context: [UInt8]? = nil, lines: [PatchLine] = [], isAtEndOfFile: Bool = false) {
        self.context = context
        self.lines = lines
        self.isAtEndOfFile = isAtEndOfFile
    }
}

/// A line of a chunk, without its sign and its line ending.
package struct PatchLine: Sendable, Hashable {
    /// What happens to a line.
    package enum Role: Sendable, Hashable {
        case kept
        case removed
        case added
    }

    /// What happens to the line.
    package var role: Role
    /// The line's bytes.
    package var text: [UInt8]

    package init(_ role: Role, _ text: [UInt8]) {
        self.role = role
        self.text = text
    }
}
