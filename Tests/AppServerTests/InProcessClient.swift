import AppServer
import Foundation
import Support
import Synchronization
import Transport
import WireJSON

/// A client in the same process: speaks real protocol lines to an `AppServer` without pipes.
final class InProcessClient: Sendable {
    /// How long anything may take before a test gives up: long, because machines that run tests are slow.
    static let timeout = Duration.seconds(240)

    /// What went wrong in a test.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var lines: [JSONValue] = []
        /// What had to be on disk before each line.
        var barriers: [UInt64] = []
        var read = 0
        var isClosed = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
        var nextID: Int64 = 1
    }

    private let state = Mutex(State())
    private let processor: MessageProcessor
    private let outbound = OutboundQueue()

    /// Connects to a server.
    init(_ server: AppServer, id: Int = 0) {
        processor = server.connect(id: id, outbound: outbound)
        let queue = outbound
        BlockingThread.start(name: "test-client") { [weak self] in
            while let messages = queue.takeAll() {
                for message in messages {
                    queue.delivered(bytes: message.bytes.count)
                    guard let value = try? WireCoder.decode(JSONValue.self, from: message.bytes.dropLast()) else {
                        preconditionFailure("the server sent a line that is not JSON")
                    }
                    self?.arrived(value, barrier: message.barrier)
                }
            }
        }
    }

    deinit { outbound.close() }

    private func arrived(_ line: JSONValue, barrier: UInt64) {
        let waiters = state.withLock { state in
            state.lines.append(line)
            state.barriers.append(barrier)
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: - Speaking

    /// Sends a raw line.
    func send(_ text: String) {
        processor.receive(Array(text.utf8))
    }

    /// Sends a raw line of bytes.
    func send(bytes: [UInt8]) {
        processor.receive(bytes)
    }

    /// Sends a request and returns its id.
    @discardableResult
    func request(_ method: String, _ params: JSONValue = [:]) -> Int64 {
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
        send(value: ["id": .number(JSONNumber(id)), "method": .string(method), "params": params])
        return id
    }

    /// Sends any message.
    func send(value: JSONValue) {
        processor.receive((try? WireCoder.encode(value)) ?? [])
    }

    /// Sends a request and waits for its result; an error of the server's is thrown.
    @discardableResult
    func call(_ method: String, _ params: JSONValue = [:]) async throws -> JSONValue {
        let answer = try await answer(to: request(method, params))
        guard let result = answer["result"] else { throw Failure(description: "\(method): \(answer)") }
        return result
    }

    /// Sends a request and waits for the error that it must bring.
    func failure(_ method: String, _ params: JSONValue = [:]) async throws -> JSONValue {
        let answer = try await answer(to: request(method, params))
        guard let error = answer["error"] else { throw Failure(description: "\(method) succeeded: \(answer)") }
        return error
    }

    /// Introduces the client.
    @discardableResult
    func initialize(experimental: Bool = true, optOut: [String] = []) async throws -> JSONValue {
        let result = try await call(
            "initialize",
            [
                "clientInfo": ["name": "test", "version": "1"],
                "capabilities": [
                    "experimentalApi": .bool(experimental),
                    "optOutNotificationMethods": .array(optOut.map { .string($0) }),
                ],
            ])
        send(value: ["method": "initialized"])
        return result
    }

    // MARK: - Listening

    /// Everything that has arrived so far.
    var lines: [JSONValue] { state.withLock(\.lines) }

    /// The methods of the notifications and requests that have arrived so far.
    var methods: [String] { lines.compactMap { $0["method"]?.stringValue } }

    /// Which position of the logs had to be on disk before each line of a method.
    func barriers(_ method: String) -> [UInt64] {
        state.withLock { state in
            zip(state.lines, state.barriers).filter { $0.0["method"]?.stringValue == method }.map(\.1)
        }
    }

    /// Waits for the answer to a request, wherever it stands among the lines.
    func answer(to id: Int64) async throws -> JSONValue {
        try await first("the answer to request \(id)") { line in
            line["method"] == nil && line["id"]?.int64Value == id
        }
    }

    /// Waits for a notification or request of a method, wherever it stands among the lines.
    @discardableResult
    func event(_ method: String, where matches: (JSONValue) -> Bool = { _ in true }) async throws -> JSONValue {
        try await first(method) { line in line["method"]?.stringValue == method && matches(line["params"] ?? .null) }
    }

    /// Waits for the end of a turn and returns it.
    @discardableResult
    func completed(_ turnID: String) async throws -> JSONValue {
        let event = try await event("turn/completed") { $0["turn"]?["id"]?.stringValue == turnID }
        return event["params"]?["turn"] ?? .null
    }

    /// Waits for the first line that fits.
    func first(_ what: String, where matches: (JSONValue) -> Bool) async throws -> JSONValue {
        let deadline = ContinuousClock.now + Self.timeout
        var looked = 0
        while true {
            let lines = state.withLock { Array($0.lines[looked...]) }
            if let line = lines.first(where: matches) { return line }
            looked += lines.count
            guard ContinuousClock.now < deadline else {
                throw Failure(description: "waited in vain for \(what); arrived: \(methods)")
            }
            await somethingArrives(after: looked, until: deadline)
        }
    }

    private func somethingArrives(after count: Int, until deadline: ContinuousClock.Instant) async {
        let timer = Task { [weak self] in
            try? await Task.sleep(until: deadline)
            self?.wakeAll()
        }
        defer { timer.cancel() }
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.lines.count > count { return true }
                state.waiters[state.nextWaiter] = continuation
                state.nextWaiter += 1
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func wakeAll() {
        let waiters = state.withLock { state in
            defer { state.waiters = [:] }
            return state.waiters.values.map { $0 }
        }
        for waiter in waiters { waiter.resume() }
    }
}
