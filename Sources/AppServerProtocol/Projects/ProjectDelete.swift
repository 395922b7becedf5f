/// `project/delete`: removes a project. Its threads stay, and belong to none then.
package enum ProjectDelete: ClientRequest {
    package typealias Params = ProjectDeleteParams
    package typealias Response = ProjectDeleteResponse

    package static var method: String { "project/delete" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .global("projects")
    }
}

/// What to remove.
package struct ProjectDeleteParams: Codable, Hashable, Sendable {
    /// The project.
    package var projectId: String

    /// Makes the value from its fields.
    package init(projectId: String) {
        self.projectId = projectId
    }
}

/// Nothing to say.
package struct ProjectDeleteResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
