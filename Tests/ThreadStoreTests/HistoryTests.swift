import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// History stays in the log: opening reads the end, pages read what they show, and both agree with a reading of the whole.
struct HistoryTests {
    private let home = TestHome()
    private let seed = UInt64.random(in: 0 ... .max)

    /// A thread whose log is long enough for several checkpoints, with a revert in the middle.
    private func makeLongThread(_ store: ThreadStore, turns: Int = 400) async throws -> [String] {
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        for number in 1...turns {
            for line in try random.turn() { log.append(line) }
            guard number % 97 == 0 else { continue }
            let target = try #require(random.turns.dropLast(5).last)
            log.append(random.line(try await store.revertRecord(threadA, beforeTurnId: target)))
            random.revert(before: target)
        }
        log.close()
        return random.turns
    }

    @Test func openingFromACheckpointTellsTheSameAsReadingEverything() async throws {
        let store = home.store()
        _ = try await makeLongThread(store)
        let whole = try await store.read(threadA)
        let state = try await store.state(threadA)
        #expect(state.digest == whole.digest, "seed \(seed)")
        #expect(state.damages.isEmpty)
        #expect(try home.bytes(of: threadA).count > 3 * ThreadLog.checkpointInterval)
        store.close()
    }

    @Test func pagesInBothDirectionsShowEveryTurnOnce() async throws {
        let store = home.store()
        let ids = try await makeLongThread(store, turns: 120)
        let all = try await store.decodedTurns(threadA)
        #expect(all.map(\.id) == ids, "seed \(seed)")
        #expect(all == (try await store.read(threadA).turns), "seed \(seed)")
        for isAscending in [true, false] {
            for limit in [1, 7, 25, 1_000] {
                var shown: [Turn] = []
                var cursor: String?
                repeat {
                    let query = TurnsQuery(cursor: cursor, limit: limit, isAscending: isAscending, itemsView: .full)
                    let page = try await store.turns(threadA, query)
                    #expect(page.data.count <= limit)
                    shown += page.data
                    cursor = page.nextCursor
                } while cursor != nil
                #expect(shown == (isAscending ? all : all.reversed()), "limit \(limit), seed \(seed)")
            }
        }
        store.close()
    }

    @Test func aPageCanBeTurnedRound() async throws {
        let store = home.store()
        let ids = try await makeLongThread(store, turns: 20)
        let newest = try await store.turns(threadA, TurnsQuery(limit: 5))
        let older = try await store.turns(threadA, TurnsQuery(cursor: newest.nextCursor, limit: 5))
        let back = try await store.turns(
            threadA, TurnsQuery(cursor: older.backwardsCursor, limit: 6, isAscending: true))
        // It begins with the first turn of the page that it turns round.
        #expect(back.data.map(\.id) == Array(ids.suffix(6)))
        store.close()
    }

    @Test func itemsAreShownOnceInBothDirectionsAndByTurn() async throws {
        let store = home.store()
        _ = try await makeLongThread(store, turns: 40)
        let all = try await store.decodedTurns(threadA).flatMap { turn in turn.items.map { [turn.id, $0.id] } }
        for isAscending in [true, false] {
            var shown: [[String]] = []
            var start: ItemsQuery.Start?
            repeat {
                let page = try await store.items(
                    threadA, ItemsQuery(start: start, limit: 9, isAscending: isAscending))
                shown += page.entries.map { [$0.turnId, $0.item.id] }
                start = page.nextCursor.map { .cursor($0) }
            } while start != nil
            #expect(shown == (isAscending ? all : all.reversed()), "seed \(seed)")
        }
        let turn = try #require(all.last?[0])
        let ofTurn = try await store.items(threadA, ItemsQuery(limit: 100, turnId: turn))
        #expect(ofTurn.entries.map(\.item.id) == all.filter { $0[0] == turn }.map { $0[1] })
        #expect(ofTurn.entries.allSatisfy { $0.completedAtMs != nil })
        let behind = try await store.items(
            threadA, ItemsQuery(start: .item(ofTurn.entries[0].item.id), limit: 100, turnId: turn))
        #expect(behind.entries == Array(ofTurn.entries.dropFirst()))
        #expect(try await store.items(threadA, ItemsQuery(turnId: "none")).entries.isEmpty)
        store.close()
    }

    @Test func theTimelineGoesBackPageByPage() async throws {
        let store = home.store()
        let ids = try await makeLongThread(store, turns: 12)
        var pages: [[ThreadTimelineEntry]] = []
        var cursor: String?
        repeat {
            let page = try await store.timeline(threadA, cursor: cursor, limit: 4)
            pages.insert(page.entries, at: 0)
            cursor = page.nextCursor
        } while cursor != nil
        let entries = pages.flatMap { $0 }
        let begun = entries.compactMap { entry -> String? in
            if case .turnStarted(let start) = entry { start.turnId } else { nil }
        }
        #expect(begun == ids, "seed \(seed)")
        let turns = try await store.decodedTurns(threadA)
        #expect(entries.count == turns.map { $0.items.count + 2 }.reduce(0, +))
        store.close()
    }

    @Test func cursorsAreCheckedWhenTheyComeBack() async throws {
        let store = home.store()
        let ids = try await makeLongThread(store, turns: 10)
        func message(_ cursor: String) async -> String? {
            do {
                _ = try await store.turns(threadA, TurnsQuery(cursor: cursor))
                return nil
            } catch {
                return error.message
            }
        }
        #expect(await message("zz") == "invalid cursor: zz")
        let place = HistoryCursor(kind: .turn, offset: 5, turnId: ids[0], isInclusive: true).text
        #expect(await message(place) == "invalid cursor: position outside thread lineage")

        let (log, _) = try await store.open(threadA)
        let newest = try #require(try await store.turns(threadA, TurnsQuery(limit: 1)).backwardsCursor)
        #expect(await message(newest) == nil)
        let record = try await store.revertRecord(threadA, beforeTurnId: try #require(ids.last))
        log.append(LogLine(seq: nil, atMs: 99_999, record: .reverted(record)))
        #expect(await message(newest) == "invalid cursor: position outside thread lineage")
        #expect(try await store.turns(threadA, TurnsQuery(limit: 1)).data.map(\.id) == [ids[ids.count - 2]])
        store.close()
    }

    @Test func aReadingIsBoundedByTheLengthThatTheCallerKnows() async throws {
        let store = home.store()
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        for line in try random.turn() { log.append(line) }
        let length = log.length
        for line in try random.turn(isOpen: true) { log.append(line) }
        #expect(try await store.turns(threadA, TurnsQuery(), upTo: length).data.map(\.id) == ["turn-1"])
        // Nobody else is told that a turn of this process is interrupted.
        #expect(try await store.turns(threadA, TurnsQuery()).data.map(\.status) == [.inProgress, .completed])
        log.close()
        #expect(try await store.turns(threadA, TurnsQuery()).data.map(\.status) == [.interrupted, .completed])
        store.close()
    }

    @Test func theModelSeesWhatIsHistory() async throws {
        let store = home.store()
        _ = try await makeLongThread(store, turns: 110)
        #expect(try await store.modelHistory(threadA) == (try await store.read(threadA).modelItems), "seed \(seed)")
        store.close()
    }

    // MARK: - Copies

    @Test func aCopyStandsAlone() async throws {
        let store = home.store()
        let ids = try await makeLongThread(store, turns: 110)
        // A reading waits for what was appended before.
        _ = try await store.state(threadA)
        let before = try home.bytes(of: threadA)
        let middle = ids[ids.count / 2]
        for (boundary, expected) in [
            (ForkBoundary.end(upTo: nil), ids), (.through(middle), Array(ids.prefix(through: ids.count / 2))),
            (.before(middle), Array(ids.prefix(ids.count / 2))),
        ] {
            var copyHeader = header(threadB)
            copyHeader.forkedFromId = threadA
            let (log, copy) = try await store.fork(
                threadA, header: copyHeader, settings: try settings(), boundary: boundary)
            #expect(try await store.decodedTurns(threadB).map(\.id) == expected, "seed \(seed)")
            #expect(copy.digest.preview == "question 1")
            #expect(copy.digest.reverted.isEmpty)
            #expect(copy.digest.header.forkedFromId == threadA)
            #expect(
                try await store.forkHistory(threadA, boundary: boundary) == (try await store.modelHistory(threadB)))
            log.close()
            try await store.delete(threadB)
        }
        #expect(try home.bytes(of: threadA) == before)
        store.close()
    }

    @Test func aRunningTurnIsInterruptedInItsCopy() async throws {
        let store = home.store()
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        for line in try random.turn() + random.turn(isOpen: true) { log.append(line) }
        let (_, copy) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: log.length))
        #expect(copy.digest.lastTurn?.status == .interrupted)
        #expect(try await store.turns(threadA, TurnsQuery(limit: 1)).data[0].status == .inProgress)
        let chosen = try settings()
        do throws(ThreadStoreError) {
            _ = try await store.fork(
                threadA, header: header("0199cccc-0000-7000-8000-00000000000c"), settings: chosen,
                boundary: .through("turn-2"))
            Issue.record("copied through a running turn")
        } catch {
            #expect(error.kind == .turnInProgress)
        }
        store.close()
    }

    @Test func aDeletedThreadIsGone() async throws {
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        for line in try textTurn() { log.append(line) }
        do {
            try await store.delete(threadA)
            Issue.record("deleted a thread that is open")
        } catch {
            #expect(error.kind == .threadOpen)
        }
        log.close()
        try await store.delete(threadA)
        do {
            _ = try await store.state(threadA)
            Issue.record("found a deleted thread")
        } catch {
            #expect(error.kind == .threadNotFound)
        }
        store.close()
    }

    // MARK: - Search

    @Test func occurrencesAreLiteralAndIgnoreCase() async throws {
        let store = home.store()
        _ = try await makeLongThread(store, turns: 30)
        let page = try await store.occurrences(threadA, term: "QUESTION 3", cursor: nil, limit: 1)
        let found = try #require(page.occurrences.first)
        #expect(found.snippet == "question 3")
        #expect(found.snippetMatchRange == ThreadSearchTextRange(start: 0, end: 10))
        #expect(
            try await store.turns(threadA, TurnsQuery(cursor: found.turnCursor, limit: 1)).data.map(\.id)
                == [found.turnId])
        let next = try await store.occurrences(threadA, term: "QUESTION 3", cursor: page.nextCursor, limit: 10)
        #expect(next.occurrences.map(\.snippet) == ["question 30"])
        #expect(next.nextCursor == nil)
    }

    @Test func rangesCountUTF16() {
        let matches = TextSearch("é").matches(in: "👍👍É")
        #expect(matches == [TextSearch.Match(snippet: "👍👍É", start: 4, end: 5)])
    }

    @Test(arguments: [
        ("Needle", "a NEEDLE in the hay", 1), ("needle", "no such thing", 0), ("é", "cafe", 0), ("É", "café", 1),
        ("k", "5 \u{212A}", 1), ("aa", "aAaAa", 2), ("longer than the text", "short", 0), ("end", "the END", 1),
    ])
    func caseIsFoldedInEveryScript(_ term: String, _ text: String, _ count: Int) {
        #expect(TextSearch(term).matches(in: text).count == count)
    }
}
