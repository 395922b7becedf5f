import AppServerProtocol
import CommandExecution
import Foundation
import Logging
import ModelClient
import ServerConfig
import Support
import Synchronization
import WireJSON

@testable import AgentCore
@testable import ThreadStore

/// An agent core without a server around it. All its tasks share one worker, which runs their steps one by one in the order
/// in which they became ready: what a test has begun has gone as far as it can after ``settle()``.
final class CoreFixture: Sendable {
    /// The model answers a message with this word in it. To others it says nothing until it is cut off.
    static let finish = "finish"

    let home: String
    let store: ThreadStore
    let environment: AgentEnvironment
    let manager: ThreadManager
    let worker = WorkerPool(threads: 1)
    let inbox = Inbox()
    /// The lanes that parts of requests went through.
    let passed = Passed()
    private let recoveries: AsyncStream<Void>

    init(disk: LogFileOperations = .system, clock: WallClock = .system) throws {
        home = NSTemporaryDirectory() + "heddle-core-" + UUID().uuidString
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (recoveries, recovery) = AsyncStream<Void>.makeStream()
        self.recoveries = recoveries
        store = ThreadStore(
            home: home, clock: clock.milliseconds, logger: logger, operations: disk, retryMilliseconds: 20,
            indexWaitMilliseconds: 60_000
        ) { event in if case .recovered = event { recovery.yield() } }
        let configuration = ServerConfig(home: try HomeDirectory(path: home))
        environment = AgentEnvironment(
            clock: clock, identifiers: .system, store: store, processes: ProcessTable(), files: .live,
            configuration: { configuration }, models: { _ in Self.model }, executor: worker,
            requests: OutgoingRequests(), audience: inbox.audience, variables: [:], workingDirectory: "/",
            randomBits: { 7 }, version: "0.163.0", logger: logger)
        manager = ThreadManager(
            environment: environment,
            lanes: ThreadLanes { [passed] id, part in
                let before = passed.take(id)
                Task {
                    await before?()
                    await part()
                }
            })
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    /// The ids of threads through whose lanes something went, in order.
    final class Passed: Sendable {
        private struct State {
            var ids: [String] = []
            var requests: [String: @Sendable () async -> Void] = [:]
        }

        private let state = Mutex(State())

        /// Notes a lane. Returns what comes before in it.
        func take(_ id: String) -> (@Sendable () async -> Void)? {
            state.withLock { state in
                state.ids.append(id)
                return state.requests.removeValue(forKey: id)
            }
        }

        /// A request of the thread's own that comes before the next part in its lane.
        func whenPassed(_ id: String, _ request: @escaping @Sendable () async -> Void) {
            state.withLock { $0.requests[id] = request }
        }

        /// The lanes since the last call.
        func takeAll() -> [String] {
            state.withLock { state in
                defer { state.ids = [] }
                return state.ids
            }
        }
    }

    /// Runs a test's steps on the worker, then ends the core.
    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let result = await Task(executorPreference: worker) { try await body() }.result
        await manager.stop()
        store.close()
        try result.get()
    }

    /// Returns when everything that has begun waits for something outside.
    func settle() async {
        for _ in 0..<300 { await Task.yield() }
    }

    /// Returns when a log that could not be written can be again.
    func recovered() async {
        for await _ in recoveries { return }
    }

    /// A new thread that the inbox hears.
    func startThread(ephemeral: Bool = false) async throws -> AgentThread {
        let opened = try await manager.start(
            Self.params(#"{"approvalPolicy": "never", "ephemeral": \#(ephemeral)}"#), originator: "test",
            for: inbox.subscriber)
        opened.feed.release(inbox.subscriber.id)
        return try await manager.thread(opened.feed.id)
    }

    /// Makes a stored thread of records. It is not loaded.
    func storeThread(_ header: ThreadHeader, _ records: [LogRecord] = []) async throws {
        let settings = ThreadSettings(header, environment.configuration(), environment)
        let log = try await store.create(header, settings: settings)
        for record in records { log.append(LogLine(seq: nil, atMs: 1000, record: record)) }
        store.noteSummary(log.digest.summary)
        log.close()
    }

    /// The facts of a stored thread.
    static func header(_ id: String, parent: String? = nil) -> ThreadHeader {
        ThreadHeader(
            id: id, createdAtMs: 1000, cwd: "/", source: .vscode, cliVersion: "0",
            modelProvider: ModelProvider.offline.id, parentThreadId: parent, historyMode: .paginated)
    }

    /// Begins a turn, and returns its id when its request has reached the model.
    func beginTurn(_ thread: AgentThread, _ text: String) async throws -> String {
        let turn = try await start(thread, text)
        await settle()
        return turn
    }

    /// Starts a turn as the server does.
    func start(_ thread: AgentThread, _ text: String) async throws -> String {
        let accepted = try await thread.startTurn(
            Self.params(#"{"threadId": "\#(thread.id)", "input": \#(Self.input(text))}"#), userAgent: "test")
        accepted.launch?()
        return accepted.turn.id
    }

    func steer(
        _ thread: AgentThread, _ turn: String, _ text: String, as clientID: String = UUID().uuidString
    ) async throws {
        _ = try await thread.steer(
            Self.params(
                """
                {"threadId": "\(thread.id)", "expectedTurnId": "\(turn)", "input": \(Self.input(text)),
                 "clientUserMessageId": "\(clientID)"}
                """))
    }

    /// Puts a message into the queue as the server does.
    func queue(_ thread: AgentThread, _ text: String) async throws {
        let (_, afterwards) = try await manager.addToQueue(
            Self.params(
                """
                {"threadId": "\(thread.id)", "input": \(Self.input(text)), "clientUserMessageId": "q"}
                """), userAgent: "test")
        afterwards()
    }

    static func params<Params: Decodable>(_ json: String) throws -> Params {
        try WireCoder.decode(Params.self, from: Array(json.utf8))
    }

    private static func input(_ text: String) -> String { #"[{"type": "text", "text": "\#(text)"}]"# }

    private static let model = ModelClient(stream: { request, handle in
        if let last = request.input.last, String(decoding: last.bytes, as: UTF8.self).contains(finish) {
            return try handle(.completed(responseID: "r", usage: nil))
        }
        let cut = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in cut.stream { return }
        } onCancel: {
            cut.continuation.finish()
        }
        throw CancellationError()
    })

    /// What a client was sent.
    final class Inbox: Sendable {
        private static let id = 1

        private let received = Mutex<[JSONValue]>([])

        var lines: [JSONValue] { received.withLock(\.self) }
        var methods: [String] { lines.compactMap { $0["method"]?.stringValue } }

        var subscriber: Subscriber {
            Subscriber(
                id: Self.id, isExperimental: true, deliver: { [self] line in take(line) }, isCongested: { false },
                waitForRoom: {}, blockForRoom: { _ in })
        }

        /// What everyone is told; a subscriber has it already.
        var audience: Audience {
            Audience { [self] line, told in if !told.contains(Self.id) { take(line) } }
        }

        private func take(_ line: EventLine) {
            guard let value = try? JSONValue(parsing: line.experimental) else { return }
            received.withLock { $0.append(value) }
        }

        /// The user's messages of all turns, or of one, in order.
        func texts(of turn: String? = nil) -> [String] {
            lines.filter { line in
                line["method"] == "item/completed"
                    && (turn == nil || line["params"]?["turnId"]?.stringValue == turn)
            }.compactMap { $0["params"]?["item"]?["content"]?[0]?["text"]?.stringValue }
        }

        /// How a turn has ended; nil while it runs.
        func status(of turn: String) -> String? {
            let ended = lines.first {
                $0["method"] == "turn/completed" && $0["params"]?["turn"]?["id"]?.stringValue == turn
            }
            return ended?["params"]?["turn"]?["status"]?.stringValue
        }

        /// The events of this name about threads: which threads.
        func threads(_ method: String) -> [String] {
            lines.filter { $0["method"]?.stringValue == method }.compactMap { $0["params"]?["threadId"]?.stringValue }
        }
    }
}
