import Foundation

/// What was measured, a line each.
struct Table {
    private struct Row {
        var subject: String
        var what: String
        var figures: String
    }

    private var rows: [Row] = []

    /// Adds an answer.
    mutating func add(_ subject: String, _ what: String, _ answer: BenchmarkServer.Answer, _ memory: ProcessMemory) {
        if let problem = answer.problem {
            rows.append(Row(subject: subject, what: what, figures: "– (\(problem.prefix(60)))"))
        } else {
            let size = String(format: "  %8.1f KiB", Double(answer.bytes) / 1024)
            rows.append(Row(subject: subject, what: what, figures: Self.figures(answer.milliseconds, memory) + size))
        }
    }

    /// Adds a time.
    mutating func add(_ subject: String, _ what: String, milliseconds: Double, _ memory: ProcessMemory? = nil) {
        rows.append(Row(subject: subject, what: what, figures: Self.figures(milliseconds, memory)))
    }

    /// Adds a time, in place of the line before if that is of the same thing.
    mutating func set(_ subject: String, _ what: String, _ milliseconds: Double, _ memory: ProcessMemory) {
        if rows.last?.subject == subject, rows.last?.what == what { rows.removeLast() }
        add(subject, what, milliseconds: milliseconds, memory)
    }

    private static func figures(_ milliseconds: Double, _ memory: ProcessMemory?) -> String {
        let time = String(format: "%10.2f ms", milliseconds)
        guard let memory else { return time }
        return time + String(format: "  %7.1f MiB now  %7.1f MiB peak", memory.resident, memory.peak)
    }

    /// The table.
    var text: String {
        let left = rows.map(\.subject.count).max() ?? 0
        let middle = rows.map(\.what.count).max() ?? 0
        return rows.map { row in
            row.subject.padding(toLength: left + 2, withPad: " ", startingAt: 0)
                + row.what.padding(toLength: middle + 2, withPad: " ", startingAt: 0) + row.figures
        }.joined(separator: "\n")
    }
}
