import AppServerProtocol
import Testing
import WireJSON

@Suite struct `What becomes of threads, on the wire` {
    @Test func `fork, with nothing but a source`() {
        checkCoding(
            ThreadForkParams(threadId: "t1"),
            """
            {"threadId":"t1","lastTurnId":null,"beforeTurnId":null,"path":null,"model":null,"modelProvider":null,
            "cwd":null,"runtimeWorkspaceRoots":null,"approvalPolicy":null,"approvalsReviewer":null,"sandbox":null,
            "permissions":null,"config":null,"baseInstructions":null,"developerInstructions":null,
            "threadSource":null}
            """,
            required: ["threadId"])
        checkReading(#"{"threadId":"t1"}"#, as: ThreadForkParams(threadId: "t1"))
    }

    @Test func `fork, with everything`() {
        checkCoding(
            ThreadForkParams(
                threadId: "t1", lastTurnId: "u1", beforeTurnId: "u2", path: "/p", model: "m", modelProvider: "openai",
                serviceTier: .null, cwd: "/w", runtimeWorkspaceRoots: ["/w"], approvalPolicy: .never,
                approvalsReviewer: .user, sandbox: .readOnly, permissions: ":workspace", config: ["a.b": 1],
                baseInstructions: "base", developerInstructions: "dev", ephemeral: true, threadSource: "user",
                excludeTurns: true, deferGoalContinuation: true, experimentalPredictionMode: true),
            """
            {"threadId":"t1","lastTurnId":"u1","beforeTurnId":"u2","path":"/p","model":"m",
            "modelProvider":"openai","serviceTier":null,"cwd":"/w","runtimeWorkspaceRoots":["/w"],
            "approvalPolicy":"never","approvalsReviewer":"user","sandbox":"read-only","permissions":":workspace",
            "config":{"a.b":1},"baseInstructions":"base","developerInstructions":"dev","ephemeral":true,
            "threadSource":"user","excludeTurns":true,"deferGoalContinuation":true,
            "experimentalPredictionMode":true}
            """,
            required: ["threadId"])
    }

    @Test func `fork, answered`() {
        checkCoding(
            ThreadForkResponse(
                thread: Samples.thread, model: "m", modelProvider: "openai", serviceTier: "flex",
                disabledPluginIds: ["p"], cwd: "/w", runtimeWorkspaceRoots: ["/w"], instructionSources: ["/w/A.md"],
                approvalPolicy: .onRequest, approvalsReviewer: .user, sandbox: .dangerFullAccess,
                activePermissionProfile: ActivePermissionProfile(id: ":workspace"), reasoningEffort: "low"),
            """
            {"thread":\(Samples.threadText),"model":"m","modelProvider":"openai","serviceTier":"flex",
            "disabledPluginIds":["p"],"cwd":"/w","runtimeWorkspaceRoots":["/w"],"instructionSources":["/w/A.md"],
            "approvalPolicy":"on-request","approvalsReviewer":"user","sandbox":{"type":"dangerFullAccess"},
            "activePermissionProfile":{"id":":workspace","extends":null},"reasoningEffort":"low",
            "multiAgentMode":"explicitRequestOnly"}
            """,
            required: ["thread", "model", "modelProvider", "cwd", "approvalPolicy", "approvalsReviewer", "sandbox"])
    }

    @Test func `archive, unarchive and delete`() {
        let thread = #"{"threadId":"t1"}"#
        checkCoding(ThreadArchiveParams(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(ThreadArchiveResponse(), "{}")
        checkCoding(ThreadArchivedNotification(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(ThreadUnarchiveParams(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(
            ThreadUnarchiveResponse(thread: Samples.thread), #"{"thread":\#(Samples.threadText)}"#,
            required: ["thread"])
        checkCoding(ThreadUnarchivedNotification(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(ThreadDeleteParams(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(ThreadDeleteResponse(), "{}")
        checkCoding(ThreadDeletedNotification(threadId: "t1"), thread, required: ["threadId"])
    }

    @Test func revert() {
        checkCoding(
            ThreadRevertParams(threadId: "t1", beforeTurnId: "u1"), #"{"threadId":"t1","beforeTurnId":"u1"}"#,
            required: ["threadId", "beforeTurnId"])
        checkCoding(
            ThreadRevertResponse(thread: Samples.thread, turnsBackwardsCursor: "c1", itemsBackwardsCursor: "c2"),
            #"{"thread":\#(Samples.threadText),"turnsBackwardsCursor":"c1","itemsBackwardsCursor":"c2"}"#,
            required: ["thread"])
        checkCoding(ThreadRevertedNotification(threadId: "t1"), #"{"threadId":"t1"}"#, required: ["threadId"])
    }

    @Test func rollback() {
        checkCoding(
            ThreadRollbackParams(threadId: "t1", numTurns: 2), #"{"threadId":"t1","numTurns":2}"#,
            required: ["threadId", "numTurns"])
        checkCoding(
            ThreadRollbackResponse(thread: Samples.thread), #"{"thread":\#(Samples.threadText)}"#,
            required: ["thread"])
    }

    @Test func metadata() {
        checkCoding(
            ThreadMetadataUpdateParams(
                threadId: "t1",
                gitInfo: ThreadMetadataGitInfoUpdateParams(sha: .set("abc"), branch: .null), projectId: .set(""),
                daybreakEnabled: true),
            """
            {"threadId":"t1","gitInfo":{"sha":"abc","branch":null},"projectId":"","daybreakEnabled":true}
            """,
            required: ["threadId"])
        checkCoding(ThreadMetadataGitInfoUpdateParams(originUrl: .set("u")), #"{"originUrl":"u"}"#, required: [])
        checkCoding(
            ThreadMetadataUpdateResponse(thread: Samples.thread), #"{"thread":\#(Samples.threadText)}"#,
            required: ["thread"])
    }

    @Test func settings() {
        checkCoding(
            ThreadSettingsUpdateParams(
                threadId: "t1", cwd: "/w", approvalPolicy: .never, approvalsReviewer: .user,
                sandboxPolicy: .dangerFullAccess, permissions: ":workspace", model: "m", serviceTier: .set("flex"),
                effort: "low", summary: .auto,
                collaborationMode: CollaborationMode(mode: .plan, settings: Settings(model: "m")),
                multiAgentMode: .proactive, personality: .friendly, disabledPluginIds: ["p"]),
            """
            {"threadId":"t1","cwd":"/w","approvalPolicy":"never","approvalsReviewer":"user",
            "sandboxPolicy":{"type":"dangerFullAccess"},"permissions":":workspace","model":"m","serviceTier":"flex",
            "effort":"low","summary":"auto","collaborationMode":{"mode":"plan","settings":{"model":"m",
            "reasoning_effort":null,"developer_instructions":null}},"multiAgentMode":"proactive",
            "personality":"friendly","disabledPluginIds":["p"]}
            """,
            required: ["threadId"])
        checkReading(#"{"threadId":"t1"}"#, as: ThreadSettingsUpdateParams(threadId: "t1"))
        checkReading(
            #"{"threadId":"t1","serviceTier":null}"#, as: ThreadSettingsUpdateParams(threadId: "t1", serviceTier: .null)
        )
        checkCoding(ThreadSettingsUpdateResponse(), "{}")
    }

    @Test func `what was read`() {
        checkCoding(
            ThreadReadStateUpdateParams(threadId: "t1", expectedRevision: "r", operation: .unread),
            #"{"threadId":"t1","expectedRevision":"r","operation":{"type":"unread"}}"#,
            required: ["threadId", "expectedRevision", "operation"])
        checkCoding([ThreadReadStateOperation.read, .unread], #"[{"type":"read"},{"type":"unread"}]"#)
        checkRefusal(
            #"{"type":"seen"}"#, as: ThreadReadStateOperation.self,
            "unknown variant `seen`, expected `read` or `unread` at `type`")
        checkCoding(
            ThreadReadStateUpdateResponse(readState: ThreadReadState(firstUnread: .threadStart, revision: "s")),
            #"{"readState":{"firstUnread":{"type":"threadStart"},"revision":"s"}}"#, required: ["readState"])
    }
}

@Suite struct `Other methods of threads, on the wire` {
    @Test func `items for the model`() throws {
        checkCoding(
            ThreadInjectItemsParams(threadId: "t1", items: [try raw(#"{"type":"nope","x":1.0}"#)]),
            #"{"threadId":"t1","items":[{"type":"nope","x":1.0}]}"#, required: ["threadId", "items"])
        checkCoding(ThreadInjectItemsResponse(), "{}")
    }

    @Test func `questions outside the protocol`() {
        let thread = #"{"threadId":"t1"}"#
        checkCoding(ThreadIncrementElicitationParams(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(
            ThreadIncrementElicitationResponse(count: 1, paused: true), #"{"count":1,"paused":true}"#,
            required: ["count", "paused"])
        checkCoding(ThreadDecrementElicitationParams(threadId: "t1"), thread, required: ["threadId"])
        checkCoding(
            ThreadDecrementElicitationResponse(count: 0, paused: false), #"{"count":0,"paused":false}"#,
            required: ["count", "paused"])
    }

    @Test func predictions() {
        checkCoding(
            ThreadPredictionRequestParams(threadId: "t1", sourceTurnId: "u1"),
            #"{"threadId":"t1","sourceTurnId":"u1"}"#, required: ["threadId", "sourceTurnId"])
        checkCoding(ThreadPredictionRequestResponse(), "{}")
        checkCoding(
            ThreadPredictionUpdatedNotification(threadId: "t1", sourceTurnId: "u1", result: .failed),
            #"{"threadId":"t1","sourceTurnId":"u1","result":{"type":"failed"}}"#,
            required: ["threadId", "sourceTurnId", "result"])
        checkCoding(
            ThreadPredictionResult.completed(CompletedPrediction(text: "go on")),
            #"{"type":"completed","text":"go on"}"#, required: ["type"])
    }

    @Test func `a refusal overruled`() throws {
        checkCoding(
            ThreadApproveGuardianDeniedActionParams(threadId: "t1", event: try raw(#"{"id":"e"}"#)),
            #"{"threadId":"t1","event":{"id":"e"}}"#, required: ["threadId", "event"])
        checkCoding(ThreadApproveGuardianDeniedActionResponse(), "{}")
    }

    @Test func memories() {
        checkCoding(
            ThreadMemoryModeSetParams(threadId: "t1", mode: .disabled), #"{"threadId":"t1","mode":"disabled"}"#,
            required: ["threadId", "mode"])
        checkRefusal(
            #"{"threadId":"t1","mode":"x"}"#, as: ThreadMemoryModeSetParams.self,
            "unknown variant `x`, expected `enabled` or `disabled` at `mode`")
        checkCoding(ThreadMemoryModeSetResponse(), "{}")
        checkCoding(ThreadMemoryMode.allCases, #"["enabled","disabled"]"#)
        checkCoding(
            MemoryStatusParams(minConsolidatedThreads: 5), #"{"minConsolidatedThreads":5}"#, required: [])
        checkCoding(
            MemoryStatusResponse(v2Ready: true, v2ConsolidatedThreads: 20),
            #"{"v2Ready":true,"v2ConsolidatedThreads":20}"#, required: ["v2Ready", "v2ConsolidatedThreads"])
        checkCoding(MemoryResetResponse(), "{}")
        checkCoding(RolloutCompressResponse(), "{}")
    }
}
