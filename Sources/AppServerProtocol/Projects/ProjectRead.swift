/// `project/read`: shows a project.
package enum ProjectRead: ClientRequest {
    package typealias Params = ProjectReadParams
    package typealias Response = ProjectReadResponse

    package static var method: String { "project/read" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which project to show.
package struct ProjectReadParams: Codable, Hashable, Sendable {
    /// The project.
    package var projectId: String

    /// Makes the value from its fields.
    package init(projectId: String) {
        self.projectId = projectId
    }
}

/// The project.
package struct ProjectReadResponse: Codable, Hashable, Sendable {
    /// The project.
    package var project: Project

    /// Makes the value from its fields.
    package init(project: Project) {
        self.project = project
    }
}
