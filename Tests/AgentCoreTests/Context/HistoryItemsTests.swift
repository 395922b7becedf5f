import AgentCore
import AppServerProtocol
import Testing
import WireJSON

@Suite("History items")
struct HistoryItemsTests {
    private func json(_ item: RawJSON) -> String { String(decoding: item.bytes, as: UTF8.self) }

    @Test("of the program are messages with text parts")
    func messages() {
        #expect(
            json(HistoryItems.developerMessage(["a", "b\"\n"]))
                == #"{"type":"message","role":"developer","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b\"\n"}]}"#
        )
        #expect(
            json(HistoryItems.userMessage(texts: ["x"]))
                == #"{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}"#)
        #expect(
            json(HistoryItems.assistantMessage("x"))
                == #"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"x"}]}"#)
        #expect(json(HistoryItems.turnAborted).contains(#""text":"<turn_aborted>\n"#))
        #expect(json(HistoryItems.turnAborted).contains(#"\n</turn_aborted>""#))
    }

    @Test("of tools carry the call's id")
    func outputs() {
        #expect(
            json(HistoryItems.functionCallOutput(callID: "c1", output: "out"))
                == #"{"type":"function_call_output","call_id":"c1","output":"out"}"#)
        #expect(
            json(HistoryItems.customToolCallOutput(callID: "c1", output: ""))
                == #"{"type":"custom_tool_call_output","call_id":"c1","output":""}"#)
    }

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private func parts(_ inputs: [UserInput]) throws -> [JSONValue] {
        var files = FakeFiles(["/w/note.txt": "no image"])
        files.entries["/w/a.png"] = Self.png
        files.entries["/w/big.png"] = Self.png + [UInt8](repeating: 0, count: 20 << 20)
        let item = try #require(
            HistoryItems.userMessage(inputs, workingDirectory: "/w", files: files.access))
        return try item.document().root.value()["content"]?.arrayValue ?? []
    }

    @Test("of the user keep the order of the inputs")
    func userInputs() throws {
        let parts = try parts([
            .text(TextUserInput(text: "one")), .text(TextUserInput(text: "")),
            .image(ImageUserInput(url: "data:image/png;base64,AA==")),
            .localImage(LocalImageUserInput(detail: .original, path: "a.png")),
            .imageFile(ImageFileUserInput(detail: .low, fileId: "file_1")),
        ])
        #expect(
            parts == [
                ["type": "input_text", "text": "one"],
                ["type": "input_text", "text": ""],
                ["type": "input_image", "image_url": "data:image/png;base64,AA==", "detail": "high"],
                ["type": "input_text", "text": #"<image name=[Image #2] path="a.png">"#],
                ["type": "input_image", "image_url": "data:image/png;base64,iVBORw0KGgo=", "detail": "original"],
                ["type": "input_text", "text": "</image>"],
                ["type": "input_image", "file_id": "file_1", "detail": "low"],
            ])
    }

    @Test(
        "say what could not be passed on",
        arguments: [
            (.localImage(LocalImageUserInput(path: "/none.png")), "`/none.png`: No such file or directory (errno 2)"),
            (.localImage(LocalImageUserInput(path: "/w")), "`/w`: Is a directory (errno 21)"),
            (.localImage(LocalImageUserInput(path: "note.txt")), "`note.txt`: it is no PNG, JPEG, GIF or WebP file"),
            (.localImage(LocalImageUserInput(path: "big.png")), "`big.png`: it is larger than 20 MiB"),
            (.audio(AudioUserInput(url: "data:audio/wav;base64,AA==")), "can't pass audio on"),
            (.localAudio(LocalAudioUserInput(path: "/s.wav")), "`/s.wav`"),
            (.skill(SkillUserInput(name: "draw", path: "/s/SKILL.md")), "`draw`. Read `/s/SKILL.md`"),
            (.mention(MentionUserInput(name: "app", path: "app://x")), "`app`: app://x"),
        ] as [(UserInput, String)])
    func asText(input: UserInput, fragment: String) throws {
        let parts = try parts([input])
        #expect(parts.count == 1)
        #expect(parts[0]["type"] == "input_text")
        #expect(parts[0]["text"]?.stringValue?.contains(fragment) == true)
    }

    @Test("of an empty input don't exist")
    func nothing() {
        #expect(HistoryItems.userMessage([], workingDirectory: "/w", files: FakeFiles([:]).access) == nil)
    }
}

@Suite("Rules for user input")
struct UserInputRulesTests {
    @Test(
        "refuse images by web address, in any case of letters, and nothing else",
        arguments: [
            ("http://host/a.png", true), ("HTTPS://host", true), ("data:image/png;base64,AA==", false),
            ("https", false), ("", false),
        ])
    func remoteImages(url: String, isRefused: Bool) {
        let problem = UserInputRules.problem(in: [.image(ImageUserInput(url: url))])
        #expect(problem == (isRefused ? .remoteImage : nil))
    }

    @Test("count the scalars of all text inputs together")
    func length() throws {
        let half = String(repeating: "é", count: 524_288)
        let fits: [UserInput] = [
            .text(TextUserInput(text: half)), .text(TextUserInput(text: half)),
            .mention(MentionUserInput(name: "m", path: half)),
        ]
        #expect(UserInputRules.problem(in: fits) == nil)
        let problem = try #require(UserInputRules.problem(in: fits + [.text(TextUserInput(text: "x"))]))
        #expect(problem.kind == "inputTooLarge")
        #expect(problem.message == "Input exceeds the maximum length of 1048576 characters.")
        #expect(
            problem.data
                == ["input_error_code": "input_too_large", "max_chars": 1_048_576, "actual_chars": 1_048_577])
    }

    @Test("give remote images the peer's error")
    func remoteImageError() {
        #expect(UserInputProblem.remoteImage.kind == "remoteImageNotSupported")
        #expect(
            UserInputProblem.remoteImage.message
                == "remote image URLs are not supported; use an inline data URL instead")
    }
}
