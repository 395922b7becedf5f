import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// Searches find what was said in threads, and what they are called.
struct ThreadSearchTests {
    private let home = TestHome()

    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0199dddd-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// A log with one turn for each text of the user's.
    private func write(_ number: Int, _ texts: [String], createdAtMs: Int? = nil) throws {
        let createdAtMs = createdAtMs ?? 1000 + number
        var lines = [line(nil, createdAtMs, .thread(header(id(number), createdAtMs: createdAtMs)))]
        for (index, text) in texts.enumerated() {
            lines += try textTurn("t\(index)", seq: 1 + index * 30, atMs: createdAtMs + index, text: text)
        }
        try home.write(try encode(lines), as: id(number))
    }

    private func found(
        _ store: ThreadStore, _ term: String, _ change: (inout ThreadSearchQuery) -> Void = { _ in }
    ) async throws -> [String] {
        var query = ThreadSearchQuery(searchTerm: term)
        change(&query)
        return try await store.search(query).results.map(\.thread.id)
    }

    @Test func messagesOfUserAndAgentAreFound() async throws {
        try write(1, ["Refactor the Scheduler", "and the zebra"])
        try write(2, ["Something about zebras"])
        try write(3, ["100%_done a\\\\b"])
        let store = home.store()
        #expect(try await found(store, "factor") == [id(1)])
        #expect(try await found(store, "ZEBRA") == [2, 1].map(id))
        #expect(try await found(store, "zebra") { $0.isAscending = true } == [1, 2].map(id))
        #expect(try await found(store, "%_d") == [id(3)])
        #expect(try await found(store, #"a\b"#) == [id(3)])
        #expect(try await found(store, "ze") == [2, 1].map(id), "too short for the full-text table")
        #expect(try await found(store, "answer") == [3, 2, 1].map(id), "what the agent said")
        #expect(try await found(store, "scheduler zebra").isEmpty)
        #expect(try await found(store, "nowhere").isEmpty)
        let page = try await store.search(ThreadSearchQuery(searchTerm: "zebra"))
        #expect(page.results.map(\.snippet) == ["Something about zebras", "and the zebra"])
        store.close()
    }

    @Test(arguments: ["needle", "ee"])
    func pagesGoBothWays(_ term: String) async throws {
        for number in 0..<7 { try write(number, ["a needle"], createdAtMs: 1000 + number / 2) }
        try write(20, ["hay"])
        let store = home.store()
        let first = try await store.search(ThreadSearchQuery(searchTerm: term, limit: 3))
        #expect(first.results.map(\.thread.id) == [6, 5, 4].map(id))
        let second = try await store.search(ThreadSearchQuery(searchTerm: term, cursor: first.nextCursor, limit: 3))
        #expect(second.results.map(\.thread.id) == [3, 2, 1].map(id))
        let last = try await store.search(ThreadSearchQuery(searchTerm: term, cursor: second.nextCursor, limit: 3))
        #expect(last.results.map(\.thread.id) == [id(0)])
        #expect(last.nextCursor == nil)
        let back = try await store.search(
            ThreadSearchQuery(searchTerm: term, cursor: last.backwardsCursor, limit: 3, isAscending: true))
        #expect(back.results.map(\.thread.id) == [0, 1, 2].map(id))
        store.close()
    }

    @Test func commonTermsAreFoundByWalkingThroughTheList() async throws {
        for number in 0..<2_010 { try write(number, ["common words"]) }
        let store = home.store()
        #expect(try await found(store, "common") { $0.limit = 2 } == [2_009, 2_008].map(id))
        store.close()
    }

    @Test func whatWasSaidJustNowIsFound() async throws {
        let store = home.store()
        let log = try await store.create(header())
        for line in try textTurn(text: "first words") { log.append(line) }
        store.noteSummary(log.digest.summary)
        #expect(try await found(store, "first words") == [threadA])
        for line in try textTurn("t2", seq: 40, atMs: 9000, text: "later words") { log.append(line) }
        store.noteSummary(log.digest.summary)
        #expect(try await found(store, "later words") == [threadA])
        log.append(line(90, 9500, .name("A Fine Name")))
        store.noteSummary(log.digest.summary)
        #expect(try await found(store, "fine name") == [threadA])
        log.append(line(91, 9600, .name("Another")))
        store.noteSummary(log.digest.summary)
        #expect(try await found(store, "fine name").isEmpty)
        #expect(try await found(store, "another") == [threadA])
        store.close()
        let next = home.store()
        #expect(try await found(next, "later words") == [threadA])
        next.close()
    }

    @Test func revertedAndDeletedMessagesAreGone() async throws {
        let store = home.store()
        let log = try await store.create(header())
        for line in try textTurn("t1", text: "stays") { log.append(line) }
        for line in try textTurn("t2", seq: 40, atMs: 3000, text: "goes away") { log.append(line) }
        store.noteSummary(log.digest.summary)
        #expect(try await found(store, "goes away") == [threadA])
        let reverted = try await store.revertRecord(threadA, beforeTurnId: "t2")
        log.append(line(nil, 5000, .reverted(reverted)))
        for line in try textTurn("t3", seq: 80, atMs: 6000, text: "comes instead") { log.append(line) }
        store.noteSummary(log.digest.summary)
        #expect(try await found(store, "goes away").isEmpty)
        #expect(try await found(store, "stays") == [threadA])
        #expect(try await found(store, "comes instead") == [threadA])
        #expect(await store.committer.committed(store.writer.barrier()))
        let path = StorePaths(home: home.path).index
        #expect(try IndexFiles.count("message WHERE text LIKE '%goes%'", path) == 0)
        log.close()
        try await store.delete(threadA)
        #expect(try await found(store, "stays").isEmpty)
        #expect(try IndexFiles.count("message", path) == 0)
        #expect(try IndexFiles.count("message_text WHERE message_text MATCH '\"tay\"'", path) == 0)
        store.close()
    }

    @Test func aLogThatBecameAnotherIsReadAnew() async throws {
        try write(1, ["the old words, and many of them", "and more"])
        var store = home.store()
        #expect(try await found(store, "old words") == [id(1)])
        store.close()
        try write(1, ["new"])
        try IndexFiles.execute("UPDATE state SET value = '0' WHERE key = 'clean'", StorePaths(home: home.path).index)
        store = home.store()
        #expect(try await found(store, "new") == [id(1)])
        #expect(try await found(store, "old words").isEmpty)
        store.close()
    }

    @Test func filters() async throws {
        let store = home.store()
        for (id, isArchived, source) in [
            (threadA, true, SessionSource.cli), (threadB, false, .exec),
        ] {
            store.noteSummary(
                ThreadSummary(
                    header: header(id, source: source), settings: nil, name: "the name", preview: "",
                    hasUserMessage: true, updatedAtMs: 1, recencyAtMs: 1, isArchived: isArchived))
        }
        #expect(try await found(store, "name").isEmpty)
        #expect(try await found(store, "name") { $0.isArchived = true } == [threadA])
        #expect(try await found(store, "name") { $0.sourceKinds = [.exec] } == [threadB])
        for sortKey in ThreadSearchSortKey.allCases {
            #expect(
                try await found(store, "na") { query in
                    query.sortKey = sortKey
                    query.sourceKinds = [.exec]
                } == [threadB])
        }
        await #expect(throws: ThreadStoreError(kind: .invalidCursor, message: "invalid cursor: zz")) {
            try await store.search(ThreadSearchQuery(searchTerm: "x", cursor: "zz"))
        }
        let empty = await #expect(throws: ThreadStoreError.self) {
            try await store.search(ThreadSearchQuery(searchTerm: " "))
        }
        #expect(empty?.kind == .invalidQuery)
        store.close()
    }

    @Test func onlyMessagesAndNamesAreInTheIndex() async throws {
        let lines =
            [line(nil, 1, .thread(header(id(1))))] + (try textTurn(text: "public"))
            + [
                line(
                    50, 60,
                    .itemCompleted(ItemRecord(turnId: "t1", item: try command("completed", output: "secret"), atMs: 60))
                ),
                line(nil, 61, .modelItem(ModelItemRecord(turnId: "t1", item: try raw(#"{"x":"secret"}"#)))),
            ]
        try home.write(try encode(lines), as: id(1))
        let store = home.store()
        #expect(try await found(store, "public") == [id(1)])
        #expect(try await found(store, "secret").isEmpty)
        store.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: StorePaths(home: home.path).index))
        #expect(bytes.range(of: Data("secret".utf8)) == nil)
    }
}
