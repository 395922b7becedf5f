/// `project/update`: changes a project. `project/changed` follows.
package enum ProjectUpdate: ClientRequest {
    package typealias Params = ProjectUpdateParams
    package typealias Response = ProjectUpdateResponse

    package static var method: String { "project/update" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("projects")
    }
}

/// What to change. What is missing or null stays as it is.
package struct ProjectUpdateParams: Codable, Hashable, Sendable {
    /// The project.
    package var projectId: String
    /// Its name from now on.
    package var name: String?
    /// Its directories from now on.
    package var roots: [ProjectRoot]?
    /// What clients keep about it from now on, in place of all that they kept before.
    package var metadata: [String: String]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        projectId: String, name: String? = nil, roots: [ProjectRoot]? = nil, metadata: [String: String]? = nil
    ) {
        self.projectId = projectId
        self.name = name
        self.roots = roots
        self.metadata = metadata
    }
}

/// What it is like now.
package struct ProjectUpdateResponse: Codable, Hashable, Sendable {
    /// The project.
    package var project: Project

    /// Makes the value from its fields.
    package init(project: Project) {
        self.project = project
    }
}
