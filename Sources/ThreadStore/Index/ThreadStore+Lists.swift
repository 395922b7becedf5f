/// What lists and searches answer. All of it comes from the index, which is made from the logs.
extension ThreadStore {
    /// Opens the index in the background, if there is one, so that the first list need not wait for that. Does nothing
    /// else: a home without an index keeps none.
    package func openListsAhead() { index.openAhead() }

    /// A page of the threads that lists show. Summaries noted before are in it.
    ///
    /// While the index is made anew, a list waits a moment for the newest threads, and for no others.
    ///
    /// Errors: `invalidCursor`, `invalidQuery`, `storage`, `storeClosed`.
    package func list(_ query: ThreadListQuery) async throws(ThreadStoreError) -> ThreadListPage {
        if registry.isClosed { throw .closed }
        return try await index.list(query, sections: try await catalog.sections())
    }

    /// A page of the threads in whose messages or name a text stands. What was said before is found.
    ///
    /// Errors: `invalidCursor`, `invalidQuery`, `storage`, `storeClosed`.
    package func search(_ query: ThreadSearchQuery) async throws(ThreadStoreError) -> ThreadSearchPage {
        if registry.isClosed { throw .closed }
        await committer.committed(writer.barrier())
        return try await index.search(query, sections: try await catalog.sections())
    }

    /// A page of the threads that have an attachment, ordered by id.
    ///
    /// Errors: `invalidCursor`, `storage`, `storeClosed`.
    package func attachmentOwners(
        _ query: AttachmentOwnersQuery
    ) async throws(ThreadStoreError) -> AttachmentOwnersPage {
        if registry.isClosed { throw .closed }
        return try await index.attachmentOwners(query)
    }

    /// The threads that a thread's agent made, and theirs; the deepest generation first.
    ///
    /// Errors: `storage`, `storeClosed`.
    package func descendants(of id: String) async throws(ThreadStoreError) -> [String] {
        if registry.isClosed { throw .closed }
        return try await index.descendants(of: id)
    }

    /// The threads of a section in their order, archived ones too: what moving a thread needs to know.
    ///
    /// Errors: `storage`, `storeClosed`.
    package func places(inSection id: String) async throws(ThreadStoreError) -> [SectionPlace] {
        if registry.isClosed { throw .closed }
        return try await index.places(in: id)
    }

    /// The id of the thread whose log has this absolute path, whether the file is there or not; nil for a path of none.
    package func threadID(ofLogAt path: String) -> String? { paths.id(ofLogAt: path) }

    /// The threads of a project, archived ones too, by id.
    ///
    /// Errors: `storage`, `storeClosed`.
    package func threads(inProject id: String) async throws(ThreadStoreError) -> [String] {
        if registry.isClosed { throw .closed }
        return try await index.threads(inProject: id)
    }

    /// When a thread of each project was last used, in milliseconds since the Unix epoch, by project id. Archived threads
    /// don't count.
    ///
    /// Errors: `storage`, `storeClosed`.
    package func projectRecencies() async throws(ThreadStoreError) -> [String: Int] {
        if registry.isClosed { throw .closed }
        return try await index.projectRecencies()
    }
}
