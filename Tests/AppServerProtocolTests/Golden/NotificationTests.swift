import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Notifications, on the wire` {
    @Test func troubles() {
        checkCoding(
            ErrorNotification(
                error: TurnError(
                    message: "Reconnecting... 1/5",
                    codexErrorInfo: .responseStreamDisconnected(HTTPErrorStatus(httpStatusCode: 502)),
                    additionalDetails: "d"),
                willRetry: true, threadId: "t1", turnId: "u1"),
            """
            {"error":{"message":"Reconnecting... 1/5",
            "codexErrorInfo":{"responseStreamDisconnected":{"httpStatusCode":502}},"additionalDetails":"d",
            "misalignment":null},"willRetry":true,"threadId":"t1","turnId":"u1"}
            """)
        checkCoding(WarningNotification(threadId: "t1", message: "w"), #"{"threadId":"t1","message":"w"}"#)
        checkCoding(
            ConfigWarningNotification(
                summary: "s", details: "d", path: "/c",
                range: TextRange(start: TextPosition(line: 1, column: 2), end: TextPosition(line: 3, column: 4))),
            """
            {"summary":"s","details":"d","path":"/c","range":{"start":{"line":1,"column":2},"end":{"line":3,
            "column":4}}}
            """)
        checkCoding(DeprecationNoticeNotification(summary: "s", details: "d"), #"{"summary":"s","details":"d"}"#)
    }

    @Test func threads() {
        checkCoding(
            ThreadStartedNotification(thread: Samples.thread),
            """
            {"thread":{"id":"t1","sessionId":"t1","forkedFromId":null,"parentThreadId":null,"preview":"",
            "ephemeral":false,"section":null,"sectionEnteredAt":null,"projectId":null,"historyMode":"paginated",
            "canAcceptDirectInput":null,"environments":null,"daybreakEnabled":null,"extra":null,
            "modelProvider":"openai","model":null,"reasoningEffort":null,"createdAt":1,"updatedAt":2,
            "recencyAt":null,"status":{"type":"idle"},"path":null,"cwd":"/w","cliVersion":"1.0.0",
            "originator":null,"source":"vscode","threadSource":null,"agentNickname":null,"agentRole":null,
            "gitInfo":null,"name":null,"turns":[]}}
            """)
        checkCoding(
            ThreadStatusChangedNotification(threadId: "t1", status: .active(ActiveThread(activeFlags: []))),
            """
            {"threadId":"t1","status":{"type":"active","activeFlags":[]}}
            """)
        checkCoding(
            ThreadReadStateChangedNotification(
                threadId: "t1", readState: ThreadReadState(firstUnread: .threadStart, revision: "2")),
            #"{"threadId":"t1","readState":{"firstUnread":{"type":"threadStart"},"revision":"2"}}"#)
        checkCoding(ThreadClosedNotification(threadId: "t1"), #"{"threadId":"t1"}"#)
        checkCoding(
            ThreadNameUpdatedNotification(threadId: "t1", threadName: "Title"),
            """
            {"threadId":"t1","threadName":"Title"}
            """)
        checkCoding(
            ThreadSettingsUpdatedNotification(
                threadId: "t1",
                threadSettings: ThreadSettings(
                    cwd: "/w", approvalPolicy: .never, approvalsReviewer: .user, sandboxPolicy: .dangerFullAccess,
                    model: "m", modelProvider: "openai",
                    collaborationMode: CollaborationMode(mode: .default, settings: Settings(model: "m")))),
            """
            {"threadId":"t1","threadSettings":{"disabledPluginIds":[],"cwd":"/w","approvalPolicy":"never",
            "approvalsReviewer":"user","sandboxPolicy":{"type":"dangerFullAccess"},
            "activePermissionProfile":null,"model":"m","modelProvider":"openai","serviceTier":null,
            "effort":null,"summary":null,"collaborationMode":{"mode":"default","settings":{"model":"m",
            "reasoning_effort":null,"developer_instructions":null}},"multiAgentMode":"explicitRequestOnly",
            "personality":null}}
            """)
        let tokens = TokenUsageBreakdown(
            totalTokens: 3, inputTokens: 2, cachedInputTokens: 0, outputTokens: 1, reasoningOutputTokens: 0)
        checkCoding(
            ThreadTokenUsageUpdatedNotification(
                threadId: "t1", turnId: "u1", tokenUsage: ThreadTokenUsage(total: tokens, last: tokens)),
            """
            {"threadId":"t1","turnId":"u1","tokenUsage":{"total":{"totalTokens":3,"inputTokens":2,
            "cachedInputTokens":0,"cacheWriteInputTokens":0,"outputTokens":1,"reasoningOutputTokens":0},
            "last":{"totalTokens":3,"inputTokens":2,"cachedInputTokens":0,"cacheWriteInputTokens":0,
            "outputTokens":1,"reasoningOutputTokens":0},"modelContextWindow":null}}
            """)
    }

    @Test func turns() {
        checkCoding(
            TurnStartedNotification(threadId: "t1", turn: Samples.turn),
            """
            {"threadId":"t1","turn":{"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded",
            "status":"inProgress","error":null,"startedAt":null,"completedAt":null,"durationMs":null}}
            """)
        checkCoding(
            TurnCompletedNotification(threadId: "t1", turn: Samples.turn),
            """
            {"threadId":"t1","turn":{"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded",
            "status":"inProgress","error":null,"startedAt":null,"completedAt":null,"durationMs":null}}
            """)
        checkCoding(
            TurnDiffUpdatedNotification(threadId: "t1", turnId: "u1", diff: "d"),
            """
            {"threadId":"t1","turnId":"u1","diff":"d"}
            """)
        checkCoding(
            TurnPlanUpdatedNotification(
                threadId: "t1", turnId: "u1", explanation: "why",
                plan: TurnPlanStepStatus.allCases.map { TurnPlanStep(step: "s", status: $0) }),
            """
            {"threadId":"t1","turnId":"u1","explanation":"why","plan":[{"step":"s","status":"pending"},
            {"step":"s","status":"inProgress"},{"step":"s","status":"completed"}]}
            """)
    }

    @Test func items() {
        let item = ThreadItem.contextCompaction(ContextCompactionItem(id: "i"))
        checkCoding(
            ItemStartedNotification(item: item, threadId: "t1", turnId: "u1", startedAtMs: 5),
            """
            {"item":{"type":"contextCompaction","id":"i"},"threadId":"t1","turnId":"u1","startedAtMs":5}
            """)
        checkCoding(
            ItemCompletedNotification(item: item, threadId: "t1", turnId: "u1", completedAtMs: 6),
            """
            {"item":{"type":"contextCompaction","id":"i"},"threadId":"t1","turnId":"u1","completedAtMs":6}
            """)
        checkCoding(
            McpToolCallProgressNotification(threadId: "t1", turnId: "u1", itemId: "i", message: "half"),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","message":"half"}
            """)
    }

    @Test func deltas() {
        checkCoding(
            AgentMessageDeltaNotification(threadId: "t1", turnId: "u1", itemId: "i", delta: "x"),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","delta":"x"}
            """)
        checkCoding(
            PlanDeltaNotification(threadId: "t1", turnId: "u1", itemId: "i", delta: "x"),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","delta":"x"}
            """)
        checkCoding(
            ReasoningSummaryTextDeltaNotification(
                threadId: "t1", turnId: "u1", itemId: "i", delta: "x", summaryIndex: 0),
            #"{"threadId":"t1","turnId":"u1","itemId":"i","delta":"x","summaryIndex":0}"#)
        checkCoding(
            ReasoningSummaryPartAddedNotification(threadId: "t1", turnId: "u1", itemId: "i", summaryIndex: 1),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","summaryIndex":1}
            """)
        checkCoding(
            ReasoningTextDeltaNotification(threadId: "t1", turnId: "u1", itemId: "i", delta: "x", contentIndex: 0),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","delta":"x","contentIndex":0}
            """)
        checkCoding(
            CommandExecutionOutputDeltaNotification(threadId: "t1", turnId: "u1", itemId: "i", delta: "x\n"),
            #"""
            {"threadId":"t1","turnId":"u1","itemId":"i","delta":"x\n"}
            """#)
        checkCoding(
            TerminalInteractionNotification(threadId: "t1", turnId: "u1", itemId: "i", processId: "7", stdin: "y\n"),
            #"{"threadId":"t1","turnId":"u1","itemId":"i","processId":"7","stdin":"y\n"}"#)
        checkCoding(
            FileChangeOutputDeltaNotification(threadId: "t1", turnId: "u1", itemId: "i", delta: "x"),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","delta":"x"}
            """)
        checkCoding(
            FileChangePatchUpdatedNotification(
                threadId: "t1", turnId: "u1", itemId: "i",
                changes: [FileUpdateChange(path: "a", kind: .add, diff: "x")]),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","changes":[{"path":"a","kind":{"type":"add"},
            "diff":"x"}]}
            """)
    }

    @Test func `the rest`() {
        checkCoding(
            ServerRequestResolvedNotification(threadId: "t1", requestId: 3),
            """
            {"threadId":"t1","requestId":3}
            """)
        checkCoding(
            AccountRateLimitsUpdatedNotification(rateLimits: RateLimitSnapshot(limitId: "codex")),
            """
            {"rateLimits":{"limitId":"codex","limitName":null,"normalModelSlug":null,"primary":null,
            "secondary":null,"credits":null,"individualLimit":null,"spendControlReached":null,"planType":null,
            "rateLimitReachedType":null}}
            """)
        checkCoding(
            RemoteControlConnectionStatus.allCases.map {
                RemoteControlStatusChangedNotification(
                    status: $0, serverName: "s", installationId: "i", environmentId: "e")
            },
            """
            [{"status":"disabled","serverName":"s","installationId":"i","environmentId":"e"},
            {"status":"connecting","serverName":"s","installationId":"i","environmentId":"e"},
            {"status":"connected","serverName":"s","installationId":"i","environmentId":"e"},
            {"status":"errored","serverName":"s","installationId":"i","environmentId":"e"}]
            """)
        checkCoding(
            ModelReroutedNotification(
                threadId: "t1", turnId: "u1", fromModel: "a", toModel: "b", reason: .highRiskCyberActivity),
            """
            {"threadId":"t1","turnId":"u1","fromModel":"a","toModel":"b","reason":"highRiskCyberActivity"}
            """)
    }
}
