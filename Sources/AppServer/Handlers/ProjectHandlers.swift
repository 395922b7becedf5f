import AgentCore
import AppServerProtocol
import Support
import WireJSON

/// The methods of projects. Every change that is one reaches all connections as `project/changed`.
struct ProjectHandlers: Sendable {
    let threads: ThreadManager
    let connections: ConnectionRegistry
    let clock: WallClock

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ProjectList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try ProjectListing(try await threads.projects()).page(params))
        }
        router.on(ProjectRead.self) { params, _ in
            Handled(ProjectReadResponse(project: try await threads.project(params.projectId)))
        }
        router.on(ProjectCreate.self) { params, _ in
            try check(params.roots)
            let (project, isNew) = try await threads.createProject(params)
            return Handled(ProjectCreateResponse(project: project)) {
                if isNew { announce(project.id, .created) }
            }
        }
        router.on(ProjectImport.self) { params, _ in
            try check(params.roots)
            do {
                let project = try await threads.importProject(params) { announce($0.id, .created) }
                return Handled(ProjectImportResponse(project: project))
            } catch let error as AgentError where error.kind == .threadNotFound {
                throw ServerFailure(code: .invalidParams, kind: error.kind.rawValue, error.message)
            }
        }
        router.on(ProjectUpdate.self) { params, _ in
            try check(params.roots ?? [])
            let (project, isChanged) = try await threads.updateProject(params)
            return Handled(ProjectUpdateResponse(project: project)) {
                if isChanged { announce(project.id, .updated) }
            }
        }
        router.on(ProjectMove.self) { params, _ in
            let isMoved = try await threads.moveProject(params)
            return Handled(ProjectMoveResponse()) {
                if isMoved { announce(params.projectId, .updated) }
            }
        }
        router.on(ProjectDelete.self) { params, _ in
            try await threads.deleteProject(params.projectId) { announce(params.projectId, .deleted) }
            return Handled(ProjectDeleteResponse())
        }
    }

    private func announce(_ id: String, _ change: ProjectChangeType) {
        connections.notify(ProjectChangedNotification(projectId: id, changeType: change), clock: clock)
    }

    private func check(_ roots: [ProjectRoot]) throws(ServerFailure) {
        guard let relative = roots.first(where: { !$0.path.hasPrefix("/") }) else { return }
        throw ServerFailure(
            kind: "invalidParams", "Invalid request: project root `\(relative.path)` is not an absolute path",
            details: ["path": "roots"])
    }
}
