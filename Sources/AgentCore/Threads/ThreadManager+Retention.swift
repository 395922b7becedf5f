import AppServerProtocol
import ServerConfig
import Support
import ThreadStore

/// Letting go of threads that are beyond the limits of what is kept.
extension ThreadManager {
    /// What the settings ask to be done now.
    package func retentionActions() async throws(AgentError) -> [RetentionRule.Action] {
        let configuration = environment.configuration()
        // Under settings that could not be read nothing is deleted.
        guard configuration.loadFailure == nil else { return [] }
        let rule = RetentionRule(
            maxAgeDays: configuration.historyMaxAgeDays, maxBytes: configuration.historyMaxBytes)
        guard rule.isLimited else { return [] }
        let facts = try await stored { try await self.environment.store.retentionFacts() }
        return rule.actions(facts, nowMs: environment.clock.milliseconds()) { loaded[$0] != nil }
    }

    /// Does one thing that the rule asks for, to the thread's descendants first. Returns what tells clients.
    ///
    /// Nil when the thread stays. Nothing is done then if one of the family was in use, or named or filed, or written by
    /// another process, from the start. If one came into use only after others had gone, those stay gone, and clients have
    /// been told of them.
    package func perform(_ action: RetentionRule.Action) async throws(AgentError) -> (@Sendable () -> Void)? {
        do throws(AgentError) {
            for member in try await family(action.id) {
                guard try await mayGo(member, action.kind) else { return nil }
            }
            return try await withFamily(action.id) { member throws(AgentError) in
                // Its own requests may have come first.
                guard try await self.mayGo(member, action.kind) else { throw .inUse }
                return switch action.kind {
                case .archive: try await self.archiveOne(member)
                case .delete: try await self.deleteOne(member)
                }
            }
        } catch {
            switch error.kind {
            // Gone or put away already, or in use here or by another process.
            case .threadNotFound, .threadOwnedElsewhere, .inUse: return nil
            default: throw error
            }
        }
    }

    /// Whether a thread of a family that is beyond the limits is of no use to anybody. One that is gone keeps nobody.
    private func mayGo(_ id: String, _ kind: RetentionRule.Action.Kind) async throws(AgentError) -> Bool {
        do throws(AgentError) {
            let digest = try await stored { try await self.environment.store.state(id) }.digest
            return loaded[id] == nil && digest.name == nil && digest.section?.sectionId == nil
                && !digest.continuesByItself && digest.waitingApprovals.isEmpty
                && (kind == .archive || digest.isArchived)
        } catch {
            guard error.kind == .threadNotFound else { throw error }
            return true
        }
    }
}

extension AgentError {
    /// A thread is used that was to be let go.
    fileprivate static let inUse = AgentError(.inUse, "the thread is in use")
}

extension AgentError.Kind {
    fileprivate static let inUse = AgentError.Kind(rawValue: "threadInUse")
}

extension ThreadDigest {
    /// Whether the thread goes on without anybody asking once it is loaded: it is not done.
    fileprivate var continuesByItself: Bool {
        goal?.status == .active || (!queue.submissions.isEmpty && !queue.isPaused)
    }
}
