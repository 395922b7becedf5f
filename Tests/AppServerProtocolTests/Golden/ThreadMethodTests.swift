import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Thread methods, on the wire` {
    @Test func `start, with nothing`() {
        checkCoding(
            ThreadStartParams(),
            """
            {"threadId":null,"model":null,"modelProvider":null,"cwd":null,"runtimeWorkspaceRoots":null,
            "approvalPolicy":null,"approvalsReviewer":null,"sandbox":null,"permissions":null,"config":null,
            "serviceName":null,"baseInstructions":null,"developerInstructions":null,"personality":null,
            "multiAgentMode":null,"ephemeral":null,"historyMode":null,"sessionStartSource":null,
            "threadSource":null,"projectId":null,"environments":null,"dynamicTools":null,
            "selectedCapabilityRoots":null,"daybreakEnabled":null,"mockExperimentalField":null}
            """)
        checkReading("{}", as: ThreadStartParams())
    }

    @Test func `start, with everything`() throws {
        checkCoding(
            ThreadStartParams(
                threadId: "t1", model: "m", modelProvider: "openai", allowProviderModelFallback: true,
                serviceTier: .set("priority"), cwd: "/w", runtimeWorkspaceRoots: ["/w"], approvalPolicy: .never,
                approvalsReviewer: .autoReview, sandbox: .workspaceWrite, permissions: ":workspace",
                config: ["model_verbosity": "low"], serviceName: "svc", baseInstructions: "base",
                developerInstructions: "dev", personality: .friendly, multiAgentMode: .proactive, ephemeral: true,
                historyMode: .paginated, sessionStartSource: .clear, threadSource: "user", projectId: "p",
                environments: [
                    TurnEnvironmentParams(environmentId: "local", cwd: "/w", runtimeWorkspaceRoots: ["/w"])
                ],
                dynamicTools: [
                    .function(
                        DynamicToolFunctionSpec(
                            name: "lookup", description: "Looks up", inputSchema: try raw(#"{"type":"object"}"#),
                            deferLoading: true)),
                    .namespace(
                        DynamicToolNamespaceSpec(
                            name: "crm", description: "CRM",
                            tools: [
                                .function(
                                    DynamicToolFunctionSpec(
                                        name: "find", description: "Finds", inputSchema: try raw("{}")))
                            ])),
                ],
                selectedCapabilityRoots: [
                    SelectedCapabilityRoot(
                        id: "c", location: .environment(EnvironmentCapabilityRoot(environmentId: "local", path: "/c")))
                ],
                daybreakEnabled: true, mockExperimentalField: "mock", experimentalRawEvents: true),
            """
            {"threadId":"t1","model":"m","modelProvider":"openai","allowProviderModelFallback":true,
            "serviceTier":"priority","cwd":"/w","runtimeWorkspaceRoots":["/w"],"approvalPolicy":"never",
            "approvalsReviewer":"auto_review","sandbox":"workspace-write","permissions":":workspace",
            "config":{"model_verbosity":"low"},"serviceName":"svc","baseInstructions":"base",
            "developerInstructions":"dev","personality":"friendly","multiAgentMode":"proactive",
            "ephemeral":true,"historyMode":"paginated","sessionStartSource":"clear","threadSource":"user",
            "projectId":"p","environments":[{"environmentId":"local","cwd":"/w",
            "runtimeWorkspaceRoots":["/w"]}],"dynamicTools":[{"type":"function","name":"lookup",
            "description":"Looks up","inputSchema":{"type":"object"},"deferLoading":true},
            {"type":"namespace","name":"crm","description":"CRM","tools":[{"type":"function","name":"find",
            "description":"Finds","inputSchema":{}}]}],"selectedCapabilityRoots":[{"id":"c",
            "location":{"type":"environment","environmentId":"local","path":"/c"}}],"daybreakEnabled":true,
            "mockExperimentalField":"mock","experimentalRawEvents":true}
            """)
        checkCoding(ThreadStartSource.allCases, #"["startup","clear"]"#)
    }

    @Test func `start, answered`() {
        checkCoding(
            ThreadStartResponse(
                thread: Samples.thread, model: "m", modelProvider: "openai", serviceTier: "flex",
                disabledPluginIds: ["p"], cwd: "/w", runtimeWorkspaceRoots: ["/w"],
                instructionSources: ["/w/AGENTS.md"],
                approvalPolicy: .onRequest, approvalsReviewer: .user, sandbox: .readOnly(ReadOnlySandbox()),
                activePermissionProfile: ActivePermissionProfile(id: ":read-only"), reasoningEffort: "low",
                multiAgentMode: .explicitRequestOnly),
            """
            {"thread":{"id":"t1","sessionId":"t1","forkedFromId":null,"parentThreadId":null,"preview":"",
            "ephemeral":false,"section":null,"sectionEnteredAt":null,"projectId":null,
            "historyMode":"paginated","canAcceptDirectInput":null,"environments":null,
            "daybreakEnabled":null,"extra":null,"modelProvider":"openai","model":null,
            "reasoningEffort":null,"createdAt":1,"updatedAt":2,"recencyAt":null,"status":{"type":"idle"},
            "path":null,"cwd":"/w","cliVersion":"1.0.0","originator":null,"source":"vscode",
            "threadSource":null,"agentNickname":null,"agentRole":null,"gitInfo":null,"name":null,
            "turns":[]},"model":"m","modelProvider":"openai","serviceTier":"flex","disabledPluginIds":["p"],
            "cwd":"/w","runtimeWorkspaceRoots":["/w"],"instructionSources":["/w/AGENTS.md"],
            "approvalPolicy":"on-request","approvalsReviewer":"user","sandbox":{"type":"readOnly",
            "networkAccess":false},"activePermissionProfile":{"id":":read-only","extends":null},
            "reasoningEffort":"low","multiAgentMode":"explicitRequestOnly"}
            """)
    }

    @Test func resume() throws {
        checkCoding(
            ThreadResumeParams(threadId: "t1"),
            """
            {"threadId":"t1","history":null,"path":null,"model":null,"modelProvider":null,"cwd":null,
            "runtimeWorkspaceRoots":null,"approvalPolicy":null,"approvalsReviewer":null,"sandbox":null,
            "permissions":null,"config":null,"baseInstructions":null,"developerInstructions":null,
            "personality":null,"initialTurnsPage":null,"afterSeq":null}
            """)
        let item = #"{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}],"future":1}"#
        checkCoding(
            ThreadResumeParams(
                threadId: "t1", history: [try WireCoder.decode(Verbatim<ResponseItem>.self, from: Array(item.utf8))],
                path: "/p", model: "m", modelProvider: "openai", serviceTier: .null, cwd: "/w",
                runtimeWorkspaceRoots: ["/w"], approvalPolicy: .untrusted, approvalsReviewer: .guardianSubagent,
                sandbox: .dangerFullAccess, permissions: "x", config: ["a.b": 1], baseInstructions: "base",
                developerInstructions: "dev", personality: Personality.none, excludeTurns: true,
                initialTurnsPage: ThreadResumeInitialTurnsPageParams(limit: 5, sortDirection: .asc, itemsView: .full),
                afterSeq: 41),
            """
            {"threadId":"t1","history":[{"type":"message","role":"user","content":[{"type":"input_text",
            "text":"hi"}],"future":1}],"path":"/p","model":"m","modelProvider":"openai","serviceTier":null,
            "cwd":"/w","runtimeWorkspaceRoots":["/w"],"approvalPolicy":"untrusted",
            "approvalsReviewer":"guardian_subagent","sandbox":"danger-full-access","permissions":"x",
            "config":{"a.b":1},"baseInstructions":"base","developerInstructions":"dev","personality":"none",
            "excludeTurns":true,"initialTurnsPage":{"limit":5,"sortDirection":"asc","itemsView":"full"},
            "afterSeq":41}
            """)
        checkCoding(
            ThreadResumeResponse(
                thread: Samples.thread, model: "m", modelProvider: "openai", cwd: "/w", approvalPolicy: .never,
                approvalsReviewer: .user, sandbox: .dangerFullAccess,
                collaborationMode: CollaborationMode(mode: .plan, settings: Settings(model: "m")),
                turnsBackwardsCursor: "c1", itemsBackwardsCursor: "c2",
                initialTurnsPage: TurnsPage(data: [Samples.turn], nextCursor: "n", backwardsCursor: "b"), lastSeq: 42,
                replay: .complete),
            """
            {"thread":{"id":"t1","sessionId":"t1","forkedFromId":null,"parentThreadId":null,"preview":"",
            "ephemeral":false,"section":null,"sectionEnteredAt":null,"projectId":null,
            "historyMode":"paginated","canAcceptDirectInput":null,"environments":null,
            "daybreakEnabled":null,"extra":null,"modelProvider":"openai","model":null,
            "reasoningEffort":null,"createdAt":1,"updatedAt":2,"recencyAt":null,"status":{"type":"idle"},
            "path":null,"cwd":"/w","cliVersion":"1.0.0","originator":null,"source":"vscode",
            "threadSource":null,"agentNickname":null,"agentRole":null,"gitInfo":null,"name":null,
            "turns":[]},"model":"m","modelProvider":"openai","serviceTier":null,"disabledPluginIds":[],
            "cwd":"/w","runtimeWorkspaceRoots":[],"instructionSources":[],"approvalPolicy":"never",
            "approvalsReviewer":"user","sandbox":{"type":"dangerFullAccess"},"activePermissionProfile":null,
            "reasoningEffort":null,"multiAgentMode":"explicitRequestOnly",
            "collaborationMode":{"mode":"plan","settings":{"model":"m","reasoning_effort":null,
            "developer_instructions":null}},"turnsBackwardsCursor":"c1","itemsBackwardsCursor":"c2",
            "initialTurnsPage":{"data":[{"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded",
            "status":"inProgress","error":null,"startedAt":null,"completedAt":null,"durationMs":null}],
            "nextCursor":"n","backwardsCursor":"b"},"lastSeq":42,"replay":"complete"}
            """)
        checkCoding(ThreadReplay.allCases, #"["complete","snapshot"]"#)
    }

    @Test func read() {
        checkCoding(ThreadReadParams(threadId: "t1", includeTurns: true), #"{"threadId":"t1","includeTurns":true}"#)
        checkCoding(ThreadReadParams(threadId: "t1"), #"{"threadId":"t1"}"#)
        checkCoding(
            ThreadReadResponse(thread: Samples.thread, readState: ThreadReadState(revision: "r")),
            """
            {"thread":{"id":"t1","sessionId":"t1","forkedFromId":null,"parentThreadId":null,"preview":"",
            "ephemeral":false,"section":null,"sectionEnteredAt":null,"projectId":null,"historyMode":"paginated",
            "canAcceptDirectInput":null,"environments":null,"daybreakEnabled":null,"extra":null,
            "modelProvider":"openai","model":null,"reasoningEffort":null,"createdAt":1,"updatedAt":2,
            "recencyAt":null,"status":{"type":"idle"},"path":null,"cwd":"/w","cliVersion":"1.0.0",
            "originator":null,"source":"vscode","threadSource":null,"agentNickname":null,"agentRole":null,
            "gitInfo":null,"name":null,"turns":[]},"readState":{"firstUnread":null,"revision":"r"}}
            """)
    }

    @Test func list() throws {
        checkCoding(
            ThreadListParams(
                cursor: "c", limit: 10, excludedThreadIds: ["t9"], sortKey: .updatedAt, sortDirection: .asc,
                modelProviders: ["openai"], sourceKinds: [.cli], originators: [], archived: true, sectionId: .null,
                projectId: "p", parentThreadId: "t0", ancestorThreadId: "t1", cwd: .one("/w"), useStateDbOnly: true,
                searchTerm: "x"),
            """
            {"cursor":"c","limit":10,"excludedThreadIds":["t9"],"sortKey":"updated_at",
            "sortDirection":"asc","modelProviders":["openai"],"sourceKinds":["cli"],"originators":[],
            "archived":true,"sectionId":null,"projectId":"p","parentThreadId":"t0","ancestorThreadId":"t1",
            "cwd":"/w","useStateDbOnly":true,"searchTerm":"x"}
            """)
        checkCoding(
            ThreadListParams(cwd: .anyOf(["/a", "/b"])),
            """
            {"cursor":null,"limit":null,"excludedThreadIds":null,"sortKey":null,"sortDirection":null,
            "modelProviders":null,"sourceKinds":null,"originators":null,"archived":null,"projectId":null,
            "parentThreadId":null,"ancestorThreadId":null,"cwd":["/a","/b"],"searchTerm":null}
            """)
        checkRefusal(
            #"{"cwd":5}"#, as: ThreadListParams.self,
            "data did not match any variant of untagged enum ThreadListCwdFilter at `cwd`")
        checkRefusal(
            #"{"sourceKinds":["cli","web"]}"#, as: ThreadListParams.self,
            "unknown variant `web`, expected one of `cli`, `vscode`, `exec`, `appServer`, `subAgent`, "
                + "`subAgentReview`, `subAgentCompact`, `subAgentThreadSpawn`, `subAgentOther`, `unknown` "
                + "at `sourceKinds[1]`")
        checkCoding(
            ThreadListResponse(
                data: [try ListedThread(Samples.thread)], readStates: ["t1": ThreadReadState(revision: "r")],
                nextCursor: "n",
                backwardsCursor: "b"),
            """
            {"data":[{"id":"t1","preview":"","name":null,"section":null,"sectionEnteredAt":null,"projectId":null,
            "status":{"type":"idle"},"path":null,
            "sessionId":"t1","forkedFromId":null,"parentThreadId":null,
            "ephemeral":false,"historyMode":"paginated","modelProvider":"openai","model":null,
            "reasoningEffort":null,"createdAt":1,"updatedAt":2,"recencyAt":null,
            "cwd":"/w","cliVersion":"1.0.0","originator":null,"source":"vscode",
            "threadSource":null,"agentNickname":null,"agentRole":null,"gitInfo":null,
            "turns":[],"canAcceptDirectInput":null,"environments":null,"daybreakEnabled":null,"extra":null}],
            "readStates":{"t1":{"firstUnread":null,"revision":"r"}},"nextCursor":"n","backwardsCursor":"b"}
            """)
        checkCoding(ThreadSortKey.allCases, #"["created_at","updated_at","recency_at","section_position"]"#)
        checkCoding(
            ThreadSourceKind.allCases,
            """
            ["cli","vscode","exec","appServer","subAgent","subAgentReview","subAgentCompact",
            "subAgentThreadSpawn","subAgentOther","unknown"]
            """)
        #expect(ThreadListCwdFilter.one("/w").paths == ["/w"])
        #expect(ThreadListCwdFilter.anyOf(["/a", "/b"]).paths == ["/a", "/b"])
    }

    @Test func `loaded list`() {
        checkCoding(ThreadLoadedListParams(cursor: "t1", limit: 2), #"{"cursor":"t1","limit":2}"#)
        checkCoding(ThreadLoadedListResponse(data: ["t1"], nextCursor: "t1"), #"{"data":["t1"],"nextCursor":"t1"}"#)
    }

    @Test func name() {
        checkCoding(ThreadSetNameParams(threadId: "t1", name: "Title"), #"{"threadId":"t1","name":"Title"}"#)
        checkCoding(ThreadSetNameResponse(), #"{}"#)
        checkRefusal(#"{"name":"x"}"#, as: ThreadSetNameParams.self, "missing field `threadId`")
    }

    @Test func unsubscribe() {
        checkCoding(ThreadUnsubscribeParams(threadId: "t1"), #"{"threadId":"t1"}"#)
        checkCoding(
            ThreadUnsubscribeStatus.allCases.map(ThreadUnsubscribeResponse.init),
            """
            [{"status":"notLoaded"},{"status":"notSubscribed"},{"status":"unsubscribed"}]
            """)
    }
}
