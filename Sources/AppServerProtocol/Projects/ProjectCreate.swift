/// `project/create`: makes a project. `project/changed` follows.
package enum ProjectCreate: ClientRequest {
    package typealias Params = ProjectCreateParams
    package typealias Response = ProjectCreateResponse

    package static var method: String { "project/create" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("projects")
    }
}

/// What it is to be like.
package struct ProjectCreateParams: Codable, Hashable, Sendable {
    /// A text that the client makes up. The same one again gives the same project, so a client may repeat the call.
    package var idempotencyKey: String
    /// Its name.
    package var name: String
    /// Its directories.
    package var roots: [ProjectRoot]
    /// What the client wants to keep about it.
    package var metadata: [String: String]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(idempotencyKey: String, name: String, roots: [ProjectRoot], metadata: [String: String]? = nil) {
        self.idempotencyKey = idempotencyKey
        self.name = name
        self.roots = roots
        self.metadata = metadata
    }
}

/// What was made.
package struct ProjectCreateResponse: Codable, Hashable, Sendable {
    /// The project, with its id.
    package var project: Project

    /// Makes the value from its fields.
    package init(project: Project) {
        self.project = project
    }
}
