import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Turns, on the wire` {
    @Test func turns() {
        checkCoding(
            Samples.turn,
            """
            {"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded","status":"inProgress","error":null,
            "startedAt":null,"completedAt":null,"durationMs":null}
            """)
        checkCoding(
            Turn(
                id: "u1", rootTurnId: "u0", items: [.contextCompaction(ContextCompactionItem(id: "i"))],
                status: .failed,
                error: TurnError(
                    message: "no", codexErrorInfo: .other, additionalDetails: "why",
                    misalignment: MisalignmentErrorDetails(
                        errorType: "e", detailedExplanation: "d", steer: MisalignmentSteer(message: "m"),
                        reviewTarget: "r")),
                startedAt: 1, completedAt: 2, durationMs: 1000),
            """
            {"id":"u1","rootTurnId":"u0","items":[{"type":"contextCompaction","id":"i"}],"itemsView":"full",
            "status":"failed","error":{"message":"no","codexErrorInfo":"other","additionalDetails":"why",
            "misalignment":{"errorType":"e","detailedExplanation":"d","steer":{"message":"m"},
            "reviewTarget":"r"}},"startedAt":1,"completedAt":2,"durationMs":1000}
            """)
        checkReading(#"{"id":"u","items":[],"status":"completed"}"#, as: Turn(id: "u", items: [], status: .completed))
        checkCoding(TurnStatus.allCases, #"["completed","interrupted","failed","inProgress"]"#)
        checkCoding(TurnItemsView.allCases, #"["notLoaded","summary","full"]"#)
        checkCoding(NonSteerableTurnKind.allCases, #"["review","compact"]"#)
    }

    @Test func `kinds of error`() {
        checkCoding(
            [
                CodexErrorInfo.contextWindowExceeded, .sessionBudgetExceeded, .usageLimitExceeded, .rateLimitExceeded,
                .flexUnavailable, .serverOverloaded, .cyberPolicy, .misalignmentPolicyViolation, .tooManyDenials,
                .httpConnectionFailed(HTTPErrorStatus(httpStatusCode: 503)),
                .responseStreamConnectionFailed(HTTPErrorStatus()), .internalServerError, .unauthorized, .badRequest,
                .threadRollbackFailed, .sandboxError, .responseStreamDisconnected(HTTPErrorStatus()),
                .responseTooManyFailedAttempts(HTTPErrorStatus(httpStatusCode: 429)),
                .activeTurnNotSteerable(ActiveTurnNotSteerable(turnKind: .review)), .other,
            ],
            """
            ["contextWindowExceeded","sessionBudgetExceeded","usageLimitExceeded","rateLimitExceeded",
            "flexUnavailable","serverOverloaded","cyberPolicy","misalignmentPolicyViolation",
            "tooManyDenials",{"httpConnectionFailed":{"httpStatusCode":503}},
            {"responseStreamConnectionFailed":{"httpStatusCode":null}},"internalServerError","unauthorized",
            "badRequest","threadRollbackFailed","sandboxError",
            {"responseStreamDisconnected":{"httpStatusCode":null}},
            {"responseTooManyFailedAttempts":{"httpStatusCode":429}},
            {"activeTurnNotSteerable":{"turnKind":"review"}},"other"]
            """)
    }

    @Test func `kinds of error of later versions are kept`() {
        checkCoding(
            [
                CodexErrorInfo.unrecognized("meteorStrike"), .unrecognized(["solarFlare": ["class": "X1"]]),
                .unrecognized(["a": 1, "b": 2]),
            ],
            #"["meteorStrike",{"solarFlare":{"class":"X1"}},{"a":1,"b":2}]"#)
    }

    @Test func input() {
        checkCoding(
            [
                UserInput.text(
                    TextUserInput(
                        text: "hello @x",
                        textElements: [TextElement(byteRange: ByteRange(start: 6, end: 8), placeholder: "x")])),
                .image(ImageUserInput(detail: .original, url: "data:image/png;base64,")),
                .imageFile(ImageFileUserInput(fileId: "file-1")), .localImage(LocalImageUserInput(path: "/i.png")),
                .audio(AudioUserInput(url: "data:audio/wav;base64,")), .localAudio(LocalAudioUserInput(path: "/a.wav")),
                .skill(SkillUserInput(name: "s", path: "/s/SKILL.md")),
                .mention(MentionUserInput(name: "f", path: "/f")),
            ],
            """
            [{"type":"text","text":"hello @x","text_elements":[{"byteRange":{"start":6,"end":8},
            "placeholder":"x"}]},{"type":"image","detail":"original","url":"data:image/png;base64,"},
            {"type":"image","detail":null,"fileId":"file-1"},{"type":"localImage","detail":null,
            "path":"/i.png"},{"type":"audio","url":"data:audio/wav;base64,"},{"type":"localAudio",
            "path":"/a.wav"},{"type":"skill","name":"s","path":"/s/SKILL.md"},{"type":"mention","name":"f",
            "path":"/f"}]
            """)
        checkReading(#"{"type":"text","text":"x"}"#, as: UserInput.text(TextUserInput(text: "x")))
        checkReading(
            #"{"type":"image","url":"data:,","fileId":"f"}"#, as: UserInput.image(ImageUserInput(url: "data:,")))
        checkRefusal(#"{"type":"image"}"#, as: UserInput.self, "missing field `url`")
        checkRefusal(
            #"{"input":[{"type":"hologram"}],"threadId":"t"}"#, as: TurnStartParams.self,
            "unknown variant `hologram`, expected one of `text`, `image`, `localImage`, `audio`, `localAudio`, "
                + "`skill`, `mention` at `input[0].type`")
        checkRefusal(
            #"{"input":["hi"],"threadId":"t"}"#, as: TurnStartParams.self,
            #"invalid type: string "hi", expected internally tagged enum UserInput at `input[0]`"#)
        checkCoding(ImageDetail.allCases, #"["auto","low","high","original"]"#)
    }

    @Test func `start, with the least`() {
        checkCoding(
            TurnStartParams(threadId: "t1", input: [.text(TextUserInput(text: "hi"))]),
            """
            {"threadId":"t1","disabledPluginIds":null,"clientUserMessageId":null,"input":[{"type":"text",
            "text":"hi","text_elements":[]}],"turnTrigger":null,"parentTurnId":null,"rootTurnId":null,
            "responsesapiClientMetadata":null,"toolOutput":null,"additionalContext":null,"environments":null,
            "cwd":null,"runtimeWorkspaceRoots":null,"approvalPolicy":null,"approvalsReviewer":null,
            "sandboxPolicy":null,"permissions":null,"model":null,"serviceTierForTurn":null,"effort":null,
            "summary":null,"personality":null,"outputSchema":null,"collaborationMode":null,
            "multiAgentMode":null,"cyberAccessProgram":null}
            """)
        checkReading(
            #"{"threadId":"t1","input":[{"type":"text","text":"hi"}]}"#,
            as: TurnStartParams(threadId: "t1", input: [.text(TextUserInput(text: "hi"))]))
        checkRefusal(#"{"threadId":"t1"}"#, as: TurnStartParams.self, "missing field `input`")
        checkRefusal(
            #"{"threadId":5,"input":[]}"#, as: TurnStartParams.self,
            "invalid type: integer `5`, expected a string at `threadId`")
    }

    @Test func `start, with everything`() throws {
        checkCoding(
            TurnStartParams(
                threadId: "t1", disabledPluginIds: [], clientUserMessageId: "c1", input: [], turnTrigger: "button",
                parentTurnId: "u0", rootTurnId: "u00", responsesapiClientMetadata: ["k": "v"],
                toolOutput: TurnToolOutput(name: "t", namespace: "n", output: .text("out"), retain: true),
                additionalContext: ["doc": AdditionalContextEntry(value: "v", kind: .untrusted)], environments: [],
                cwd: "/w", runtimeWorkspaceRoots: ["/w"], approvalPolicy: .onRequest, approvalsReviewer: .user,
                sandboxPolicy: .dangerFullAccess, permissions: ":workspace", model: "m", serviceTier: .set("flex"),
                serviceTierForTurn: "default", effort: "high", summary: .detailed, personality: .friendly,
                outputSchema: try raw(#"{ "type" : "object" }"#),
                collaborationMode: CollaborationMode(mode: .default, settings: Settings(model: "m")),
                multiAgentMode: .custom("c"), cyberAccessProgram: .standard),
            """
            {"threadId":"t1","disabledPluginIds":[],"clientUserMessageId":"c1","input":[],
            "turnTrigger":"button","parentTurnId":"u0","rootTurnId":"u00",
            "responsesapiClientMetadata":{"k":"v"},"toolOutput":{"name":"t","namespace":"n","output":"out",
            "retain":true},"additionalContext":{"doc":{"value":"v","kind":"untrusted"}},"environments":[],
            "cwd":"/w","runtimeWorkspaceRoots":["/w"],"approvalPolicy":"on-request",
            "approvalsReviewer":"user","sandboxPolicy":{"type":"dangerFullAccess"},
            "permissions":":workspace","model":"m","serviceTier":"flex","serviceTierForTurn":"default",
            "effort":"high","summary":"detailed","personality":"friendly",
            "outputSchema":{ "type" : "object" },"collaborationMode":{"mode":"default",
            "settings":{"model":"m","reasoning_effort":null,"developer_instructions":null}},
            "multiAgentMode":{"custom":"c"},"cyberAccessProgram":"standard"}
            """)
        checkCoding(
            TurnStartResponse(turn: Samples.turn),
            """
            {"turn":{"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded","status":"inProgress",
            "error":null,"startedAt":null,"completedAt":null,"durationMs":null}}
            """)
        checkCoding(AdditionalContextKind.allCases, #"["untrusted","application"]"#)
        checkCoding(CyberAccessProgram.allCases, #"["standard","daybreakBlue","daybreakRed"]"#)
    }

    @Test func steer() {
        checkCoding(
            TurnSteerParams(
                threadId: "t1", clientUserMessageId: "c2", input: [], responsesapiClientMetadata: ["k": "v"],
                additionalContext: ["a": AdditionalContextEntry(value: "v", kind: .application)], expectedTurnId: "u1"),
            """
            {"threadId":"t1","clientUserMessageId":"c2","input":[],"responsesapiClientMetadata":{"k":"v"},
            "additionalContext":{"a":{"value":"v","kind":"application"}},"expectedTurnId":"u1"}
            """)
        checkCoding(TurnSteerResponse(turnId: "u1"), #"{"turnId":"u1"}"#)
    }

    @Test func interrupt() {
        checkCoding(TurnInterruptParams(threadId: "t1", turnId: "u1"), #"{"threadId":"t1","turnId":"u1"}"#)
        checkCoding(TurnInterruptResponse(), #"{}"#)
    }

    @Test func tokens() {
        checkCoding(
            ThreadTokenUsage(
                total: TokenUsageBreakdown(
                    totalTokens: 30, inputTokens: 20, cachedInputTokens: 5, cacheWriteInputTokens: 1, outputTokens: 10,
                    reasoningOutputTokens: 4),
                last: TokenUsageBreakdown(
                    totalTokens: 3, inputTokens: 2, cachedInputTokens: 0, outputTokens: 1, reasoningOutputTokens: 0),
                modelContextWindow: 258_400),
            """
            {"total":{"totalTokens":30,"inputTokens":20,"cachedInputTokens":5,"cacheWriteInputTokens":1,
            "outputTokens":10,"reasoningOutputTokens":4},"last":{"totalTokens":3,"inputTokens":2,
            "cachedInputTokens":0,"cacheWriteInputTokens":0,"outputTokens":1,"reasoningOutputTokens":0},
            "modelContextWindow":258400}
            """)
        checkReading(
            #"{"totalTokens":1,"inputTokens":1,"cachedInputTokens":0,"outputTokens":0,"reasoningOutputTokens":0}"#,
            as: TokenUsageBreakdown(
                totalTokens: 1, inputTokens: 1, cachedInputTokens: 0, outputTokens: 0, reasoningOutputTokens: 0))
    }
}
