import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Threads, on the wire` {
    @Test func `a new thread`() {
        checkCoding(
            Samples.thread,
            """
            {"id":"t1","sessionId":"t1","forkedFromId":null,"parentThreadId":null,"preview":"",
            "ephemeral":false,"section":null,"sectionEnteredAt":null,"projectId":null,"historyMode":"paginated",
            "canAcceptDirectInput":null,"environments":null,"daybreakEnabled":null,"extra":null,
            "modelProvider":"openai","model":null,"reasoningEffort":null,"createdAt":1,"updatedAt":2,
            "recencyAt":null,"status":{"type":"idle"},"path":null,"cwd":"/w","cliVersion":"1.0.0",
            "originator":null,"source":"vscode","threadSource":null,"agentNickname":null,"agentRole":null,
            "gitInfo":null,"name":null,"turns":[]}
            """)
    }

    @Test func `a thread with everything`() {
        checkCoding(
            Thread(
                id: "t2", sessionId: "t1", forkedFromId: "t0", parentThreadId: "t1", preview: "hello", ephemeral: true,
                section: ThreadSection(
                    id: "s1", name: "Pinned", appearance: ThreadSectionAppearance(icon: "pin", color: "red")),
                sectionEnteredAt: 5, projectId: "p1", historyMode: .legacy, canAcceptDirectInput: false,
                environments: [ThreadEnvironment(environmentId: "local", cwd: "/w", runtimeWorkspaceRoots: ["/w"])],
                daybreakEnabled: true, extra: ThreadExtra(), modelProvider: "openai", model: "m",
                reasoningEffort: "low", createdAt: 1, updatedAt: 2, recencyAt: 3,
                status: .active(ActiveThread(activeFlags: [.waitingOnApproval, .waitingOnUserInput])),
                path: "/h/rollout.jsonl", cwd: "/w", cliVersion: "1.0.0", originator: "probe",
                source: .subAgent(
                    .threadSpawn(
                        SubAgentSpawn(
                            parentThreadId: "t1", depth: 1, agentPath: "/root/a", agentNickname: "Ada",
                            agentRole: "worker"))),
                threadSource: "user", agentNickname: "Ada", agentRole: "worker",
                gitInfo: GitInfo(sha: "abc", branch: "main", originUrl: "https://x/y.git"), name: "Title",
                turns: [Samples.turn]),
            """
            {"id":"t2","sessionId":"t1","forkedFromId":"t0","parentThreadId":"t1","preview":"hello",
            "ephemeral":true,"section":{"id":"s1","name":"Pinned","appearance":{"icon":"pin",
            "color":"red"}},"sectionEnteredAt":5,"projectId":"p1","historyMode":"legacy",
            "canAcceptDirectInput":false,"environments":[{"environmentId":"local","cwd":"/w",
            "runtimeWorkspaceRoots":["/w"]}],"daybreakEnabled":true,"extra":{},"modelProvider":"openai",
            "model":"m","reasoningEffort":"low","createdAt":1,"updatedAt":2,"recencyAt":3,
            "status":{"type":"active","activeFlags":["waitingOnApproval","waitingOnUserInput"]},
            "path":"/h/rollout.jsonl","cwd":"/w","cliVersion":"1.0.0","originator":"probe",
            "source":{"subAgent":{"thread_spawn":{"parent_thread_id":"t1","depth":1,"agent_path":"/root/a",
            "agent_nickname":"Ada","agent_role":"worker"}}},"threadSource":"user","agentNickname":"Ada",
            "agentRole":"worker","gitInfo":{"sha":"abc","branch":"main","originUrl":"https://x/y.git"},
            "name":"Title","turns":[{"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded",
            "status":"inProgress","error":null,"startedAt":null,"completedAt":null,"durationMs":null}]}
            """)
    }

    @Test func `the least of a thread that can be read`() {
        var old = Samples.thread
        old.historyMode = .legacy
        checkReading(
            """
            {"id":"t1","sessionId":"t1","preview":"","ephemeral":false,"projectId":null,"modelProvider":"openai",
            "createdAt":1,"updatedAt":2,"status":{"type":"idle"},"cwd":"/w","cliVersion":"1.0.0","source":"vscode",
            "turns":[]}
            """,
            as: old)
        checkRefusal(
            #"{"id":"t1","sessionId":"t1","preview":"","ephemeral":false}"#, as: Thread.self,
            "missing field `projectId`")
    }

    @Test func `where threads come from`() {
        checkCoding(
            [
                SessionSource.cli, .vscode, .exec, .appServer, .custom("mine"), .subAgent(.review), .subAgent(.compact),
                .subAgent(.memoryConsolidation), .subAgent(.other("why")), .unknown,
            ],
            """
            ["cli","vscode","exec","appServer",{"custom":"mine"},{"subAgent":"review"},
            {"subAgent":"compact"},{"subAgent":"memory_consolidation"},{"subAgent":{"other":"why"}},
            "unknown"]
            """)
        checkCoding(
            SubAgentSource.threadSpawn(SubAgentSpawn(parentThreadId: "t", depth: 2)),
            """
            {"thread_spawn":{"parent_thread_id":"t","depth":2,"agent_path":null,"agent_nickname":null,
            "agent_role":null}}
            """)
    }

    @Test func status() {
        checkCoding(
            [ThreadStatus.notLoaded, .idle, .systemError, .active(ActiveThread(activeFlags: []))],
            """
            [{"type":"notLoaded"},{"type":"idle"},{"type":"systemError"},{"type":"active","activeFlags":[]}]
            """)
        checkCoding(ThreadActiveFlag.allCases, #"["waitingOnApproval","waitingOnUserInput"]"#)
        checkCoding(ThreadHistoryMode.allCases, #"["legacy","paginated"]"#)
    }

    @Test func `read state`() {
        checkCoding(
            ThreadReadState(firstUnread: .turn(UnreadTurn(turnId: "u1")), revision: "r"),
            """
            {"firstUnread":{"type":"turn","turnId":"u1"},"revision":"r"}
            """)
        checkCoding(
            ThreadReadState(firstUnread: .threadStart, revision: "r"),
            """
            {"firstUnread":{"type":"threadStart"},"revision":"r"}
            """)
    }

    @Test func settings() {
        checkCoding(
            ThreadSettings(
                disabledPluginIds: ["p"], cwd: "/w", approvalPolicy: .onRequest, approvalsReviewer: .user,
                sandboxPolicy: .dangerFullAccess, activePermissionProfile: ActivePermissionProfile(id: ":workspace"),
                model: "m", modelProvider: "openai", serviceTier: "priority", effort: "high", summary: .auto,
                collaborationMode: CollaborationMode(mode: .default, settings: Settings(model: "m")),
                multiAgentMode: .proactive, personality: .pragmatic),
            """
            {"disabledPluginIds":["p"],"cwd":"/w","approvalPolicy":"on-request","approvalsReviewer":"user",
            "sandboxPolicy":{"type":"dangerFullAccess"},"activePermissionProfile":{"id":":workspace",
            "extends":null},"model":"m","modelProvider":"openai","serviceTier":"priority","effort":"high",
            "summary":"auto","collaborationMode":{"mode":"default","settings":{"model":"m",
            "reasoning_effort":null,"developer_instructions":null}},"multiAgentMode":"proactive",
            "personality":"pragmatic"}
            """)
    }
}
