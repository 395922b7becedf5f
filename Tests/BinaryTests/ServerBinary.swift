import Foundation
import Synchronization

/// The built executable as a child, spoken to over pipes like any client does.
///
/// Unchecked: what the reader thread, the watch over the process and the test share is only touched under `lines`.
final class ServerBinary: @unchecked Sendable {
    /// How long anything may take before a test gives up.
    static let timeout: TimeInterval = 180
    /// What `waitForExit` returns for a process that had to be killed because it did not end in time.
    static let neverEnded: Int32 = -999

    private static let lineEnd = Data([UInt8(ascii: "\n")])

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let home: String
    let workspace: String
    let process = Process()
    private let input: PrivatePipe
    private let output: PrivatePipe
    private let lines = NSCondition()
    private var received: [String] = []
    private var isAtEnd = false
    private var isReading = false
    private var hasExited = false
    private var nextID = 1
    private let ownsHome: Bool

    /// Starts the server; `home` continues what an earlier one left. Without `readsOutput` it has a client that reads
    /// nothing before `startReading`. `launcher` is a program with its arguments that becomes the server.
    init(
        home: String? = nil, arguments: [String] = ["app-server"], environment: [String: String] = [:],
        launcher: [String] = [], readsOutput: Bool = true
    ) throws {
        ownsHome = home == nil
        input = try PrivatePipe()
        output = try PrivatePipe()
        self.home = home ?? NSTemporaryDirectory() + "heddle-binary-" + UUID().uuidString
        workspace = self.home + "/workspace"
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        let words = launcher + [Self.executable.path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: workspace)
        var variables = ["HEDDLE_HOME": self.home, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HEDDLE_LOG": "off"]
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = input.reading
        process.standardOutput = output.writing
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { [weak self] _ in self?.noteExit() }
        try process.run()
        try input.reading.close()
        try output.writing.close()
        if readsOutput { startReading() }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        if ownsHome { try? FileManager.default.removeItem(atPath: home) }
    }

    /// The executable beside the running test bundle, so that a test never meets another build's. `HEDDLE_BINARY` in
    /// the environment names another one on purpose: the release build, for the long crash test.
    static var executable: URL {
        if let chosen = ProcessInfo.processInfo.environment["HEDDLE_BINARY"] { return URL(fileURLWithPath: chosen) }
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("heddle")
    }

    /// Begins to read the server's output. To be called once, and only where `readsOutput` is false.
    func startReading() {
        lines.withLock { isReading = true }
        Thread.detachNewThread { [self] in readAll() }
    }

    private func noteExit() {
        lines.withLock {
            hasExited = true
            lines.broadcast()
        }
    }

    private func readAll() {
        var rest = Data()
        while case let data = output.reading.availableData, !data.isEmpty {
            // A search by the system: a walk over every byte would make this the slowest of all clients.
            var parts: [String] = []
            var begin = data.startIndex
            while let end = data.range(of: Self.lineEnd, in: begin..<data.endIndex) {
                rest.append(data[begin..<end.lowerBound])
                parts.append(String(decoding: rest, as: UTF8.self))
                rest.removeAll()
                begin = end.upperBound
            }
            rest.append(data[begin...])
            lines.withLock {
                received += parts
                lines.broadcast()
            }
        }
        lines.withLock {
            isAtEnd = true
            lines.broadcast()
        }
    }

    // MARK: - Speaking

    /// Writes bytes as they are.
    func write(_ bytes: Data) throws {
        try input.writing.write(contentsOf: bytes)
    }

    /// Writes a line.
    func send(_ line: String) throws {
        try write(Data((line + "\n").utf8))
    }

    /// Ends the input.
    func endInput() throws {
        try input.writing.close()
    }

    /// Sends a request; returns its id.
    @discardableResult
    func request(_ method: String, _ params: [String: Any] = [:]) throws -> Int {
        defer { nextID += 1 }
        let message: [String: Any] = ["id": nextID, "method": method, "params": params]
        try send(String(decoding: JSONSerialization.data(withJSONObject: message), as: UTF8.self))
        return nextID
    }

    /// Sends a request and waits for its result.
    @discardableResult
    func call(_ method: String, _ params: [String: Any] = [:]) throws -> [String: Any] {
        let answer = try answer(to: method, params)
        guard let result = answer["result"] as? [String: Any] else {
            throw Failure(description: "\(method): \(answer)")
        }
        return result
    }

    /// Sends a request and waits for its answer, whichever it is.
    func answer(to method: String, _ params: [String: Any] = [:]) throws -> [String: Any] {
        // What came before the question is no answer to it.
        let known = lines.withLock { received.count }
        let id = try request(method, params)
        return try first("the answer to \(method)", from: known) { $0["id"] as? Int == id && $0["method"] == nil }
    }

    /// Sends a request that has to be refused; returns the error.
    func refusal(of method: String, _ params: [String: Any] = [:]) throws -> [String: Any] {
        let answer = try answer(to: method, params)
        guard let error = answer["error"] as? [String: Any] else {
            throw Failure(description: "\(method) was not refused: \(answer)")
        }
        return error
    }

    /// Introduces the client.
    func initialize(experimental: Bool = false) throws {
        try call(
            "initialize",
            [
                "clientInfo": ["name": "test", "version": "1"],
                "capabilities": ["experimentalApi": experimental],
            ])
        try send(#"{"method":"initialized"}"#)
    }

    /// What `thread/start` takes for a thread that runs commands without asking.
    var threadSettings: [String: Any] {
        ["cwd": workspace, "approvalPolicy": "never", "sandbox": "danger-full-access"]
    }

    /// Starts a thread that runs commands without asking; returns its id.
    func startThread() throws -> String {
        let result = try call("thread/start", threadSettings)
        return (result["thread"] as? [String: Any])?["id"] as? String ?? ""
    }

    /// Starts a turn; returns its id.
    func startTurn(_ thread: String, _ text: String) throws -> String {
        let result = try call("turn/start", ["threadId": thread, "input": [["type": "text", "text": text]]])
        return (result["turn"] as? [String: Any])?["id"] as? String ?? ""
    }

    // MARK: - Listening

    /// Every line so far.
    var allLines: [String] { lines.withLock { received } }

    /// Every line so far as JSON; a line that is none is a failure.
    func messages() throws -> [[String: Any]] { try allLines.map(Self.parse) }

    /// The lines from an index on; waits for one if there is none yet. Empty at the end of the output, or when none
    /// came in time.
    func lines(from index: Int, timeout: TimeInterval = ServerBinary.timeout) -> [String] {
        let deadline = Date(timeIntervalSinceNow: timeout)
        return lines.withLock {
            while received.count <= index && !isAtEnd && lines.wait(until: deadline) {}
            return index < received.count ? Array(received[index...]) : []
        }
    }

    static func parse(_ line: String) throws -> [String: Any] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw Failure(description: "not a protocol line: \(line)")
        }
        return object
    }

    /// Waits for the first message that fits, among those from an index on.
    @discardableResult
    func first(_ what: String, from index: Int = 0, where matches: ([String: Any]) -> Bool) throws -> [String: Any] {
        let deadline = Date(timeIntervalSinceNow: Self.timeout)
        var looked = index
        while true {
            let (new, ended) = lines.withLock { (Array(received[looked...]), isAtEnd) }
            for line in new {
                let message = try Self.parse(line)
                if matches(message) { return message }
            }
            looked += new.count
            if ended && lines.withLock({ received.count == looked }) {
                throw Failure(description: "the output ended without \(what)")
            }
            let inTime = lines.withLock { received.count > looked || isAtEnd || lines.wait(until: deadline) }
            guard inTime else { throw Failure(description: "waited in vain for \(what)") }
        }
    }

    /// Waits for a notification.
    @discardableResult
    func event(_ method: String, where matches: ([String: Any]) -> Bool = { _ in true }) throws -> [String: Any] {
        let message = try first(method) {
            $0["method"] as? String == method && matches($0["params"] as? [String: Any] ?? [:])
        }
        return message["params"] as? [String: Any] ?? [:]
    }

    /// Waits for the process to end, and for all its output if that is read. Returns its exit status, negative for a
    /// signal; kills it and returns `neverEnded` when it takes too long.
    func waitForExit() -> Int32 {
        let deadline = Date(timeIntervalSinceNow: Self.timeout)
        let ended = lines.withLock {
            while !hasExited && lines.wait(until: deadline) {}
            return hasExited
        }
        guard ended else {
            signal(SIGKILL)
            return Self.neverEnded
        }
        lines.withLock { while isReading && !isAtEnd && lines.wait(until: deadline) {} }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Sends a signal.
    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }
}
