import AppServerProtocol
import WireJSON

@testable import ThreadStore

/// A generator whose numbers follow from its seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

/// Fills a log with turns of any shape, as a server would: items that grow, calls and outputs, names, reverts.
struct RandomLog {
    var random: Seeded
    private var seq = 0
    private var atMs = 10_000
    private var number = 0
    /// The turns that are history.
    private(set) var turns: [String] = []

    init(seed: UInt64) {
        random = Seeded(seed)
    }

    private mutating func line(_ record: LogRecord, isEvent: Bool = true) -> LogLine {
        atMs += Int.random(in: 0...50, using: &random)
        if isEvent { seq += Int.random(in: 1...3, using: &random) }
        return LogLine(seq: isEvent ? seq : nil, atMs: atMs, record: record)
    }

    /// The records of one more turn, ended unless `isOpen`.
    mutating func turn(isOpen: Bool = false) throws -> [LogLine] {
        number += 1
        let id = "turn-\(number)"
        turns.append(id)
        var lines = [
            line(
                .turnStarted(
                    TurnStartedRecord(turnId: id, startedAtMs: atMs, clientUserMessageId: "client-\(number)")),
                isEvent: false)
        ]
        let message = try userMessage("question \(number)", id: "u-\(number)")
        lines.append(line(.itemStarted(ItemRecord(turnId: id, item: message, atMs: atMs)), isEvent: false))
        lines.append(line(.itemStarted(ItemRecord(turnId: id, item: message, atMs: atMs))))
        lines.append(line(.itemCompleted(ItemRecord(turnId: id, item: message, atMs: atMs))))
        for step in 0..<Int.random(in: 0...3, using: &random) {
            lines += try command(step, of: id)
        }
        if Int.random(in: 0..<6, using: &random) == 0 {
            let items = [try raw(#"{"type":"message","role":"user","content":"summary \#(number)"}"#)]
            lines.append(line(.compacted(CompactedRecord(turnId: id, items: items)), isEvent: false))
        }
        let padding = String(repeating: "x", count: Int.random(in: 0...3_000, using: &random))
        let answer = try agentMessage("answer \(number) \(padding)", id: "a-\(number)")
        lines.append(
            line(.itemStarted(ItemRecord(turnId: id, item: try agentMessage("", id: "a-\(number)"), atMs: atMs))))
        if isOpen { return lines }
        lines.append(line(.itemCompleted(ItemRecord(turnId: id, item: answer, atMs: atMs))))
        lines.append(line(.tokenUsage(TokenUsageRecord(turnId: id, usage: try usage(number)))))
        if Bool.random(using: &random) { lines.append(line(.name("name \(number)"))) }
        lines.append(line(.turnCompleted(TurnRecord(id: id, status: .completed, startedAt: 1, completedAt: 2))))
        return lines
    }

    private mutating func command(_ step: Int, of turn: String) throws -> [LogLine] {
        let id = "call-\(number)-\(step)"
        return [
            line(try modelCall(id), isEvent: false),
            line(.itemStarted(ItemRecord(turnId: turn, item: try finalCommand("inProgress", id), atMs: atMs))),
            line(.itemCompleted(ItemRecord(turnId: turn, item: try finalCommand("completed", id), atMs: atMs))),
            line(try modelOutput(id), isEvent: false),
        ]
    }

    /// Takes note that turns from one on are no history any more.
    mutating func revert(before id: String) {
        turns.removeSubrange((turns.firstIndex(of: id) ?? turns.count)...)
    }

    /// The record of a revert.
    mutating func line(_ record: RevertedRecord) -> LogLine {
        line(.reverted(record))
    }
}

private func finalCommand(_ status: String, _ id: String) throws -> ThreadItem {
    try command(status, id: id)
}
