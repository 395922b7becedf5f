package import AppServerProtocol
import Support
package import ThreadStore
import WireJSON

/// Sections: headings that users file threads under.
extension ThreadManager {
    /// The sections, kept in the store's catalog.
    package nonisolated var catalog: Catalog { environment.store.catalog }

    /// Files a thread under a section, or takes it out of one.
    package func move(_ params: ThreadSectionMoveParams) async throws(AgentError) {
        let id = params.threadId.lowercased()
        let now = environment.clock.milliseconds()
        if let thread = loaded[id], thread.feed.path == nil {
            throw AgentError(.unsupported, "ephemeral thread does not support section moves: \(params.threadId)")
        }
        guard let section = params.sectionId else {
            guard params.beforeThreadId == nil else {
                throw AgentError(.invalidParams, "beforeThreadId requires a non-null sectionId")
            }
            return try await moving(params.threadId) { feed in
                feed.record(.section(SectionRecord(sectionId: nil, rank: 0, enteredAtMs: now)))
            }
        }
        guard try await stored({ try await self.catalog.sections() }).contains(where: { $0.id == section }) else {
            throw AgentError(
                .sectionNotFound, "section \(section) does not exist", details: ["sectionId": .string(section)])
        }
        guard params.beforeThreadId?.lowercased() != id else {
            throw AgentError(.invalidParams, "thread \(id) cannot be moved before itself")
        }
        let places = try await stored { try await self.environment.store.places(inSection: section) }
        guard let rank = SectionRank.rank(of: id, before: params.beforeThreadId?.lowercased(), among: places) else {
            throw AgentError(
                .invalidParams, "before thread \(params.beforeThreadId ?? "") is not in section \(section)")
        }
        try await moving(params.threadId) { feed in
            let digest = feed.read(\.digest)
            let since = digest.section?.sectionId == section ? digest.section?.enteredAtMs : nil
            feed.record(.section(SectionRecord(sectionId: section, rank: rank, enteredAtMs: since ?? now)))
        }
    }

    private func moving(_ id: String, _ body: (ThreadFeed) -> Void) async throws(AgentError) {
        do throws(AgentError) {
            try await change(id) { feed throws(AgentError) in body(feed) }
        } catch {
            throw error.kind == .threadNotFound ? .notLoaded(id) : error
        }
    }

    /// A thread with the section that it is filed under, and with no project that is gone.
    func sectioned(_ thread: Thread, _ state: FeedState) async throws(AgentError) -> Thread {
        var thread = thread
        try await settleProject(&thread.projectId)
        guard let section = state.digest.section?.sectionId else { return thread }
        thread.section = try await stored { try await self.catalog.sections() }.first { $0.id == section }
        if thread.section == nil { thread.sectionEnteredAt = nil }
        return thread
    }
}

/// Where a thread stands in its section.
enum SectionRank {
    /// A rank before another thread's, or behind all others. Nil when the other thread is not there.
    static func rank(of id: String, before other: String?, among places: [SectionPlace]) -> Double? {
        let places = places.filter { $0.threadId != id }
        guard let other else { return (places.last?.rank ?? 0) + 1 }
        guard let index = places.firstIndex(where: { $0.threadId == other }) else { return nil }
        let next = places[index].rank
        return index == 0 ? next - 1 : (places[index - 1].rank + next) / 2
    }
}
