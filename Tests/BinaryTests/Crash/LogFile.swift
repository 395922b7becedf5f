import Foundation

/// The log of a thread, looked at from outside.
enum LogFile {
    /// Where a thread's log lies.
    static func path(in home: String, thread: String) -> String {
        "\(home)/threads/\(thread.suffix(2))/\(thread).jsonl"
    }

    /// What is wrong with the log of a thread that was closed in order: a line that is none, a number used twice, an end
    /// that is torn.
    static func problems(in home: String, thread: String) throws -> [String] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path(in: home, thread: thread)))
        var problems: [String] = []
        if bytes.last != UInt8(ascii: "\n") { problems.append("the log of \(thread) has a torn end") }
        var highest = 0
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let record = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
                problems.append(
                    "line \(number + 1) of \(thread) is no record: \(String(decoding: line, as: UTF8.self))")
                continue
            }
            guard let seq = record["seq"] as? Int else { continue }
            if seq <= highest { problems.append("line \(number + 1) of \(thread) has seq \(seq) after \(highest)") }
            highest = seq
        }
        return problems
    }
}
