import AppServerProtocol
import Foundation
import Testing
import WireJSON

@testable import ThreadStore

/// What a command printed is stored with its item, and the model's history refers to that.
struct OutputOnceTests {
    private let home = TestHome()
    private let seed = UInt64.random(in: 0 ... .max)

    private func item(_ output: String, id: String = "call-1") throws -> ThreadItem {
        let output = String(decoding: try WireCoder.encode(output), as: UTF8.self)
        return try value(
            """
            {"type": "commandExecution", "id": "\(id)", "command": "cat \\"aggregatedOutput\\":\\"", "cwd": "/work",
             "commandActions": [], "source": "agent", "status": "completed", "aggregatedOutput": \(output)}
            """)
    }

    private func output(_ text: String, id: String = "call-1") -> RawJSON {
        RawJSON(["type": "function_call_output", "call_id": .string(id), "output": .string(text)])
    }

    private func append(_ output: String, told: String, id: String = "call-1", seq: Int = 2, to log: ThreadLog) throws {
        log.append(line(nil, 2_000, try modelCall(id)))
        log.append(
            line(seq, 2_000, .itemCompleted(ItemRecord(turnId: "t1", item: try item(output, id: id), atMs: 2_000))))
        log.append(line(nil, 2_000, .modelItem(ModelItemRecord(turnId: "t1", item: self.output(told, id: id)))))
    }

    private func begin(_ store: ThreadStore) async throws -> ThreadLog {
        let log = try await store.create(header(), settings: try settings())
        log.append(line(1, 2_000, .turnStarted(TurnStartedRecord(turnId: "t1", startedAtMs: 2_000))))
        return log
    }

    private func outputs(_ store: ThreadStore, _ id: String = threadA) async throws -> [RawJSON] {
        try await store.modelHistory(id).filter { String(decoding: $0.bytes, as: UTF8.self).contains("_output") }
    }

    @Test func anOutputIsStoredOnceAndReadTwice() async throws {
        let store = home.store()
        let log = try await begin(store)
        let text = (0..<200).map { "row \($0)\t\"q\" \\ é 🧵\u{1}\n" }.joined()
        let told = "Chunk ID: abc\nOutput:\n\(text)"
        try append(text, told: told, to: log)
        let length = log.length
        #expect(try await outputs(store) == [output(told)])
        #expect(try await store.decodedTurns(threadA)[0].items == [try item(text)])
        #expect(String(decoding: try home.bytes(of: threadA), as: UTF8.self).ranges(of: "row 77").count == 1)
        log.close()

        // A copy has other places, and says the same.
        let (copy, _) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: length))
        #expect(try await outputs(store, threadB) == [output(told)])
        copy.close()
        store.close()
        #expect(String(decoding: try home.bytes(of: threadB), as: UTF8.self).ranges(of: "row 77").count == 1)
    }

    @Test func bothEndsOfALongOutputAreFound() async throws {
        let store = home.store()
        let log = try await begin(store)
        let text = (0..<4_000).map { "row \($0) ä\n" }.joined()
        // Cut at places that are no borders of anything.
        let told = "Output:\nWarning\n\n\(text.prefix(3_001))…9000 tokens truncated…\(text.suffix(3_003))"
        try append(text, told: told, to: log)
        #expect(try await outputs(store) == [output(told)])
        let written = String(decoding: try home.bytes(of: threadA), as: UTF8.self)
        #expect(written.ranges(of: "row 77 ").count == 1 && written.ranges(of: "row 3977 ").count == 1)
        store.close()
    }

    @Test func whateverIsToldComesBack() async throws {
        var random = Seeded(seed)
        let alphabet = ["a", "\"", "\\", "\n", "é", "€", "🧵", "\u{2}", "/", "b", "u", "n"]
        let store = home.store()
        let log = try await begin(store)
        var expected: [RawJSON] = []
        for number in 0..<150 {
            func text(_ count: Int) -> String {
                (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }.joined()
            }
            let whole = text(Int.random(in: 0...1_500, using: &random))
            let scalars = whole.unicodeScalars
            var told = "Output:\n" + whole
            switch number % 4 {
            case 0:
                let head = Int.random(in: 0...scalars.count, using: &random)
                let tail = Int.random(in: 0...scalars.count, using: &random)
                told =
                    text(3) + String(String.UnicodeScalarView(scalars.prefix(head))) + text(5)
                    + String(String.UnicodeScalarView(scalars.suffix(tail)))
            case 1: told += text(4)
            default: break
            }
            let id = "call-\(number)"
            try append(whole, told: told, id: id, seq: number + 2, to: log)
            expected.append(output(told, id: id))
        }
        #expect(try await outputs(store) == expected, "seed \(seed)")
        #expect(try await store.read(threadA).damages == [], "seed \(seed)")
        log.close()
        let lock = try #require(await store.maintenanceLock())
        await store.committer.committed(store.writer.barrier())
        try await store.compressOldLogs(nowMs: .max / 2_000_000, under: lock)
        #expect(StorePaths.exists(StorePaths.packed(StorePaths(home: home.path).log(threadA))))
        #expect(try await outputs(store) == expected, "seed \(seed)")
        store.close()
    }

    @Test func aDamagedOutputIsSaidInWords() async throws {
        let store = home.store()
        let log = try await begin(store)
        let text = (0..<200).map { "row \($0)\n" }.joined()
        try append(text, told: "Output:\n\(text)", to: log)
        log.close()
        store.close()
        var bytes = try home.bytes(of: threadA)
        let place = try #require(Data(bytes).range(of: Data("row 77".utf8)))
        bytes[place.lowerBound] = UInt8(ascii: "R")
        try home.write(bytes, as: threadA)
        let next = home.store()
        let found = try await outputs(next)
        #expect(found == [output("Output:\n[the output can't be read any more: its record is damaged]")])
        #expect(try await next.read(threadA).damages.map(\.kind) == [.missingPiece])
        next.close()
    }

    @Test func whatLooksLikeACutIsNone() async throws {
        let store = home.store()
        let log = try await begin(store)
        let item = try raw(#"{"type":"x","cut":[{"at":1,"blob":"\#(String(repeating: "a", count: 64))"}]}"#)
        log.append(line(nil, 2_000, .modelItem(ModelItemRecord(turnId: "t1", item: item))))
        #expect(try await store.modelHistory(threadA) == [item])
        store.close()
    }

    /// Every line is JSON also as it stands in the file: an output is not cut out from the middle of an escape.
    @Test(
        arguments: [
            // The `n` of the line feed is where the output seems to begin, and where its end seems to.
            (String(repeating: "n", count: 600), "\n" + String(repeating: "n", count: 600)),
            (String(repeating: "n", count: 600), "\n" + String(repeating: "n", count: 400)),
            (
                String(repeating: "a", count: 600) + "C" + String(repeating: "n", count: 600),
                "Output:\n" + String(repeating: "a", count: 600) + "\n" + String(repeating: "n", count: 599)
            ),
            (String(repeating: "0", count: 600), "\u{1}\u{0}" + String(repeating: "0", count: 600)),
        ])
    func noEscapeIsCutInTwo(text: String, told: String) async throws {
        let store = home.store()
        let log = try await begin(store)
        try append(text, told: told, to: log)
        #expect(try await outputs(store) == [output(told)])
        log.close()
        store.close()
        let lines = try home.bytes(of: threadA).split(separator: 10)
        #expect(lines.contains { String(decoding: $0, as: UTF8.self).contains(#","cut":["#) })
        for line in lines {
            #expect(throws: Never.self) { _ = try LogLine(parsing: Array(line)) }
        }
    }

    @Test func recordsOnOneLineAreFilledEachForItself() async throws {
        let store = home.store()
        let log = try await begin(store)
        let texts = (1...3).map { number in (0..<200).map { "row \(number) \($0)\n" }.joined() }
        for (index, text) in texts.enumerated() {
            try append(text, told: "Output:\n\(text)", id: "call-\(index)", seq: index + 2, to: log)
        }
        let expected = try await outputs(store)
        #expect(expected == texts.enumerated().map { output("Output:\n\($1)", id: "call-\($0)") })
        let items = try await store.decodedTurns(threadA)[0].items
        log.close()
        store.close()
        var lines = try home.bytes(of: threadA).split(separator: 10).map(Array.init)
        // The last four, of which the first and the last have a piece cut out, behind a torn one. That is as long as the
        // line feeds that are lost, so that the last output stands where it was.
        lines = lines.dropLast(4) + [Array(#"{""#.utf8) + lines.suffix(4).flatMap { $0 }]
        try home.write(Array(lines.joined(separator: [10])) + [10], as: threadA)
        let next = home.store()
        #expect(try await outputs(next) == expected)
        #expect(try await next.decodedTurns(threadA)[0].items == items)
        #expect(try await next.read(threadA).damages.map(\.kind) == [.gluedRecords])
        next.close()
    }
}
