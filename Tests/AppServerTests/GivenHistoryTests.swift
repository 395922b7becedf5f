import Testing
import WireJSON

/// A thread is resumed from a history that the client has kept.
@Suite struct GivenHistoryTests {
    private static func message(_ role: String, _ type: String, _ text: String) -> JSONValue {
        ["type": "message", "role": .string(role), "content": [["type": .string(type), "text": .string(text)]]]
    }

    private static let history: JSONValue = [
        message("user", "input_text", "old words"), message("assistant", "output_text", "old answer"),
    ]

    private static let noThread: JSONValue = "00000000-0000-7000-8000-000000000000"

    @Test func itIsANewThreadThatTheModelKnowsTheHistoryOf() async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let bystander = try await test.client(id: 1)
        let resumed = try await client.call(
            "thread/resume",
            [
                "threadId": Self.noThread, "history": Self.history, "cwd": .string(test.workspace),
                "approvalPolicy": "never", "initialTurnsPage": ["limit": 5],
            ])
        let thread = try #require(resumed["thread"]?["id"]?.stringValue)
        #expect(thread != Self.noThread.stringValue)
        #expect(resumed["thread"]?["turns"] == [])
        #expect(resumed["initialTurnsPage"]?["data"] == [])
        #expect(resumed["approvalPolicy"] == "never")
        try await bystander.event("thread/status/changed") { $0["threadId"]?.stringValue == thread }
        #expect(!client.methods.contains("thread/started"))

        let texts = ["old words", "old answer", "say: one"]
        try await client.completed(try await client.startTurn(thread, "say: one"))
        #expect(recorder.texts(0).map(\.text).filter(texts.contains) == texts)
        #expect(try await client.call("thread/list")["data"]?[0]?["preview"] == "say: one")
        await test.stop()

        let later = try TestServer(home: test.home, model: recorder.client)
        let other = try await later.client()
        try await other.call("thread/resume", ["threadId": .string(thread)])
        try await other.completed(try await other.startTurn(thread, "say: two"))
        #expect(recorder.texts(1).map(\.text).filter(texts.contains) == texts)
        await later.stop()
    }

    @Test func aHistoryThatSaysNothingIsRefusedAndSoIsOneForALoadedThread() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let empty = try await client.failure("thread/resume", ["threadId": Self.noThread, "history": []])
        #expect(empty["message"] == "history must not be empty")
        let thread = try await client.startThread(in: test)
        let loaded = try await client.failure(
            "thread/resume", ["threadId": .string(thread), "history": Self.history])
        #expect(
            loaded["message"]?.stringValue
                == "cannot resume thread \(thread) with history while it is already running")
        #expect(try await client.call("thread/loaded/list")["data"] == [.string(thread)])
        await test.stop()
    }
}
