import AppServerProtocol
import Testing
import WireJSON

@Suite struct `History items, on the wire` {
    @Test func messages() {
        checkCoding(
            ResponseItem.message(
                MessageHistoryItem(
                    encryptedContent: "e", status: "completed", id: "m1", role: "user",
                    content: [
                        .inputText(ModelTextContent(text: "x")), .inputImage(ModelImageContent(imageUrl: "data:,")),
                        .inputImageFile(ModelImageFileContent(detail: .low, fileId: "f")),
                        .inputAudio(ModelAudioContent(audioUrl: "data:,")),
                    ],
                    phase: .commentary,
                    internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough(turnId: "u1"))),
            """
            {"type":"message","encrypted_content":"e","status":"completed","id":"m1","role":"user",
            "content":[{"type":"input_text","text":"x"},{"type":"input_image","detail":null,
            "image_url":"data:,"},{"type":"input_image","detail":"low","file_id":"f"},{"type":"input_audio",
            "audio_url":"data:,"}],"phase":"commentary",
            "internal_chat_message_metadata_passthrough":{"turn_id":"u1"}}
            """)
        checkCoding(
            ContentItem.outputText(ModelOutputText(text: "x", annotations: [], logprobs: [])),
            """
            {"type":"output_text","text":"x","annotations":[],"logprobs":[]}
            """)
        checkCoding(
            ResponseItem.agentMessage(
                AgentMessageHistoryItem(
                    id: "a", author: "x", recipient: "y",
                    content: [
                        .inputText(ModelTextContent(text: "x")),
                        .encryptedContent(ModelEncryptedContent(encryptedContent: "e")),
                    ])),
            """
            {"type":"agent_message","id":"a","author":"x","recipient":"y","content":[{"type":"input_text",
            "text":"x"},{"type":"encrypted_content","encrypted_content":"e"}],
            "internal_chat_message_metadata_passthrough":null}
            """)
    }

    @Test func reasoning() {
        checkCoding(
            ResponseItem.reasoning(
                ReasoningHistoryItem(
                    id: "r1", summary: [.summaryText(ModelTextContent(text: "s"))],
                    content: [.reasoningText(ModelTextContent(text: "c")), .text(ModelTextContent(text: "d"))],
                    encryptedContent: "e")),
            """
            {"type":"reasoning","id":"r1","summary":[{"type":"summary_text","text":"s"}],
            "content":[{"type":"reasoning_text","text":"c"},{"type":"text","text":"d"}],
            "encrypted_content":"e","internal_chat_message_metadata_passthrough":null}
            """)
    }

    @Test func calls() {
        checkCoding(
            [
                ResponseItem.functionCall(
                    FunctionCallHistoryItem(
                        encryptedContent: "e", status: "completed", id: "f", name: "n", namespace: "ns",
                        arguments: "{}", encryptedFunctionArgs: ["a"], callId: "c")),
                .functionCallOutput(
                    FunctionCallOutputHistoryItem(
                        id: "f", callId: "c", name: "n", namespace: "ns", output: .text("x"))),
                .customToolCall(
                    CustomToolCallHistoryItem(
                        encryptedContent: "e", id: "c", status: "s", callId: "c", name: "n", namespace: "ns",
                        input: "x")),
                .customToolCallOutput(
                    CustomToolCallOutputHistoryItem(id: "c", callId: "c", name: "n", output: .content([]))),
                .localShellCall(
                    LocalShellCallHistoryItem(
                        encryptedContent: "e", id: "l", callId: "c", status: .inProgress,
                        action: .exec(
                            LocalShellExecAction(
                                command: ["ls"], timeoutMs: 5, workingDirectory: "/", env: ["A": "b"], user: "u")))),
            ],
            """
            [{"type":"function_call","encrypted_content":"e","status":"completed","id":"f","name":"n",
            "namespace":"ns","arguments":"{}","encrypted_function_args":["a"],"call_id":"c",
            "internal_chat_message_metadata_passthrough":null},{"type":"function_call_output","id":"f",
            "call_id":"c","name":"n","namespace":"ns","output":"x",
            "internal_chat_message_metadata_passthrough":null},{"type":"custom_tool_call",
            "encrypted_content":"e","id":"c","status":"s","call_id":"c","name":"n","namespace":"ns",
            "input":"x","internal_chat_message_metadata_passthrough":null},
            {"type":"custom_tool_call_output","id":"c","call_id":"c","name":"n","output":[],
            "internal_chat_message_metadata_passthrough":null},{"type":"local_shell_call",
            "encrypted_content":"e","id":"l","call_id":"c","status":"in_progress","action":{"type":"exec",
            "command":["ls"],"timeout_ms":5,"working_directory":"/","env":{"A":"b"},"user":"u"},
            "internal_chat_message_metadata_passthrough":null}]
            """)
        checkCoding(
            [LocalShellStatus.completed, .inProgress, .incomplete, LocalShellStatus(rawValue: "lost")],
            """
            ["completed","in_progress","incomplete","lost"]
            """)
    }

    @Test func tools() throws {
        checkCoding(
            [
                ResponseItem.additionalTools(AdditionalToolsHistoryItem(id: "a", role: "user", tools: [try raw("{}")])),
                .toolSearchCall(
                    ToolSearchCallHistoryItem(
                        encryptedContent: "e", id: "t", callId: "c", status: "s", execution: "client",
                        arguments: try raw("{}"))),
                .toolSearchOutput(
                    ToolSearchOutputHistoryItem(
                        id: "t", callId: "c", status: "s", execution: "client", tools: [try raw("{}")])),
            ],
            """
            [{"type":"additional_tools","id":"a","role":"user","tools":[{}]},{"type":"tool_search_call",
            "encrypted_content":"e","id":"t","call_id":"c","status":"s","execution":"client","arguments":{},
            "internal_chat_message_metadata_passthrough":null},{"type":"tool_search_output","id":"t",
            "call_id":"c","status":"s","execution":"client","tools":[{}],
            "internal_chat_message_metadata_passthrough":null}]
            """)
    }

    @Test func `the provider's own tools`() {
        checkCoding(
            [
                ResponseItem.webSearchCall(
                    WebSearchCallHistoryItem(
                        encryptedContent: "e", id: "w", status: "s", action: .search(WebSearchQuery(query: "q")))),
                .webSearchCall(
                    WebSearchCallHistoryItem(action: .openPage(WebSearchOpenPage(url: "u")))),
                .webSearchCall(
                    WebSearchCallHistoryItem(action: .findInPage(WebSearchFindInPage(url: "u", pattern: "p")))),
                .webSearchCall(WebSearchCallHistoryItem(action: .other)),
                .imageGenerationCall(
                    ImageGenerationCallHistoryItem(
                        encryptedContent: "e", id: "i", status: "s", revisedPrompt: "p", result: "aGk=")),
            ],
            """
            [{"type":"web_search_call","encrypted_content":"e","id":"w","status":"s",
            "action":{"type":"search","query":"q","queries":null},
            "internal_chat_message_metadata_passthrough":null},{"type":"web_search_call",
            "encrypted_content":null,"id":null,"status":null,"action":{"type":"open_page","url":"u"},
            "internal_chat_message_metadata_passthrough":null},{"type":"web_search_call",
            "encrypted_content":null,"id":null,"status":null,"action":{"type":"find_in_page","url":"u",
            "pattern":"p"},"internal_chat_message_metadata_passthrough":null},{"type":"web_search_call",
            "encrypted_content":null,"id":null,"status":null,"action":{"type":"other"},
            "internal_chat_message_metadata_passthrough":null},{"type":"image_generation_call",
            "encrypted_content":"e","id":"i","status":"s","revised_prompt":"p","result":"aGk=",
            "internal_chat_message_metadata_passthrough":null}]
            """)
    }

    @Test func compaction() {
        checkCoding(
            [
                ResponseItem.compaction(CompactionHistoryItem(id: "c", encryptedContent: "e")),
                .configurationUpdate(
                    ConfigurationUpdateHistoryItem(reasoning: ConfigurationReasoning(effort: "high"))),
                .compactionTrigger,
                .contextCompaction(ContextCompactionHistoryItem(id: "c", encryptedContent: "e")), .other,
            ],
            """
            [{"type":"compaction","id":"c","encrypted_content":"e",
            "internal_chat_message_metadata_passthrough":null},{"type":"configuration_update",
            "reasoning":{"effort":"high"}},{"type":"compaction_trigger"},{"type":"context_compaction",
            "id":"c","encrypted_content":"e","internal_chat_message_metadata_passthrough":null},
            {"type":"other"}]
            """)
        checkReading(#"{"type":"telepathy","id":"x"}"#, as: ResponseItem.other)
    }

    @Test func `an item that is kept comes out as it went in`() throws {
        let text = #"{"type":"function_call","call_id":"c","name":"n","arguments":"{}","extra":1.0}"#
        let item = try WireCoder.decode(Verbatim<ResponseItem>.self, from: Array(text.utf8))
        checkCoding(item, text)
        #expect(
            try item.shape() == .functionCall(FunctionCallHistoryItem(name: "n", arguments: "{}", callId: "c")))
        checkRefusal(
            #"{"type":"function_call","call_id":"c"}"#, as: Verbatim<ResponseItem>.self, "missing field `name`")
        #expect(try Verbatim(ResponseItem.compactionTrigger).raw == raw(#"{"type":"compaction_trigger"}"#))
    }
}
