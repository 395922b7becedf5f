import Foundation

/// A log that the server wrote, and where in it stands what differs from copy to copy.
///
/// Copies have the same length everywhere, so that offsets in the log stay true.
struct LogTemplate {
    /// How many digits at the end of every id tell the copy.
    private static let idDigits = 8

    let thread: String
    let bytes: [UInt8]
    private var idEnds: [Int] = []
    private var words: [Int] = []
    /// Times with their digits: 13 for milliseconds, 10 for seconds.
    private var times: [(offset: Int, digits: Int, value: Int)] = []

    /// Runs a conversation in a home of its own and takes its log.
    init(binary: String, home: String, prompts: [String]) throws {
        thread = "5eed0000-0000-4000-8000-000000000000"
        let server = try BenchmarkServer(binary: binary, home: home)
        defer { server.kill() }
        let settings: [String: Any] = [
            "threadId": thread, "cwd": home, "approvalPolicy": "never", "sandbox": "danger-full-access",
        ]
        if let problem = try server.time("thread/start", settings).problem { throw BenchmarkFailure(problem) }
        for prompt in prompts {
            let input: [[String: Any]] = [["type": "text", "text": prompt]]
            if let problem = try server.timeTurn(["threadId": thread, "input": input]).problem {
                throw BenchmarkFailure(problem)
            }
        }
        try server.stop()
        let path = ThreadHome.log(home, thread)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        bytes = Array(text.utf8)
        let id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
        idEnds = text.ranges(of: id).map { text.utf8.distance(from: text.startIndex, to: $0.upperBound) }
        words = text.ranges(of: Sample.placeholder).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) }
        for match in text.matches(of: /:(1[0-9]{12}|1[0-9]{9})[,}]/) {
            let digits = match.output.1
            let offset = text.utf8.distance(from: text.startIndex, to: digits.startIndex)
            times.append((offset, digits.count, Int(digits) ?? 0))
        }
    }

    /// The id of a copy.
    func id(_ number: Int) -> String {
        thread.dropLast(Self.idDigits) + Self.digits(number, radix: 16, count: Self.idDigits)
    }

    /// A copy, a minute older than the one before.
    func copy(_ number: Int) -> [UInt8] {
        var copy = bytes
        func overwrite(_ offset: Int, _ text: String) {
            copy.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        let digits = Self.digits(number, radix: 16, count: Self.idDigits)
        for end in idEnds { overwrite(end - Self.idDigits, digits) }
        let word = Sample.word(number)
        for offset in words { overwrite(offset, word) }
        for time in times {
            let age = number * (time.digits == 13 ? 60_000 : 60)
            overwrite(time.offset, String(time.value - age))
        }
        return copy
    }

    static func digits(_ number: Int, radix: Int, count: Int) -> String {
        let text = String(number, radix: radix)
        return String(repeating: "0", count: count - text.utf8.count) + text
    }
}
