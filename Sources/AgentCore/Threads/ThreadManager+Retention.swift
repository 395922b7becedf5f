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

    /// Does one thing that the rule asks for. Nil, and nothing is done, when a thread of the family has come into use or
    /// has been given a name or a place since, or when another process writes it. Returns what tells clients.
    package func perform(_ action: RetentionRule.Action) async throws(AgentError) -> (@Sendable () -> Void)? {
        for member in try await family(action.id) {
            guard loaded[member] == nil else { return nil }
            do throws(AgentError) {
                let digest = try await stored { try await self.environment.store.state(member) }.digest
                guard digest.name == nil, digest.section?.sectionId == nil, !digest.continuesByItself,
                    digest.waitingApprovals.isEmpty,
                    action.kind == .archive || digest.isArchived
                else { return nil }
            } catch {
                guard error.kind == .threadNotFound else { throw error }
            }
        }
        do throws(AgentError) {
            return switch action.kind {
            case .archive: try await archive(action.id)
            case .delete: try await delete(action.id)
            }
        } catch {
            switch error.kind {
            // Gone or put away already, or in use by another process.
            case .threadNotFound, .threadOwnedElsewhere: return nil
            default: throw error
            }
        }
    }
}

extension ThreadDigest {
    /// Whether the thread goes on without anybody asking once it is loaded: it is not done.
    fileprivate var continuesByItself: Bool {
        goal?.status == .active || (!queue.submissions.isEmpty && !queue.isPaused)
    }
}
