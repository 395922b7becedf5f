package import AppServerProtocol

/// Projects with what the index knows of their threads.
extension ThreadStore {
    /// All projects in the user's order. Errors: `storage`, `storeClosed`.
    package func projects() async throws(ThreadStoreError) -> [Project] {
        let definitions = try await catalog.projects()
        guard !definitions.isEmpty else { return [] }
        let recencies = try await projectRecencies()
        return definitions.enumerated().map { position, definition in
            definition.project(position: position, recencyAtMs: recencies[definition.id])
        }
    }

    /// The project of an id. Errors: `projectNotFound`, `storage`, `storeClosed`.
    package func project(_ id: String) async throws(ThreadStoreError) -> Project {
        let definition = try await catalog.project(id)
        guard let project = try await projects().first(where: { $0.id == id }) else {
            // It was deleted in between.
            throw ThreadStoreError(kind: .projectNotFound, message: "project not found: \(definition.id)")
        }
        return project
    }
}

extension ProjectDefinition {
    /// The project on the wire.
    ///
    /// - Parameters:
    ///   - position: its place among all projects, counted from 0.
    ///   - recencyAtMs: when a thread of it was last used, in milliseconds since the Unix epoch.
    package func project(position: Int, recencyAtMs: Int?) -> Project {
        Project(
            id: id, name: name, roots: roots.map { ProjectRoot(path: $0) }, metadata: metadata, position: position,
            createdAt: createdAtMs / 1000, updatedAt: updatedAtMs / 1000, recencyAt: recencyAtMs.map { $0 / 1000 })
    }
}
