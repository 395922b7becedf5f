import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Items, on the wire` {
    @Test func messages() {
        checkCoding(
            ThreadItem.userMessage(
                UserMessageItem(id: "i", clientId: "c", content: [.text(TextUserInput(text: "hi"))])),
            """
            {"type":"userMessage","id":"i","clientId":"c","content":[{"type":"text","text":"hi",
            "text_elements":[]}]}
            """)
        checkCoding(
            ThreadItem.hookPrompt(
                HookPromptItem(id: "i", fragments: [HookPromptFragment(text: "x", hookRunId: "r")])),
            #"{"type":"hookPrompt","id":"i","fragments":[{"text":"x","hookRunId":"r"}]}"#)
        checkCoding(
            ThreadItem.agentMessage(AgentMessageItem(id: "i", text: "")),
            """
            {"type":"agentMessage","id":"i","text":"","phase":null,"memoryCitation":null,"delivery":null,
            "questions":null}
            """)
        checkCoding(
            ThreadItem.agentMessage(
                AgentMessageItem(
                    id: "i", text: "done", phase: .finalAnswer,
                    memoryCitation: MemoryCitation(
                        entries: [MemoryCitationEntry(path: "/m", lineStart: 1, lineEnd: 2, note: "n")],
                        threadIds: ["t0"]),
                    delivery: .async, questions: [AsyncUserInputQuestion(title: "q", options: ["a"])])),
            """
            {"type":"agentMessage","id":"i","text":"done","phase":"final_answer",
            "memoryCitation":{"entries":[{"path":"/m","lineStart":1,"lineEnd":2,"note":"n"}],
            "threadIds":["t0"]},"delivery":"async","questions":[{"title":"q","options":["a"]}]}
            """)
        checkCoding(
            [MessagePhase.commentary, .partialAnswer, .finalAnswer, MessagePhase(rawValue: "encore")],
            """
            ["commentary","partial_answer","final_answer","encore"]
            """)
    }

    @Test func thoughts() {
        checkCoding(
            ThreadItem.reasoning(ReasoningItem(id: "i", summary: ["s"], content: ["c"])),
            """
            {"type":"reasoning","id":"i","summary":["s"],"content":["c"]}
            """)
        checkReading(#"{"type":"reasoning","id":"i"}"#, as: ThreadItem.reasoning(ReasoningItem(id: "i")))
        checkCoding(
            ThreadItem.plan(PlanItem(id: "u1-plan", text: "1. do")),
            """
            {"type":"plan","id":"u1-plan","text":"1. do"}
            """)
    }

    @Test func commands() {
        checkCoding(
            ThreadItem.commandExecution(
                CommandExecutionItem(
                    id: "call_1", pluginId: "p", scriptPath: "s.sh", command: "/bin/bash -lc ls", cwd: "/w",
                    processId: "7", source: .unifiedExecStartup, status: .failed,
                    commandActions: [
                        .read(ReadCommandAction(command: "cat a", name: "a", path: "/w/a")),
                        .listFiles(ListFilesCommandAction(command: "ls", path: "src")),
                        .search(SearchCommandAction(command: "rg x", query: "x", path: ".")),
                        .unknown(UnknownCommandAction(command: "make")),
                    ],
                    aggregatedOutput: "a\nb", exitCode: 2, durationMs: 15)),
            #"""
            {"type":"commandExecution","id":"call_1","pluginId":"p","scriptPath":"s.sh",
            "command":"/bin/bash -lc ls","cwd":"/w","processId":"7","source":"unifiedExecStartup",
            "status":"failed","commandActions":[{"type":"read","command":"cat a","name":"a","path":"/w/a"},
            {"type":"listFiles","command":"ls","path":"src"},{"type":"search","command":"rg x","query":"x",
            "path":"."},{"type":"unknown","command":"make"}],"aggregatedOutput":"a\nb","exitCode":2,
            "durationMs":15}
            """#)
        checkReading(
            #"{"type":"commandExecution","id":"c","command":"x","cwd":"/","status":"inProgress","commandActions":[]}"#,
            as: ThreadItem.commandExecution(
                CommandExecutionItem(
                    id: "c", command: "x", cwd: "/", source: .agent, status: .inProgress, commandActions: [])))
        checkCoding(CommandExecutionStatus.allCases, #"["inProgress","completed","failed","declined"]"#)
        checkCoding(
            CommandExecutionSource.allCases,
            """
            ["agent","userShell","unifiedExecStartup","unifiedExecInteraction"]
            """)
    }

    @Test func files() {
        checkCoding(
            ThreadItem.fileChange(
                FileChangeItem(
                    id: "call_1",
                    changes: [
                        FileUpdateChange(path: "/a", kind: .add, diff: "x\n"),
                        FileUpdateChange(path: "/b", kind: .delete, diff: "y\n"),
                        FileUpdateChange(path: "/c", kind: .update(UpdatePatchChange(movePath: "/d")), diff: "@@"),
                        FileUpdateChange(path: "/e", kind: .update(UpdatePatchChange()), diff: "@@"),
                    ],
                    status: .completed)),
            #"""
            {"type":"fileChange","id":"call_1","changes":[{"path":"/a","kind":{"type":"add"},"diff":"x\n"},
            {"path":"/b","kind":{"type":"delete"},"diff":"y\n"},{"path":"/c","kind":{"type":"update",
            "move_path":"/d"},"diff":"@@"},{"path":"/e","kind":{"type":"update","move_path":null},
            "diff":"@@"}],"status":"completed"}
            """#)
        checkCoding(PatchApplyStatus.allCases, #"["inProgress","completed","failed","declined"]"#)
    }

    @Test func `tools of MCP servers`() throws {
        checkCoding(
            ThreadItem.mcpToolCall(
                McpToolCallItem(
                    id: "call_1", server: "s", tool: "t", status: .completed, arguments: try raw(#"{"a":1.0}"#),
                    appContext: McpToolCallAppContext(
                        connectorId: "c", linkId: "l", resourceUri: "ui://r", appName: "App", actionName: "Act"),
                    mcpAppResourceUri: "ui://r",
                    mcpAppUi: McpAppUi(resourceUri: "ui://r", preferredModelDisplayMode: .fullscreen), pluginId: "p",
                    readOnlyHint: true,
                    result: McpToolCallResult(
                        content: [try raw(#"{"type":"text","text":"x"}"#)], structuredContent: try raw("[1]"),
                        meta: try raw("{}")),
                    error: McpToolCallError(message: "no"), durationMs: 3)),
            """
            {"type":"mcpToolCall","id":"call_1","server":"s","tool":"t","status":"completed",
            "arguments":{"a":1.0},"appContext":{"connectorId":"c","linkId":"l","resourceUri":"ui://r",
            "appName":"App","actionName":"Act"},"mcpAppResourceUri":"ui://r",
            "mcpAppUi":{"resourceUri":"ui://r","preferredModelDisplayMode":"fullscreen"},"pluginId":"p",
            "readOnlyHint":true,"result":{"content":[{"type":"text","text":"x"}],"structuredContent":[1],
            "_meta":{}},"error":{"message":"no"},"durationMs":3}
            """)
        checkCoding(
            ThreadItem.mcpToolCall(
                McpToolCallItem(
                    id: "call_1", server: "s", tool: "t", status: .inProgress, arguments: try raw("null"))),
            """
            {"type":"mcpToolCall","id":"call_1","server":"s","tool":"t","status":"inProgress",
            "arguments":null,"appContext":null,"mcpAppResourceUri":null,"mcpAppUi":null,"pluginId":null,
            "readOnlyHint":null,"result":null,"error":null,"durationMs":null}
            """)
        checkCoding(McpToolCallStatus.allCases, #"["inProgress","completed","failed"]"#)
        checkCoding(McpAppDisplayMode.allCases, #"["inline","fullscreen"]"#)
    }

    @Test func `tools of clients`() throws {
        checkCoding(
            ThreadItem.dynamicToolCall(
                DynamicToolCallItem(
                    id: "call_1", namespace: "n", tool: "t", arguments: try raw("[]"), status: .completed,
                    contentItems: [
                        .inputText(DynamicToolOutputText(text: "x")),
                        .inputImage(DynamicToolOutputImage(imageUrl: "data:,")),
                        .inputAudio(DynamicToolOutputAudio(audioUrl: "data:,")),
                    ],
                    success: true, durationMs: 1)),
            """
            {"type":"dynamicToolCall","id":"call_1","namespace":"n","tool":"t","arguments":[],
            "status":"completed","contentItems":[{"type":"inputText","text":"x"},{"type":"inputImage",
            "imageUrl":"data:,"},{"type":"inputAudio","audioUrl":"data:,"}],"success":true,"durationMs":1}
            """)
        checkCoding(DynamicToolCallStatus.allCases, #"["inProgress","completed","failed"]"#)
        checkCoding(
            ThreadItem.functionCallOutput(
                FunctionCallOutputItem(id: "i", name: "t", namespace: "n", output: .text("out"))),
            #"{"type":"functionCallOutput","id":"i","name":"t","namespace":"n","output":"out"}"#)
        checkCoding(
            FunctionCallOutputBody.content([
                .inputText(ModelTextContent(text: "x")),
                .inputImage(ModelImageContent(detail: .high, imageUrl: "data:,")),
                .inputImageFile(ModelImageFileContent(fileId: "file-1")),
                .inputAudio(ModelAudioContent(audioUrl: "data:,")),
                .encryptedContent(ModelEncryptedContent(encryptedContent: "e")),
            ]),
            """
            [{"type":"input_text","text":"x"},{"type":"input_image","detail":"high","image_url":"data:,"},
            {"type":"input_image","detail":null,"file_id":"file-1"},{"type":"input_audio",
            "audio_url":"data:,"},{"type":"encrypted_content","encrypted_content":"e"}]
            """)
        checkRefusal("5", as: FunctionCallOutputBody.self, "invalid type: integer `5`, expected a sequence")
    }

    @Test func agents() {
        checkCoding(
            ThreadItem.collabAgentToolCall(
                CollabAgentToolCallItem(
                    id: "call_1", tool: .spawnAgent, status: .completed, senderThreadId: "t1",
                    receiverThreadIds: ["t2"], prompt: "do", model: "m", reasoningEffort: "low",
                    agentsStates: ["t2": CollabAgentState(status: .running, message: "busy")])),
            """
            {"type":"collabAgentToolCall","id":"call_1","tool":"spawnAgent","status":"completed",
            "senderThreadId":"t1","receiverThreadIds":["t2"],"prompt":"do","model":"m",
            "reasoningEffort":"low","agentsStates":{"t2":{"status":"running","message":"busy"}}}
            """)
        checkCoding(
            CollabAgentTool.allCases,
            """
            ["spawnAgent","sendInput","resumeAgent","wait","closeAgent","sendMessage","followupTask",
            "interruptAgent","listAgents"]
            """)
        checkCoding(CollabAgentToolCallStatus.allCases, #"["inProgress","completed","failed","interrupted"]"#)
        checkCoding(
            CollabAgentStatus.allCases,
            """
            ["pendingInit","running","interrupted","completed","errored","shutdown","notFound"]
            """)
        checkCoding(
            ThreadItem.subAgentActivity(
                SubAgentActivityItem(
                    id: "i", model: "m", reasoningEffort: "low", kind: .started, agentThreadId: "t2",
                    agentPath: "/root/a")),
            """
            {"type":"subAgentActivity","id":"i","model":"m","reasoningEffort":"low","kind":"started",
            "agentThreadId":"t2","agentPath":"/root/a"}
            """)
        checkCoding(SubAgentActivityKind.allCases, #"["started","interacted","interrupted","completed"]"#)
    }

    @Test func searches() throws {
        checkCoding(
            ThreadItem.webSearch(
                WebSearchItem(
                    id: "ws_1", query: "q", action: .search(WebSearchQuery(query: "q", queries: ["q", "r"])),
                    results: [try raw(#"{"url":"u"}"#)])),
            """
            {"type":"webSearch","id":"ws_1","query":"q","action":{"type":"search","query":"q",
            "queries":["q","r"]},"results":[{"url":"u"}]}
            """)
        checkCoding(
            [
                WebSearchAction.openPage(WebSearchOpenPage(url: "u")),
                .findInPage(WebSearchFindInPage(url: "u", pattern: "p")), .other,
            ],
            """
            [{"type":"openPage","url":"u"},{"type":"findInPage","url":"u","pattern":"p"},{"type":"other"}]
            """)
        checkReading(#"{"type":"dowsing"}"#, as: WebSearchAction.other)
    }

    @Test func images() {
        checkCoding(
            ThreadItem.imageView(ImageViewItem(id: "i", path: "/i.png")),
            """
            {"type":"imageView","id":"i","path":"/i.png"}
            """)
        checkCoding(
            ThreadItem.imageGeneration(
                ImageGenerationItem(
                    id: "i", status: "completed", revisedPrompt: "p", result: "aGk=", transparentBackground: true,
                    savedPath: "/i.png",
                    failure: .usageLimitExceeded(ImageUsageLimit(limitId: "l", resetsAt: 1)))),
            """
            {"type":"imageGeneration","id":"i","status":"completed","revisedPrompt":"p","result":"aGk=",
            "transparentBackground":true,"savedPath":"/i.png","failure":{"type":"usageLimitExceeded",
            "limitId":"l","resetsAt":1}}
            """)
    }

    @Test func markers() {
        checkCoding(
            [
                ThreadItem.sleep(SleepItem(id: "i", durationMs: 5)),
                .enteredReviewMode(EnteredReviewModeItem(id: "i", review: "r")),
                .exitedReviewMode(ExitedReviewModeItem(id: "i", review: "r")),
                .contextCompaction(ContextCompactionItem(id: "i")),
            ],
            """
            [{"type":"sleep","id":"i","durationMs":5},{"type":"enteredReviewMode","id":"i","review":"r"},
            {"type":"exitedReviewMode","id":"i","review":"r"},{"type":"contextCompaction","id":"i"}]
            """)
    }

    @Test func `items of later versions are kept`() throws {
        let text = #"{"type":"hologram","id":"h1","beam":{"x":1.50}}"#
        let item = try WireCoder.decode(ThreadItem.self, from: Array(text.utf8))
        #expect(item.id == "h1")
        checkCoding(item, text)
        checkRefusal(#"{"type":"hologram"}"#, as: ThreadItem.self, "missing field `id`")
    }

    @Test func `every kind knows its id`() throws {
        for variant in ThreadItem.variants {
            let text = """
                {"type":"\(variant.name)","id":"the-id","content":[],"fragments":[],"text":"","name":"","output":"",
                "summary":[],"command":"","cwd":"","status":"completed","commandActions":[],"changes":[],"server":"",
                "tool":"wait","arguments":{},"agentsStates":{},"senderThreadId":"","receiverThreadIds":[],
                "agentPath":"","agentThreadId":"","kind":"started","query":"","path":"","durationMs":1,"result":"",
                "review":""}
                """.replacing(#""result":"","#, with: variant.name == "imageGeneration" ? #""result":"","# : "")
            let item = try WireCoder.decode(ThreadItem.self, from: Array(text.utf8))
            #expect(item.id == "the-id", "\(variant.name)")
            if case .verbatim = item { Issue.record("\(variant.name) is in the table and isn't read") }
        }
    }
}
