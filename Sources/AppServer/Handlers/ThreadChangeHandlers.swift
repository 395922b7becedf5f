import AgentCore
import AppServerProtocol
import Support
import ThreadStore

/// The methods that change what a thread says of itself, its settings or its history.
struct ThreadChangeHandlers: Sendable {
    let threads: ThreadManager

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadNameSet.self) { params, _ in
            let name = params.name.trimmed
            guard !name.isEmpty else { throw AgentError(.invalidParams, "thread name must not be empty") }
            try await threads.rename(params.threadId, name)
            return Handled(ThreadSetNameResponse())
        }
        router.on(ThreadMetadataUpdate.self) { params, _ in
            Handled(ThreadMetadataUpdateResponse(thread: try await threads.updateMetadata(params)))
        }
        router.on(ThreadSettingsUpdate.self) { params, _ in
            Handled(ThreadSettingsUpdateResponse(), afterwards: try await threads.updateSettings(params))
        }
        router.on(ThreadMemoryModeSet.self) { params, _ in
            try await threads.setMemoryMode(params)
            return Handled(ThreadMemoryModeSetResponse())
        }
        router.on(ThreadInjectItems.self) { params, _ in
            try await threads.inject(params)
            return Handled(ThreadInjectItemsResponse())
        }
        router.on(ThreadRollback.self) { params, _ in
            let (thread, announce) = try await threads.rollBack(params)
            return Handled(ThreadRollbackResponse(thread: thread), afterwards: announce)
        }
        router.on(ThreadRevert.self) { params, _ in
            let (thread, cursors, announce) = try await threads.revert(params)
            let response = ThreadRevertResponse(
                thread: thread, turnsBackwardsCursor: cursors.turns, itemsBackwardsCursor: cursors.items)
            return Handled(response, afterwards: announce)
        }
        router.on(ThreadReadStateUpdate.self) { params, _ in
            let (state, announce) = try await threads.updateReadState(params)
            return Handled(ThreadReadStateUpdateResponse(readState: state), afterwards: announce)
        }
        router.on(ThreadAttachmentAdd.self) { params, _ in Handled(try await threads.attach(params)) }
        router.on(ThreadAttachmentList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try await threads.attachments(params))
        }
        router.on(ThreadAttachmentRemove.self) { params, _ in
            try await threads.detach(params)
            return Handled(ThreadAttachmentRemoveResponse())
        }
        router.on(ThreadIncrementElicitation.self) { params, _ in
            let count = try await threads.elicitation(params.threadId, by: 1)
            return Handled(ThreadIncrementElicitationResponse(count: count, paused: count > 0))
        }
        router.on(ThreadDecrementElicitation.self) { params, _ in
            let count = try await threads.elicitation(params.threadId, by: -1)
            return Handled(ThreadDecrementElicitationResponse(count: count, paused: count > 0))
        }
    }
}
