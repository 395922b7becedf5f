import Foundation
import TestSupport
import Testing

/// A log that ends anywhere in its last two records, as a power cut or a full disk may leave it, is mended by the real
/// binary. One home holds a thread for every cut.
@Suite(.ownThread) struct TornLogTests {
    /// Every so many cuts a thread also runs a turn: that is slow, and the same code for all.
    private static let turnInterval = 16

    @Test func aLogCutAnywhereInItsLastTwoRecordsIsMended() throws {
        let first = try ServerBinary()
        try first.initialize()
        let thread = try first.startThread()
        let ids = try ["say: the first turn", "run: echo kept\nsay: the second turn"].map { text in
            let turn = try first.startTurn(thread, text)
            try first.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
            return turn
        }
        first.signal(SIGKILL)
        _ = first.waitForExit()

        let path = LogFile.path(in: first.home, thread: thread)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        let end = whole.count
        let begin = end - (lines.suffix(2).map { $0.count + 1 }.reduce(0, +))
        let home = first.home + "/cuts"
        var cuts: [(thread: String, length: Int)] = []
        for length in begin...end {
            // All of the same length, so that nothing else in the log changes.
            let copy = String(format: "%08x", length) + thread.dropFirst(8)
            let text = String(decoding: whole, as: UTF8.self).replacingOccurrences(of: thread, with: copy)
            let folder = "\(home)/threads/\(copy.suffix(2))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let bytes = Data(text.utf8).prefix(length)
            try bytes.write(to: URL(fileURLWithPath: LogFile.path(in: home, thread: copy)))
            cuts.append((copy, length))
        }

        let server = try ServerBinary(home: home)
        try server.initialize()
        let complete = try wholeItems(of: lines, upTo: lines.count)
        for (copy, length) in cuts {
            let comment = Comment(rawValue: "cut to \(length) of \(end) bytes")
            let read = try server.call("thread/read", ["threadId": copy, "includeTurns": true])
            let resumed = try server.call("thread/resume", ["threadId": copy])
            for answer in [read, resumed] {
                let shown = answer["thread"] as? [String: Any] ?? [:]
                let turns = shown["turns"] as? [[String: Any]] ?? []
                #expect(turns.compactMap { $0["id"] as? String } == ids, comment)
                #expect(turns.first?["status"] as? String == "completed", comment)
                // The last record is the end of the turn, and a record without its line end is whole.
                let hasEnd = length >= end - 1
                #expect(turns.last?["status"] as? String == (hasEnd ? "completed" : "interrupted"), comment)
                let items = (turns.last?["items"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
                #expect(items == complete, comment)
            }
            if length % Self.turnInterval == 0 {
                let turn = try server.startTurn(copy, "say: goes on")
                try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
            }
        }
        try server.endInput()
        #expect(server.waitForExit() == 0)
        for (copy, _) in cuts { #expect(try LogFile.problems(in: home, thread: copy) == []) }
    }

    /// A process that died before it could answer has left the first record only. Whoever asks again for the thread gets
    /// the settings that it asks for.
    @Test func aThreadWhoseStartWasNeverAnsweredIsStartedAnewAsAsked() throws {
        let first = try ServerBinary()
        try first.initialize()
        let thread = try first.startThread()
        first.signal(SIGKILL)
        _ = first.waitForExit()
        let path = LogFile.path(in: first.home, thread: thread)
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
        truncate(path, off_t(try #require(lines.first).count + 1))

        let next = try ServerBinary(home: first.home)
        try next.initialize()
        let result = try next.call("thread/start", next.threadSettings.merging(["threadId": thread]) { $1 })
        #expect(result["approvalPolicy"] as? String == "never")
        #expect((result["sandbox"] as? [String: Any])?["type"] as? String == "dangerFullAccess")
    }

    /// The ids of the items that the second turn's records complete.
    private func wholeItems(of lines: [Data], upTo count: Int) throws -> [String] {
        var items: [String] = []
        for line in lines.prefix(count) {
            let record = try ServerBinary.parse(String(decoding: line, as: UTF8.self))
            if record["kind"] as? String == "turnStarted" { items = [] }
            guard record["kind"] as? String == "itemCompleted",
                let id = (record["item"] as? [String: Any])?["id"] as? String
            else { continue }
            items.append(id)
        }
        return items
    }
}
