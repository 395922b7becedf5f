import AppServerProtocol
import Testing

@Suite struct `The contract as a whole` {
    @Test func `every method has one name, and every name one method`() {
        let lists = [
            API.clientRequests.map { $0.method }, API.serverRequests.map { $0.method },
            API.serverNotifications.map { $0.method }, API.clientNotifications.map { $0.method },
        ]
        for names in lists {
            #expect(Set(names).count == names.count)
            #expect(names.allSatisfy { !$0.isEmpty && !$0.hasPrefix("/") && !$0.hasSuffix("/") })
        }
    }

    @Test func `methods are experimental where the protocol says so`() {
        #expect(
            API.clientRequests.filter { $0.stability == .experimental }.map { $0.method }.sorted() == [
                "memory/reset", "memory/status", "mock/experimentalMethod", "process/kill",
                "process/resizePty", "process/spawn", "process/writeStdin", "project/create", "project/delete",
                "project/import", "project/list", "project/move", "project/read", "project/update", "rollout/compress",
                "thread/backgroundTerminals/clean", "thread/backgroundTerminals/list",
                "thread/backgroundTerminals/terminate", "thread/decrement_elicitation", "thread/increment_elicitation",
                "thread/items/read",
                "thread/memoryMode/set", "thread/prediction/request", "thread/queue/add", "thread/queue/delete",
                "thread/queue/list", "thread/queue/reorder", "thread/queue/start", "thread/queue/update",
                "thread/readState/update", "thread/search",
                "thread/searchOccurrences",
                "thread/settings/update", "thread/timeline/list",
            ])
        #expect(API.serverRequests.allSatisfy { $0.stability == .stable })
        #expect(API.serverNotifications.allSatisfy { $0.stability == .stable })
        #expect(API.clientNotifications.allSatisfy { $0.stability == .stable })
    }

    @Test func `requests say which lane they run in`() {
        let client = ClientInfo(name: "p", version: "1")
        #expect(Initialize.scope(InitializeParams(clientInfo: client)) == .connection)
        #expect(ThreadStart.scope(ThreadStartParams()) == .concurrent)
        #expect(ThreadStart.scope(ThreadStartParams(threadId: "t")) == .thread("t"))
        #expect(ThreadResume.scope(ThreadResumeParams(threadId: "t")) == .thread("t"))
        #expect(ThreadRead.scope(ThreadReadParams(threadId: "t")) == .thread("t"))
        #expect(ThreadNameSet.scope(ThreadSetNameParams(threadId: "t", name: "n")) == .thread("t"))
        #expect(ThreadUnsubscribe.scope(ThreadUnsubscribeParams(threadId: "t")) == .thread("t"))
        #expect(ThreadList.scope(ThreadListParams()) == .concurrent)
        #expect(ThreadLoadedList.scope(ThreadLoadedListParams()) == .concurrent)
        #expect(TurnStart.scope(TurnStartParams(threadId: "t", input: [])) == .thread("t"))
        #expect(TurnSteer.scope(TurnSteerParams(threadId: "t", input: [], expectedTurnId: "u")) == .thread("t"))
        #expect(TurnInterrupt.scope(TurnInterruptParams(threadId: "t", turnId: "u")) == .overtaking)
        #expect(ModelList.scope(ModelListParams()) == .concurrent)
        #expect(AccountRead.scope(GetAccountParams()) == .concurrent)
        #expect(ConfigRead.scope(ConfigReadParams()) == .concurrent)
    }

    @Test func `goals and queues of a thread run in its lane`() {
        let lanes = [
            ThreadGoalSet.scope(ThreadGoalSetParams(threadId: "t")),
            ThreadGoalGet.scope(ThreadGoalGetParams(threadId: "t")),
            ThreadGoalClear.scope(ThreadGoalClearParams(threadId: "t")),
            ThreadQueueAdd.scope(ThreadQueueAddParams(threadId: "t", input: [], clientUserMessageId: "m")),
            ThreadQueueList.scope(ThreadQueueListParams(threadId: "t")),
            ThreadQueueUpdate.scope(ThreadQueueUpdateParams(threadId: "t", queuedSubmissionId: "q", input: [])),
            ThreadQueueDelete.scope(ThreadQueueDeleteParams(threadId: "t", queuedSubmissionId: "q")),
            ThreadQueueReorder.scope(ThreadQueueReorderParams(threadId: "t", queuedSubmissionIds: [])),
            ThreadQueueStart.scope(ThreadQueueStartParams(threadId: "t")),
        ]
        #expect(Set(lanes) == [.thread("t")])
    }

    @Test func `changes of projects have one lane, looks at them wait for nothing`() {
        let changes = [
            ProjectCreate.scope(ProjectCreateParams(idempotencyKey: "k", name: "p", roots: [])),
            ProjectImport.scope(ProjectImportParams(idempotencyKey: "k", name: "p", roots: [])),
            ProjectUpdate.scope(ProjectUpdateParams(projectId: "p")),
            ProjectMove.scope(ProjectMoveParams(projectId: "p")),
            ProjectDelete.scope(ProjectDeleteParams(projectId: "p")),
        ]
        #expect(Set(changes) == [.global("projects")])
        #expect(ProjectList.scope(ProjectListParams()) == .concurrent)
        #expect(ProjectRead.scope(ProjectReadParams(projectId: "p")) == .concurrent)
        #expect(MemoryReset.scope(NoFields()) == .global("memory"))
        #expect(MemoryStatus.scope(MemoryStatusParams()) == .concurrent)
    }
}
