import AgentCore
import AppServerProtocol

/// The methods of the messages that wait for their turn.
struct QueueHandlers: Sendable {
    let threads: ThreadManager
    let host: HostDescription

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadQueueAdd.self) { params, context in
            let (submission, afterwards) = try await threads.addToQueue(
                params, userAgent: host.userAgent(context.profile.client))
            return Handled(ThreadQueueAddResponse(queuedSubmission: submission), afterwards: afterwards)
        }
        router.on(ThreadQueueList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.queue(params))
        }
        router.on(ThreadQueueUpdate.self) { params, _ in
            let (submission, announce) = try await threads.updateQueued(params)
            return Handled(ThreadQueueUpdateResponse(queuedSubmission: submission), afterwards: announce)
        }
        router.on(ThreadQueueDelete.self) { params, _ in
            let (wasThere, announce) = try await threads.deleteQueued(params)
            return Handled(ThreadQueueDeleteResponse(deleted: wasThere), afterwards: announce)
        }
        router.on(ThreadQueueReorder.self) { params, _ in
            Handled(ThreadQueueReorderResponse(), afterwards: try await threads.reorderQueue(params))
        }
        router.on(ThreadQueueStart.self) { params, context in
            let accepted = try await threads.startQueued(params, userAgent: host.userAgent(context.profile.client))
            return Handled(ThreadQueueStartResponse(turn: accepted.turn), afterwards: accepted.launch)
        }
    }
}
