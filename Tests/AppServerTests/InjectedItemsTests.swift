import AppServerProtocol
import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

@testable import AgentCore

/// Items that a client puts into the model's history while a turn runs.
@Suite struct InjectedItemsTests {
    /// A model that keeps what it was asked. Its first answer calls a command, if it is to; the others say nothing.
    private final class Model: Sendable {
        private let asked = Mutex<[[JSONValue]]>([])
        private let command: String?

        init(command: String? = nil) { self.command = command }

        /// The inputs of all requests.
        var inputs: [[JSONValue]] { asked.withLock(\.self) }

        var client: ModelClient { ModelClient(stream: answer) }

        nonisolated(nonsending) private func answer(
            _ request: ModelRequest, _ handle: (ModelEvent) throws -> Void
        ) async throws {
            let number = asked.withLock { asked in
                asked.append(request.input.compactMap { try? JSONValue(parsing: $0.bytes) })
                return asked.count
            }
            if number == 1, let command {
                let arguments = #"{"cmd":"\#(command)"}"#
                let call: JSONValue = [
                    "type": "function_call", "id": "fc", "call_id": "call", "name": "exec_command",
                    "arguments": .string(arguments),
                ]
                let kind = ModelItem.Kind.functionCall(
                    callID: "call", name: "exec_command", namespace: nil, arguments: arguments)
                try handle(.itemDone(ModelItem(id: "fc", kind: kind, raw: RawJSON(call))))
            }
            try handle(.completed(responseID: "r", usage: nil))
        }
    }

    private static let words = "injected words"

    private static let item: JSONValue = [
        "type": "message", "role": "user", "content": [["type": "input_text", "text": .string(words)]],
    ]

    /// What a request says of the call and of the injected item, in order.
    private func story(_ input: [JSONValue]) -> [String] {
        input.compactMap { item in
            if item["content"]?[0]?["text"]?.stringValue == Self.words { return "injected" }
            return item["call_id"] == nil ? nil : item["type"]?.stringValue
        }
    }

    /// A server on this home asks the model once more.
    private func nextInput(home: String, _ thread: String) async throws -> [JSONValue] {
        let model = Model()
        let test = try TestServer(home: home, model: model.client)
        let client = try await test.client()
        try await client.call("thread/resume", ["threadId": .string(thread)])
        try await client.completed(try await client.startTurn(thread, "next"))
        await test.stop()
        return model.inputs[0]
    }

    @Test func theyOutliveAKillAndKeepTheirPlace() async throws {
        let model = Model(command: "echo running; while [ ! -e go ]; do sleep 0.01; done")
        let test = try TestServer(model: model.client)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "begin")
        try await client.event("item/commandExecution/outputDelta")
        try await client.call("thread/inject_items", ["threadId": .string(thread), "items": [Self.item]])
        // What a process finds whose predecessor was killed at this moment.
        let killed = test.home + "-killed"
        try FileManager.default.copyItem(atPath: test.home, toPath: killed)
        defer { try? FileManager.default.removeItem(atPath: killed) }
        try test.makeFile("go")
        #expect(try await client.completed(turn)["status"] == "completed")
        await test.stop()

        let expected = ["function_call", "injected", "function_call_output"]
        #expect(story(model.inputs[1]) == expected)
        let later = try await nextInput(home: test.home, thread)
        #expect(Array(later.prefix(model.inputs[1].count)) == model.inputs[1])
        #expect(story(later) == expected)
        #expect(story(try await nextInput(home: killed, thread)) == expected)
    }

    @Test func thoseThatTheTurnHasNoRequestForAreInTheNextOne() async throws {
        let core = try CoreFixture()
        try await core.run { [core] in
            for ephemeral in [true, false] {
                let thread = try await core.startThread(ephemeral: ephemeral)
                let turn = try await core.beginTurn(thread, "begin")
                try await core.manager.inject(
                    ThreadInjectItemsParams(threadId: thread.id, items: [RawJSON(Self.item)]))
                try await thread.interruption(of: turn)?()
                await thread.waitUntilIdle()
                let history = thread.feed.read { $0.modelHistory ?? [] }
                #expect(story(history.compactMap { try? JSONValue(parsing: $0.bytes) }) == ["injected"])
            }
        }
    }
}
