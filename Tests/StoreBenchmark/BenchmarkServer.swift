import Foundation

/// Why the benchmark can't go on.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A server over pipes, asked one thing at a time.
final class BenchmarkServer {
    /// How long an answer took, how long it is, and why it is none.
    struct Answer {
        var milliseconds: Double
        var bytes = 0
        var problem: String?
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    /// What came and has not been taken, and how much of it is known to have no line feed.
    private var rest: [UInt8] = []
    private var searched = 0
    /// When the newest bytes arrived: reading them as JSON is not the server's time.
    private var arrival = ContinuousClock.now
    private var nextID = 1

    /// Starts the server and introduces the client.
    init(binary: String, home: String) throws {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = ["app-server"]
        process.environment = ["HEDDLE_HOME": home, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HEDDLE_LOG": "off"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let client: [String: Any] = [
            "clientInfo": ["name": "benchmark", "version": "1"], "capabilities": ["experimentalApi": true],
        ]
        if let problem = try time("initialize", client).problem { throw BenchmarkFailure(problem) }
    }

    /// Ends the server in order.
    func stop() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Ends the server at once.
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Asks and waits for the answer.
    func time(_ method: String, _ params: [String: Any]) throws -> Answer {
        let begin = ContinuousClock.now
        let id = try send(method, params)
        let (line, message) = try next { $0["id"] as? Int == id && $0["method"] == nil }
        let time = (arrival - begin).milliseconds
        let error = message["error"] as? [String: Any]
        return Answer(milliseconds: time, bytes: line.count, problem: error?["message"] as? String)
    }

    /// Asks and gives the rows of the answer's page.
    func rows(_ method: String, _ params: [String: Any]) throws -> [Any] {
        let id = try send(method, params)
        let (_, message) = try next { $0["id"] as? Int == id && $0["method"] == nil }
        return (message["result"] as? [String: Any])?["data"] as? [Any] ?? []
    }

    /// Runs a turn and waits for its end.
    func timeTurn(_ params: [String: Any]) throws -> Answer {
        let begin = ContinuousClock.now
        let id = try send("turn/start", params)
        let (line, message) = try next {
            $0["method"] as? String == "turn/completed" || $0["id"] as? Int == id && $0["error"] != nil
        }
        let turn = (message["params"] as? [String: Any])?["turn"] as? [String: Any]
        let isCompleted = turn?["status"] as? String == "completed"
        return Answer(
            milliseconds: (arrival - begin).milliseconds, bytes: line.count,
            problem: isCompleted ? nil : String(decoding: line.prefix(300), as: UTF8.self))
    }

    /// What the process takes: now, and at most so far.
    var memory: ProcessMemory { ProcessMemory(process.processIdentifier) }

    private func send(_ method: String, _ params: [String: Any]) throws -> Int {
        defer { nextID += 1 }
        let request: [String: Any] = ["id": nextID, "method": method, "params": params]
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: request) + [0x0A])
        return nextID
    }

    private func next(where matches: ([String: Any]) -> Bool) throws -> (Data, [String: Any]) {
        while true {
            while let line = takeLine() {
                guard let message = try JSONSerialization.jsonObject(with: line) as? [String: Any] else { continue }
                if matches(message) { return (line, message) }
            }
            var block = [UInt8](repeating: 0, count: 64 << 10)
            let count = read(output.fileHandleForReading.fileDescriptor, &block, block.count)
            if count <= 0 { throw BenchmarkFailure("the server ended") }
            arrival = .now
            rest += block[..<count]
        }
    }

    private func takeLine() -> Data? {
        let end = rest.withUnsafeBytes { bytes -> Int? in
            guard let start = bytes.baseAddress, searched < bytes.count else { return nil }
            return memchr(start + searched, 0x0A, bytes.count - searched).map { UnsafeRawPointer($0) - start }
        }
        guard let end else {
            searched = rest.count
            return nil
        }
        defer {
            rest.removeSubrange(...end)
            searched = 0
        }
        return Data(rest[..<end])
    }
}

/// The memory of a process, in MiB.
struct ProcessMemory {
    var resident = 0.0
    var peak = 0.0

    init(_ pid: Int32) {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, let kibibytes = Double(words[1]) else { continue }
            if words[0] == "VmRSS:" { resident = kibibytes / 1024 }
            if words[0] == "VmHWM:" { peak = kibibytes / 1024 }
        }
    }
}
