import AppServerProtocol
import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

@testable import AgentCore
@testable import ThreadStore

/// Turns that another process has left: what it says of them, what it runs of them, and what the model hears.
@Suite struct TakenOverTurnTests {
    private static let thread = "0199aaaa-0000-7000-8000-00000000000a"

    private static func item<Value: Decodable>(_ json: String) throws -> Value {
        try WireCoder.decode(Value.self, from: Array(json.utf8))
    }

    private static func command(_ id: String) throws -> ThreadItem {
        try item(
            """
            {"type": "commandExecution", "id": "\(id)", "command": "touch \(id)", "cwd": "/", "commandActions": [],
             "source": "agent", "status": "inProgress"}
            """)
    }

    private static func message(_ text: String, _ id: String) throws -> ThreadItem {
        try item(#"{"type": "userMessage", "id": "\#(id)", "content": [{"type": "text", "text": "\#(text)"}]}"#)
    }

    private static func call(_ id: String, _ command: String) throws -> LogRecord {
        let call: JSONValue = [
            "type": "function_call", "id": .string("fc-" + id), "call_id": .string(id), "name": "exec_command",
            "arguments": .string(#"{"cmd":"\#(command)"}"#),
        ]
        return .modelItem(ModelItemRecord(turnId: "t1", item: RawJSON(call)))
    }

    private static let begun = LogRecord.turnStarted(TurnStartedRecord(turnId: "t1", startedAtMs: 1000))

    private static func started(_ item: ThreadItem) -> LogRecord {
        .itemStarted(ItemRecord(turnId: "t1", item: item, atMs: 1000))
    }

    private static func asked(_ id: String) -> LogRecord {
        .approval(ApprovalRecord(turnId: "t1", itemId: id, isDecided: false))
    }

    /// A server on a home with one thread, whose process died after these records.
    private func server(_ records: [LogRecord], model: ModelClient = .offline()) async throws -> (
        TestServer, CoreFixture
    ) {
        let core = try CoreFixture()
        try await core.run { try await core.storeThread(CoreFixture.header(Self.thread), records) }
        return (try TestServer(home: core.home, model: model), core)
    }

    @Test func whatRanBesideACallThatWaitsIsShownAsEnded() async throws {
        let records = [
            Self.begun, try Self.call("c1", "touch c1"), try Self.call("c2", "touch c2"),
            Self.started(try Self.command("c1")), Self.asked("c1"), Self.started(try Self.command("c2")),
        ]
        let (test, core) = try await server(records)
        let client = try await test.client()
        let resumed = try await client.call("thread/resume", ["threadId": .string(Self.thread)])
        let turn = resumed["thread"]?["turns"]?[0]
        #expect(turn?["status"] == "inProgress")
        let states = turn?["items"]?.arrayValue?.map { [$0["id"]?.stringValue, $0["status"]?.stringValue] }
        #expect(states == [["c1", "inProgress"], ["c2", "failed"]])
        await test.stop()
        withExtendedLifetime(core) {}
    }

    /// What the log has in place of a secret is neither what the model wrote nor what the user was asked about.
    @Test func aCallThatHeldASecretIsNotRunAfterARestart() async throws {
        let records = [
            Self.begun, try Self.call("c1", "touch \(Redaction.replacement)"), Self.started(try Self.command("c1")),
            Self.asked("c1"),
        ]
        let asked = Mutex<[ModelRequest]>([])
        let model = ModelClient(stream: { request, handle in
            asked.withLock { $0.append(request) }
            try handle(.completed(responseID: "r", usage: nil))
        })
        let (test, core) = try await server(records, model: model)
        let client = try await test.client()
        try await client.call("thread/resume", ["threadId": .string(Self.thread), "approvalPolicy": "untrusted"])
        let next = try await client.first("the end of the call") { line in
            line["method"] == "item/commandExecution/requestApproval" || line["params"]?["item"]?["id"] == "c1"
        }
        #expect(next["method"] == "item/completed")
        #expect(next["params"]?["item"]?["status"] == "failed")
        #expect(next["params"]?["item"]?["aggregatedOutput"]?.stringValue?.contains("secret") == true)
        #expect(try await client.completed("t1")["status"] == "completed")
        // The model is told, and goes on.
        let outputs = asked.withLock { $0 }.flatMap(\.input).map { String(decoding: $0.bytes, as: UTF8.self) }
            .filter { $0.contains("function_call_output") }
        #expect(outputs.count == 1)
        #expect(outputs.first?.contains("interrupted by a restart") == true)
        await test.stop()
        withExtendedLifetime(core) {}
    }

    /// The user says the same thing more than once, and what was rendered of it once need not be what is rendered now.
    @Test func theModelHearsExactlyTheMessagesThatItHasNotHeard() async throws {
        func heard(_ text: String, _ id: String) -> LogRecord {
            .modelItem(ModelItemRecord(turnId: "t1", item: HistoryItems.userMessage(texts: [text]), itemId: id))
        }
        let records = [
            Self.begun, Self.started(try Self.message("go on", "u1")), heard("go on, as it was", "u1"),
            Self.started(try Self.message("go on", "u2")), heard("go on", "u2"),
            Self.started(try Self.message("go on", "u3")),
        ]
        let asked = Mutex<[ModelRequest]>([])
        let model = ModelClient(stream: { request, handle in
            asked.withLock { $0.append(request) }
            try handle(.completed(responseID: "r", usage: nil))
        })
        let (test, core) = try await server(records, model: model)
        for _ in 1...2 {
            // Nor is it told again by the next process.
            let test = try TestServer(home: core.home, model: model)
            let client = try await test.client()
            try await client.call("thread/resume", ["threadId": .string(Self.thread)])
            await test.stop()
        }
        let client = try await test.client()
        try await client.call("thread/resume", ["threadId": .string(Self.thread)])
        try await client.completed(try await client.startTurn(Self.thread, "next"))
        let texts = asked.withLock { $0 }.flatMap(\.input).compactMap { try? JSONValue(parsing: $0.bytes) }
            .compactMap { $0["content"]?[0]?["text"]?.stringValue }.filter { $0.hasPrefix("go on") }
        #expect(texts == ["go on, as it was", "go on", "go on"])
        await test.stop()
        withExtendedLifetime(core) {}
    }

    @Test func aTurnThatCannotGoOnEndsItsItemsFirst() async throws {
        let core = try CoreFixture()
        try await core.run {
            var digest = ThreadDigest(header: CoreFixture.header(Self.thread))
            let records = [
                Self.begun, try Self.call("c1", "touch c1"), Self.started(try Self.command("c1")), Self.asked("c1"),
            ]
            for (index, record) in records.enumerated() {
                digest.apply(LogLine(seq: nil, atMs: 1000, record: record), at: index)
            }
            let turn = Turn(
                id: "t1", items: [try Self.command("c1")], status: .inProgress, startedAt: 1)
            var state = FeedState(
                digest: digest,
                settings: ThreadSettings(digest.header, core.environment.configuration(), core.environment))
            state.goOn(with: turn)
            // No log of this thread is in the store, so that its history can't be read.
            let feed = await core.manager.feed(state, log: nil)
            _ = feed.attach(core.inbox.subscriber)
            feed.release(core.inbox.subscriber.id)
            let thread = AgentThread(
                feed: feed, environment: core.environment, configuration: core.environment.configuration(),
                agents: OwnAgents(of: feed.id, manager: nil)
            ) {}
            let items = records.compactMap { record in if case .modelItem(let item) = record { item.item } else { nil }
            }
            await thread.goOn(with: turn, items)
            await thread.waitUntilIdle()
            let told: Set = ["turn/started", "item/started", "item/completed", "turn/completed"]
            #expect(core.inbox.methods.filter(told.contains) == ["item/completed", "turn/completed"])
            let completed = core.inbox.lines.first { $0["method"] == "item/completed" }
            #expect(completed?["params"]?["item"]?["status"] == "failed")
            let ended = core.inbox.lines.first { $0["method"] == "turn/completed" }
            #expect(ended?["params"]?["turn"]?["status"] == "failed")
        }
    }
}
