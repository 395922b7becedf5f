package import AppServerProtocol
import Support
import ThreadStore
import WireJSON

/// Projects: pieces of work that users gather threads in. The catalog has the projects, each thread's log the thread's own.
extension ThreadManager {
    // MARK: - Reading

    /// All projects in the user's order.
    package func projects() async throws(AgentError) -> [Project] {
        try await stored { try await self.environment.store.projects() }
    }

    /// The project of an id. Errors: `projectNotFound`.
    package func project(_ id: String) async throws(AgentError) -> Project {
        try await stored { try await self.environment.store.project(id) }
    }

    // MARK: - Changing

    /// Makes a project; `isNew` is false when the key was used before.
    package func createProject(_ params: ProjectCreateParams) async throws(AgentError) -> (Project, isNew: Bool) {
        let roots = params.roots.map(\.path)
        let made = try await stored {
            try await self.catalog.createProject(
                name: params.name, roots: roots, metadata: params.metadata ?? [:],
                idempotencyKey: params.idempotencyKey)
        }
        return (try await project(made.project.id), made.isNew)
    }

    /// Makes a project and puts threads into it. All threads are looked for first: an unknown one means no project. A key
    /// that was used before changes nothing. `announce` comes between the project and its threads.
    package func importProject(
        _ params: ProjectImportParams, announce: (Project) -> Void
    ) async throws(AgentError) -> Project {
        let threads = params.threads ?? []
        for thread in threads { try await checkStored(thread) }
        let (made, isNew) = try await createProject(
            ProjectCreateParams(
                idempotencyKey: params.idempotencyKey, name: params.name, roots: params.roots,
                metadata: params.metadata))
        guard isNew else { return made }
        announce(made)
        for thread in threads { try await file(thread, under: made.id) }
        return try await project(made.id)
    }

    /// Changes what is given of a project; `isChanged` tells whether that was anything.
    package func updateProject(_ params: ProjectUpdateParams) async throws(AgentError) -> (Project, isChanged: Bool) {
        let before = try await stored { try await self.catalog.project(params.projectId) }
        let after = try await stored {
            try await self.catalog.updateProject(
                params.projectId, name: params.name, roots: params.roots?.map(\.path), metadata: params.metadata)
        }
        return (try await project(after.id), after != before)
    }

    /// Puts a project elsewhere in the user's order; returns whether it stands elsewhere now.
    package func moveProject(_ params: ProjectMoveParams) async throws(AgentError) -> Bool {
        let before = try await stored { try await self.catalog.projects() }.map(\.id)
        try await stored {
            try await self.catalog.moveProject(params.projectId, before: params.beforeProjectId)
        }
        return try await stored { try await self.catalog.projects() }.map(\.id) != before
    }

    /// Deletes a project and takes its threads out of it. `announce` comes between the project and its threads.
    ///
    /// A thread that another process writes goes on naming the project in its log; nobody is shown it.
    package func deleteProject(_ id: String, announce: () -> Void) async throws(AgentError) {
        try await stored { try await self.catalog.deleteProject(id) }
        announce()
        let members = try await stored { try await self.environment.store.threads(inProject: id) }
        for member in members {
            do {
                // Its own requests may have put it elsewhere meanwhile.
                try await file(member, under: nil, from: id)
            } catch  where [.threadNotFound, .threadOwnedElsewhere].contains(error.kind) {
                continue
            }
        }
    }

    /// Puts a thread into a project, or takes it out of the one that is named, in the thread's lane.
    private func file(
        _ thread: String, under project: String?, from old: String? = nil
    ) async throws(AgentError) {
        try await lanes.run(thread.lowercased()) { () throws(AgentError) in
            try await self.change(thread) { feed in
                if old == nil || feed.read(\.digest.projectId) == old { feed.projectChanged(project) }
            }
        }
    }

    /// Refuses a thread that has no log.
    private func checkStored(_ id: String) async throws(AgentError) {
        guard UUIDText.isValid(id), try await look(id).path != nil else {
            throw .notLoaded(id)
        }
    }

    // MARK: - What threads show

    /// Refuses the id of no project.
    func checkProject(_ id: String) async throws(AgentError) {
        guard try await stored({ try await self.catalog.projects() }).contains(where: { $0.id == id }) else {
            var error = AgentError(
                .projectNotFound, "project not found: \(id)",
                details: ["advice": "`project/list` shows the projects that there are."])
            error.isInvalidRequest = true
            throw error
        }
    }

    /// Leaves out a project that is no more.
    func settleProject(_ projectId: inout String?) async throws(AgentError) {
        guard let id = projectId else { return }
        let projects = try await stored { try await self.catalog.projects() }
        if !projects.contains(where: { $0.id == id }) { projectId = nil }
    }
}
