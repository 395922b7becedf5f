import AgentCore
import AppServerProtocol

/// The methods of goals.
struct GoalHandlers: Sendable {
    let threads: ThreadManager
    let host: HostDescription

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadGoalSet.self) { params, context in
            let (goal, afterwards) = try await threads.setGoal(
                params, userAgent: host.userAgent(context.profile.client))
            return Handled(ThreadGoalSetResponse(goal: goal), afterwards: afterwards)
        }
        router.on(ThreadGoalGet.self) { params, _ in
            Handled(ThreadGoalGetResponse(goal: try await threads.goal(params.threadId)))
        }
        router.on(ThreadGoalClear.self) { params, _ in
            let announce = try await threads.clearGoal(params.threadId)
            return Handled(ThreadGoalClearResponse(cleared: announce != nil), afterwards: announce)
        }
    }
}
