/// A piece of work that threads belong to: a name for one or more directories.
package struct Project: Codable, Hashable, Sendable {
    /// The project's id, made by the server.
    package var id: String
    /// Its name.
    package var name: String
    /// Its directories.
    package var roots: [ProjectRoot]
    /// What clients keep about it. It means nothing to the server.
    package var metadata: [String: String]
    /// Its place in the user's order, counted from 0.
    package var position: Int
    /// When it was made, in Unix seconds.
    package var createdAt: Int
    /// When it last changed, in Unix seconds.
    package var updatedAt: Int
    /// When a thread of it that isn't archived was last used, in Unix seconds; null if there is none.
    package var recencyAt: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, name: String, roots: [ProjectRoot], metadata: [String: String], position: Int, createdAt: Int,
        updatedAt: Int, recencyAt: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.roots = roots
        self.metadata = metadata
        self.position = position
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.recencyAt = recencyAt
    }
}

/// A directory of a project.
package struct ProjectRoot: Codable, Hashable, Sendable {
    /// The directory; an absolute path.
    package var path: AbsolutePathBuf

    /// Makes the value from its fields.
    package init(path: AbsolutePathBuf) {
        self.path = path
    }
}

/// What a list of projects is sorted by.
package enum ProjectSortKey: String, ClosedEnum {
    /// Where the user put them.
    case position
    /// When a thread of them was last used. Projects without threads come last, whatever the direction.
    case recencyAt
}

/// What happened to a project.
package enum ProjectChangeType: String, ClosedEnum {
    /// It was made.
    case created
    /// Something about it changed, its place or its threads included.
    case updated
    /// It was removed.
    case deleted
}
