import AppServerProtocol
import Foundation
import Logging
import Synchronization
import ThreadStore
import WireJSON

@testable import ThreadStore

/// A home directory that is removed after the test, and a clock that the test sets.
final class TestHome: Sendable {
    let path: String
    private let time = Mutex(1_763_682_414_123)

    init() {
        path = NSTemporaryDirectory() + "heddle-store-\(UUID().uuidString)"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var nowMs: Int {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    /// A store over the home. Lists and searches wait for what is being brought up to date, however busy the machine
    /// is.
    func store(
        operations: LogFileOperations = .system, retryMilliseconds: Int = 20, indexWaitMilliseconds: Int = 60_000,
        onWriteEvent: @escaping @Sendable (LogWriteEvent) -> Void = { _ in }
    ) -> ThreadStore {
        ThreadStore(
            home: path, clock: { [self] in nowMs }, logger: quiet, operations: operations,
            retryMilliseconds: retryMilliseconds, indexWaitMilliseconds: indexWaitMilliseconds,
            onWriteEvent: onWriteEvent)
    }

    /// Writes a log as it stands, without the store.
    func write(_ bytes: [UInt8], as id: String) throws {
        let url = URL(fileURLWithPath: StorePaths(home: path).log(id))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func bytes(of id: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: StorePaths(home: path).log(id))))
    }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

let threadA = "0199aaaa-0000-7000-8000-00000000000a"
let threadB = "0199bbbb-0000-7000-8000-00000000000b"

/// A value from its JSON form.
func value<Value: Decodable>(_ json: String, as type: Value.Type = Value.self) throws -> Value {
    try WireCoder.decode(type, from: Array(json.utf8))
}

func header(_ id: String = threadA, createdAtMs: Int = 1000, source: SessionSource = .vscode) -> ThreadHeader {
    ThreadHeader(
        id: id, createdAtMs: createdAtMs, cwd: "/home/me/project", source: source, originator: "tests",
        cliVersion: "1.0",
        modelProvider: "offline", model: "offline-1", historyMode: .paginated)
}

func settings(cwd: String = "/home/me/other") throws -> ThreadSettings {
    try value(
        """
        {"approvalPolicy": "on-request", "approvalsReviewer": "user", "cwd": "\(cwd)", "effort": "high",
         "collaborationMode": {"mode": "default", "settings": {"model": "m2", "reasoning_effort": "high",
         "developer_instructions": null}}, "model": "m2", "modelProvider": "local",
         "sandboxPolicy": {"type": "workspaceWrite", "networkAccess": false}, "disabledPluginIds": []}
        """)
}

func userMessage(_ text: String, id: String = "user-1") throws -> ThreadItem {
    try value(#"{"type": "userMessage", "id": "\#(id)", "content": [{"type": "text", "text": "\#(text)"}]}"#)
}

func agentMessage(_ text: String, id: String = "msg-1") throws -> ThreadItem {
    try value(#"{"type": "agentMessage", "id": "\#(id)", "text": "\#(text)"}"#)
}

func command(_ status: String, id: String = "call-1", output: String? = nil) throws -> ThreadItem {
    try value(
        """
        {"type": "commandExecution", "id": "\(id)", "command": "ls", "cwd": "/work", "commandActions": [],
         "source": "agent", "status": "\(status)", "aggregatedOutput": \(output.map { "\"\($0)\"" } ?? "null")}
        """)
}

func usage(_ total: Int) throws -> ThreadTokenUsage {
    let counts = """
        {"cachedInputTokens": 1, "inputTokens": 2, "outputTokens": 3, "reasoningOutputTokens": 4, "totalTokens": \(total)}
        """
    return try value(#"{"last": \#(counts), "total": \#(counts), "modelContextWindow": 272000}"#)
}

func raw(_ json: String) throws -> RawJSON {
    try RawJSON(validating: Array(json.utf8))
}

func modelCall(_ id: String, type: String = "function_call") throws -> LogRecord {
    .modelItem(
        ModelItemRecord(
            turnId: "t1", item: try raw(#"{"type":"\#(type)","call_id":"\#(id)","name":"x","arguments":"{}"}"#)))
}

func modelOutput(_ id: String, type: String = "function_call_output") throws -> LogRecord {
    .modelItem(ModelItemRecord(turnId: "t1", item: try raw(#"{"type":"\#(type)","call_id":"\#(id)","output":"ok"}"#)))
}

/// A line at a time of seconds, for tables.
func line(_ seq: Int?, _ atMs: Int, _ record: LogRecord) -> LogLine {
    LogLine(seq: seq, atMs: atMs, record: record)
}

func encode(_ lines: [LogLine]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines { try line.encode(into: &bytes) }
    return bytes
}

/// A finished turn of a user message and an answer, with its model items.
func textTurn(_ id: String = "t1", seq: Int = 1, atMs: Int = 2000, text: String = "hello") throws -> [LogLine] {
    [
        line(seq, atMs, .turnStarted(TurnStartedRecord(turnId: id, startedAtMs: atMs, clientUserMessageId: "c-\(id)"))),
        line(
            seq + 1, atMs, .itemStarted(ItemRecord(turnId: id, item: try userMessage(text, id: "u-\(id)"), atMs: atMs))),
        line(
            seq + 2, atMs,
            .itemCompleted(ItemRecord(turnId: id, item: try userMessage(text, id: "u-\(id)"), atMs: atMs))),
        line(nil, atMs, .modelItem(ModelItemRecord(turnId: id, item: try raw(#"{"type":"message","role":"user"}"#)))),
        line(
            seq + 3, atMs + 1,
            .itemStarted(ItemRecord(turnId: id, item: try agentMessage("", id: "a-\(id)"), atMs: atMs + 1))),
        line(
            seq + 14, atMs + 500,
            .itemCompleted(ItemRecord(turnId: id, item: try agentMessage("answer", id: "a-\(id)"), atMs: atMs + 500))),
        line(seq + 15, atMs + 500, .tokenUsage(TokenUsageRecord(turnId: id, usage: try usage(seq)))),
        line(
            seq + 16, atMs + 600,
            .turnCompleted(
                TurnRecord(
                    id: id, status: .completed, startedAt: atMs / 1000, completedAt: (atMs + 600) / 1000,
                    durationMs: 600))),
    ]
}

/// Reduces lines and returns the thread with what was irregular.
func reduce(_ lines: [LogLine], id: String = threadA) -> (thread: WholeThread, kinds: [LogDamage.Kind]) {
    var reducer = ThreadReducer(id: id)
    let kinds = lines.compactMap { line in reducer.apply(line)?.kind }
    return (reducer.whole(path: "", damages: []), kinds)
}

extension WholeThread {
    var header: ThreadHeader { digest.header }
    var settings: ThreadSettings? { digest.settings }
    var name: String? { digest.name }
    var preview: String { digest.preview }
    var lastSeq: Int { digest.lastSeq }
    var createdAtMs: Int { digest.createdAtMs }
    var updatedAtMs: Int { digest.updatedAtMs }
    var recencyAtMs: Int { digest.recencyAtMs }
    var tokenUsage: TokenUsageRecord? { digest.tokenUsage }
    var summary: ThreadSummary { digest.summary }
    /// The turn of each message with an id of the client's.
    var clientMessages: [String: String] {
        digest.clientMessages.reduce(into: [:]) { messages, message in messages[message.id] = message.turnId }
    }
}

extension ThreadStore {
    /// Opens a thread and reads all of it, with the damages that the opening found.
    func openWhole(_ id: String) async throws -> (log: ThreadLog, thread: WholeThread) {
        let (log, stored) = try await open(id)
        var whole = try await read(id)
        whole.damages = stored.damages
        return (log, whole)
    }
}

extension RepairPlan {
    static func lines(for reducer: ThreadReducer) -> [LogLine] {
        lines(for: reducer.digest, running: reducer.turns)
    }
}

extension ThreadStore {
    /// Every turn as a client reads it: items that the store passes on as they stand in the log are decoded.
    func decodedTurns(_ id: String, upTo end: Int? = nil) async throws -> [Turn] {
        try WireCoder.decode([Turn].self, from: WireCoder.encode(try await allTurns(id, upTo: end)))
    }
}

extension ThreadListPage {
    /// The threads of the page as values.
    var whole: [AppServerProtocol.Thread] {
        get throws { try threads.map { listed in try listed.thread } }
    }
}
