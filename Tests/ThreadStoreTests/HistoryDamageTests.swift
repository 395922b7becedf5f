import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// Pages and a reading of the whole log make the same of every damage, and a damaged checkpoint costs time only.
struct HistoryDamageTests {
    private let home = TestHome()
    private let seed = UInt64.random(in: 0 ... .max)

    private enum Damage: CaseIterable {
        /// The line is noise.
        case noise
        /// Its end is lost, with the line feed, so that the next line is glued to it.
        case torn
        /// Its line feed is lost.
        case glued
        /// It stands there twice.
        case doubled

        func apply(to pieces: inout [[UInt8]], at index: Int) {
            switch self {
            case .noise: pieces[index] = Array("\u{0}noise {\"seq\":\n".utf8)
            case .torn: pieces[index] = Array(pieces[index].prefix(pieces[index].count / 2))
            case .glued: pieces[index].removeLast()
            case .doubled: pieces[index] += pieces[index]
            }
        }
    }

    /// Every turn, page by page.
    private func pages(_ store: ThreadStore, limit: Int, isAscending: Bool) async throws -> [Turn] {
        var shown: [Turn] = []
        var cursor: String?
        repeat {
            let page = try await store.turns(
                threadA, TurnsQuery(cursor: cursor, limit: limit, isAscending: isAscending, itemsView: .full))
            shown += page.data
            cursor = page.nextCursor
        } while cursor != nil
        return isAscending ? shown : shown.reversed()
    }

    @Test(arguments: Damage.allCases)
    private func aDamagedLineHidesNoOther(_ damage: Damage) async throws {
        var random = RandomLog(seed: seed)
        var lines = [line(nil, 1000, .thread(header())), line(nil, 1000, .settings(try settings()))]
        for _ in 0..<3 { lines += try random.turn() }
        for index in lines.indices.dropLast() {
            var pieces = try lines.map { try encode([$0]) }
            damage.apply(to: &pieces, at: index)
            try home.write(pieces.flatMap { $0 }, as: threadA)
            let store = home.store()
            let whole = try await store.read(threadA).turns
            let place = "\(damage) in line \(index + 1), seed \(seed)"
            #expect(whole.map(\.id) == random.turns, "\(place)")
            #expect(try await store.decodedTurns(threadA) == whole, "\(place)")
            for limit in [1, 2, 9] {
                #expect(try await pages(store, limit: limit, isAscending: true) == whole, "\(place)")
                #expect(try await pages(store, limit: limit, isAscending: false) == whole, "\(place)")
            }
            store.close()
        }
    }

    @Test func aLastLineWithoutItsLineFeedIsShown() async throws {
        let lines =
            [line(nil, 1000, .thread(header()))] + (try textTurn())
            + [line(99, 9000, .turnStarted(TurnStartedRecord(turnId: "t2", startedAtMs: 9000)))]
        try home.write(try encode(lines).dropLast(), as: threadA)
        let store = home.store()
        let newest = try await store.turns(threadA, TurnsQuery(limit: 1))
        #expect(newest.data.map(\.id) == ["t2"])
        #expect(newest.data.map(\.status) == [.interrupted])
        #expect(try await pages(store, limit: 1, isAscending: true).map(\.id) == ["t1", "t2"])
        #expect(try await pages(store, limit: 1, isAscending: false).map(\.id) == ["t1", "t2"])
        store.close()
    }

    // MARK: - Checkpoints

    /// A log with a checkpoint at its end and one in its middle. Returns where the last one begins and ends.
    private func makeLogWithCheckpoints() async throws -> (bytes: [UInt8], last: Range<Int>) {
        var random = RandomLog(seed: seed)
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        var target: String?
        while log.length < ThreadLog.checkpointInterval * 3 / 2 {
            for line in try random.turn() { log.append(line) }
            if target == nil, random.turns.count == 12 { target = random.turns[9] }
        }
        let before = try #require(target)
        log.append(random.line(try await store.revertRecord(threadA, beforeTurnId: before)))
        random.revert(before: before)
        while log.length < ThreadLog.checkpointInterval * 7 / 4 {
            for line in try random.turn() { log.append(line) }
        }
        log.close()
        store.close()
        let bytes = try home.bytes(of: threadA)
        let begin = try #require(bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
        #expect(LineStart(Array(bytes[begin...]))?.kind == "checkpoint")
        return (bytes, begin..<bytes.count)
    }

    @Test func aDamagedCheckpointIsNotTrusted() async throws {
        let (bytes, last) = try await makeLogWithCheckpoints()
        var random = Seeded(seed)
        var places = Set((0..<60).map { _ in Int.random(in: last.dropLast(), using: &random) })
        // Numbers that stay numbers are the hardest to notice.
        for place in last.shuffled(using: &random).filter({ (0x30...0x39).contains(bytes[$0]) }).prefix(60) {
            places.insert(place)
        }
        try home.write(bytes, as: threadA)
        let store = home.store()
        let sound = try await store.read(threadA).digest
        #expect(try await store.state(threadA).digest == sound)
        for place in places.sorted() {
            var damaged = bytes
            damaged[place] = bytes[place] == UInt8(ascii: "7") ? UInt8(ascii: "1") : UInt8(ascii: "7")
            try home.write(damaged, as: threadA)
            #expect(try await store.state(threadA).digest == sound, "byte \(place - last.lowerBound), seed \(seed)")
        }
        store.close()
    }

    @Test func aLogCutInItsCheckpointLosesNothing() async throws {
        let (bytes, last) = try await makeLogWithCheckpoints()
        var random = Seeded(seed)
        var cuts = (0..<25).map { _ in Int.random(in: last, using: &random) }
        cuts += [last.lowerBound, last.lowerBound + 1, last.upperBound - 2, last.upperBound - 1, last.upperBound]
        try home.write(bytes, as: threadA)
        let reader = home.store()
        let sound = try await reader.read(threadA).digest
        reader.close()
        for cut in cuts {
            try home.write(Array(bytes.prefix(cut)), as: threadA)
            let store = home.store()
            let (log, thread) = try await store.open(threadA)
            #expect(thread.digest == sound, "cut at \(cut - last.lowerBound), seed \(seed)")
            log.append(line(nil, 99_999_999, .name("after")))
            log.close()
            let mended = try await store.read(threadA)
            #expect(mended.damages.isEmpty)
            #expect(mended.digest == (try await store.state(threadA).digest))
            #expect(mended.digest.name == "after")
            store.close()
        }
    }

    @Test func aCheckpointThatWasMovedIsNotTrusted() async throws {
        let (bytes, _) = try await makeLogWithCheckpoints()
        var lines = bytes.split(separator: UInt8(ascii: "\n"))
        // Somebody took a damaged line out of the middle with an editor; all offsets behind it are others now.
        let removed = try #require(lines.firstIndex { LineStart(Array($0))?.kind == "tokenUsage" })
        lines.remove(at: removed)
        let shorter = lines.flatMap { Array($0) + [UInt8(ascii: "\n")] }
        try home.write(shorter, as: threadA)
        let store = home.store()
        let whole = try await store.read(threadA)
        #expect(try await store.state(threadA).digest == whole.digest, "seed \(seed)")
        #expect(Set(whole.damages.map(\.kind)) == [.wrongCheckpoint])
        store.close()
    }

    @Test func aLargeStateIsNotWrittenAgainAndAgain() async throws {
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        let text = String(repeating: "x", count: 1 << 20)
        let input: [UserInput] = try value(#"[{"type": "text", "text": "\#(text)"}]"#)
        let waiting = QueuedSubmission(id: "q-1", clientUserMessageId: "c-1", input: input)
        log.append(line(nil, 2000, .queue(QueueRecord(submissions: [waiting], isPaused: true))))
        let begin = log.length
        var random = RandomLog(seed: seed)
        var written = 0
        while written < 4 << 20 {
            let lines = try random.turn()
            written += try encode(lines).count
            for line in lines { log.append(line) }
        }
        // Checkpoints are at most as much again as what they spare a reader.
        #expect(log.length - begin < 2 * written + (2 << 20))
        log.close()
        let whole = try await store.read(threadA)
        #expect(try await store.state(threadA).digest == whole.digest)
        #expect(whole.digest.queue.submissions.count == 1)
        store.close()
    }

    // MARK: - Bounds and cursors

    @Test func aRevertBehindTheBoundIsNotSeen() async throws {
        let store = home.store()
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        for _ in 0..<3 { for line in try random.turn() { log.append(line) } }
        let length = log.length
        log.append(random.line(try await store.revertRecord(threadA, beforeTurnId: "turn-2")))
        #expect(try await store.turns(threadA, TurnsQuery()).data.map(\.id) == ["turn-1"])
        let before = try await store.turns(threadA, TurnsQuery(), upTo: length)
        #expect(before.data.map(\.id) == ["turn-3", "turn-2", "turn-1"])
        #expect(try await store.decodedTurns(threadA, upTo: length).map(\.id) == ["turn-1", "turn-2", "turn-3"])
        log.close()
        #expect(try await store.turns(threadA, TurnsQuery(), upTo: length).data.count == 3)
        store.close()
    }

    @Test func aTurnThatRanAtTheBoundIsShownRunning() async throws {
        let store = home.store()
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        let first = try random.turn()
        for line in first.dropLast(3) { log.append(line) }
        let length = log.length
        for line in first.suffix(3) + (try random.turn()) { log.append(line) }
        #expect(try await store.turns(threadA, TurnsQuery(), upTo: length).data.map(\.status) == [.inProgress])
        #expect(try await store.decodedTurns(threadA, upTo: length).map(\.status) == [.inProgress])
        #expect(try await store.turns(threadA, TurnsQuery()).data.map(\.status) == [.completed, .completed])
        store.close()
    }

    @Test func aCursorMustStandAtTheBeginningOfALine() async throws {
        let store = home.store()
        try home.write(
            try encode([line(nil, 1000, .thread(header()))] + textTurn() + textTurn("t2", seq: 50, atMs: 9000)),
            as: threadA)
        let digest = try await store.state(threadA).digest
        let offset = try #require(digest.lastTurn?.offset)
        for (place, isValid) in [(offset, true), (offset + 3, false), (offset - 3, false), (offset - 1, false)] {
            let cursor = HistoryCursor(kind: .turn, offset: place, turnId: "t2", isInclusive: true).text
            let page = try? await store.turns(threadA, TurnsQuery(cursor: cursor))
            #expect((page != nil) == isValid, "\(place - offset)")
        }
        store.close()
    }

    @Test func aMessageOfARevertedTurnIsForgotten() async throws {
        let store = home.store()
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        for _ in 0..<3 { for line in try random.turn() { log.append(line) } }
        log.append(random.line(try await store.revertRecord(threadA, beforeTurnId: "turn-2")))
        #expect(log.digest.clientMessage("client-1")?.turnId == "turn-1")
        // The turn is gone; the same message would start another one.
        #expect(log.digest.clientMessage("client-2") == nil)
        #expect(log.digest.clientMessage("client-3") == nil)
        log.close()
        #expect(try await store.state(threadA).digest == (try await store.read(threadA).digest))
        store.close()
    }

    // MARK: - Copies

    @Test func aCopyKeepsWhatThisVersionDoesNotKnow() async throws {
        var text = String(decoding: try encode([line(nil, 1000, .thread(header()))] + textTurn()), as: UTF8.self)
        text = text.replacing(#""text":"answer""#, with: #""text":"answer","fromTheFuture":{"a":[1, 2.50]}"#)
        text = text.replacing(#""kind":"turnStarted""#, with: #""kind":"turnStarted","alsoNew":true"#)
        try home.write(Array(text.utf8), as: threadA)
        let store = home.store()
        let (log, _) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: nil))
        log.close()
        _ = try await store.state(threadB)
        let copy = String(decoding: try home.bytes(of: threadB), as: UTF8.self)
        #expect(copy.contains(#""fromTheFuture":{"a":[1, 2.50]}"#))
        #expect(copy.contains(#""alsoNew":true"#))
        #expect(try await store.decodedTurns(threadB) == (try await store.decodedTurns(threadA)))
        store.close()
    }
}
