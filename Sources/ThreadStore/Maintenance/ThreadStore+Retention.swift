/// What the rule of retention asks of a thread.
package struct RetentionFacts: Hashable, Sendable {
    /// The thread.
    package var id: String
    /// The thread whose agent made it.
    package var parent: String?
    /// Whether it is put away.
    package var isArchived: Bool
    /// Whether its user has given it a name or a place in a section: it stays whatever the limits are.
    package var isKept: Bool
    /// When it last changed, in milliseconds since the Unix epoch. To be put away is a change.
    package var updatedAtMs: Int
    /// How much room its log takes, in bytes.
    package var bytes = 0

    /// Facts from their parts.
    package init(
        id: String, parent: String? = nil, isArchived: Bool, isKept: Bool, updatedAtMs: Int, bytes: Int = 0
    ) {
        self.id = id
        self.parent = parent
        self.isArchived = isArchived
        self.isKept = isKept
        self.updatedAtMs = updatedAtMs
        self.bytes = bytes
    }
}

extension ThreadStore {
    /// What the rule of retention asks of every thread. Its cost grows with the number of threads.
    ///
    /// Errors: `storage`, `storeClosed`.
    package func retentionFacts() async throws(ThreadStoreError) -> [RetentionFacts] {
        if registry.isClosed { throw .closed }
        let facts = try await index.retentionFacts()
        let paths = paths
        return try await packers.run {
            facts.map { known in
                var facts = known
                let path = paths.log(facts.id)
                facts.bytes =
                    LogSurvey.fileLength(of: path) ?? LogSurvey.fileLength(of: StorePaths.packed(path)) ?? 0
                return facts
            }
        }
    }
}
