/// `project/move`: puts a project elsewhere in the user's order.
package enum ProjectMove: ClientRequest {
    package typealias Params = ProjectMoveParams
    package typealias Response = ProjectMoveResponse

    package static var method: String { "project/move" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("projects")
    }
}

/// Where to put it.
package struct ProjectMoveParams: Codable, Hashable, Sendable {
    /// The project.
    package var projectId: String
    /// The project that it is to stand before; the end unless given.
    package var beforeProjectId: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(projectId: String, beforeProjectId: String? = nil) {
        self.projectId = projectId
        self.beforeProjectId = beforeProjectId
    }
}

/// Nothing to say.
package struct ProjectMoveResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
