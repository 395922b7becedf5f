import AppServerProtocol
import CommandExecution
import Foundation
import Logging
import ModelClient
import ServerConfig
import Support
import Synchronization
import Testing
import ThreadStore
import WireJSON

@testable import AgentCore

/// A turn looks for what was steered in with several steps. What comes between two of them belongs to the turn as well.
///
/// All tasks share one worker here, which runs their steps one by one in the order in which they became ready. So a test
/// can put a steer between any two steps, the same ones in every run.
@Suite struct SteeringMomentTests {
    /// More steps than a turn takes from a cut answer to its next request, or from its start to the first.
    private static let manySteps = 200

    /// The message that the model answers. To others it says nothing until it is cut off.
    private static let finish = "finish"

    private let home = NSTemporaryDirectory() + "heddle-steering-" + UUID().uuidString
    private let worker = WorkerPool(threads: 1)

    @Test func aSteerBetweenAnyTwoStepsIsTaken() async throws {
        let store = ThreadStore(home: home, clock: WallClock.system.milliseconds, logger: Self.logger)
        defer { store.close() }
        let inbox = Inbox()
        let manager = ThreadManager(environment: try environment(store))
        try await Task(executorPreference: worker) {
            let opened = try await manager.start(
                try Self.params(#"{"ephemeral": true, "approvalPolicy": "never"}"#), originator: "test",
                for: inbox.subscriber)
            opened.feed.release(inbox.subscriber.id)
            let thread = try await manager.thread(opened.feed.id)
            for distance in 0..<64 {
                let turn = try await Self.beginTurn(on: thread)
                try await Self.steer(thread, turn, "first")
                for _ in 0..<distance { await Task.yield() }
                try await Self.steer(thread, turn, "second")
                for _ in 0..<Self.manySteps { await Task.yield() }
                let status = inbox.status(of: turn)
                guard status == nil else {
                    Issue.record("\(distance) steps after another steer: the turn ended as \(status ?? "-")")
                    continue
                }
                try await Self.steer(thread, turn, Self.finish)
                await thread.waitUntilIdle()
                #expect(inbox.status(of: turn) == "completed")
                #expect(inbox.texts(of: turn) == ["begin", "first", "second", Self.finish])
            }
        }.value
        await manager.stop()
    }

    // MARK: - Parts

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func params<Params: Decodable>(_ json: String) throws -> Params {
        try WireCoder.decode(Params.self, from: Array(json.utf8))
    }

    private static func input(_ text: String) -> String { #"[{"type": "text", "text": "\#(text)"}]"# }

    /// Begins a turn, and returns its id when its request has reached the model.
    private static func beginTurn(on thread: AgentThread) async throws -> String {
        let accepted = try await thread.startTurn(
            try params(#"{"threadId": "\#(thread.id)", "input": \#(input("begin"))}"#), userAgent: "test")
        accepted.launch?()
        for _ in 0..<manySteps { await Task.yield() }
        return accepted.turn.id
    }

    private static func steer(_ thread: AgentThread, _ turn: String, _ text: String) async throws {
        _ = try await thread.steer(
            try params(
                #"{"threadId": "\#(thread.id)", "expectedTurnId": "\#(turn)", "input": \#(input(text))}"#))
    }

    private static let model = ModelClient(stream: { request, handle in
        if let last = request.input.last, String(decoding: last.bytes, as: UTF8.self).contains(finish) {
            return try handle(.completed(responseID: "r", usage: nil))
        }
        let waiting = Mutex<(isCut: Bool, continuation: CheckedContinuation<Void, Never>?)>((false, nil))
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCut = waiting.withLock { waiting in
                    waiting.continuation = continuation
                    return waiting.isCut
                }
                if isCut { continuation.resume() }
            }
        } onCancel: {
            let continuation = waiting.withLock { waiting in
                waiting.isCut = true
                return waiting.continuation
            }
            continuation?.resume()
        }
        throw CancellationError()
    })

    private func environment(_ store: ThreadStore) throws -> AgentEnvironment {
        let configuration = ServerConfig(home: try HomeDirectory(path: home))
        return AgentEnvironment(
            clock: .system, identifiers: .system, store: store, processes: ProcessTable(), files: .live,
            configuration: { configuration }, models: { _ in Self.model }, executor: worker,
            requests: OutgoingRequests(), audience: Audience { _, _ in }, variables: [:], workingDirectory: "/",
            randomBits: { 7 }, version: "0.163.0", logger: Self.logger)
    }

    /// What a client was sent.
    private final class Inbox: Sendable {
        private let received = Mutex<[JSONValue]>([])

        var subscriber: Subscriber {
            Subscriber(
                id: 1, isExperimental: true,
                deliver: { [self] line in
                    guard let value = try? JSONValue(parsing: line.experimental) else { return }
                    received.withLock { $0.append(value) }
                }, isCongested: { false }, waitForRoom: {}, blockForRoom: { _ in })
        }

        /// How a turn has ended; nil while it runs.
        func status(of turn: String) -> String? {
            let ended = received.withLock(\.self).first {
                $0["method"] == "turn/completed" && $0["params"]?["turn"]?["id"]?.stringValue == turn
            }
            return ended?["params"]?["turn"]?["status"]?.stringValue
        }

        /// The user's messages of a turn, in order.
        func texts(of turn: String) -> [String] {
            received.withLock(\.self).filter {
                $0["method"] == "item/completed" && $0["params"]?["turnId"]?.stringValue == turn
            }.compactMap { $0["params"]?["item"]?["content"]?[0]?["text"]?.stringValue }
        }
    }
}
