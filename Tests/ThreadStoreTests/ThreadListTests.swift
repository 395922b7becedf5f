import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// Lists page without gaps, filter as asked, and never depend on the index file.
struct ThreadListTests {
    private let home = TestHome()

    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0199cccc-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private func summary(
        _ number: Int, createdAtMs: Int = 1000, source: SessionSource = .vscode, name: String? = nil,
        preview: String = "hello", hasUserMessage: Bool = true, cwd: String = "/work", provider: String = "offline",
        isArchived: Bool = false
    ) -> ThreadSummary {
        var header = header(id(number), createdAtMs: createdAtMs, source: source)
        header.cwd = cwd
        header.modelProvider = provider
        return ThreadSummary(
            header: header, settings: nil, name: name, preview: preview, hasUserMessage: hasUserMessage,
            updatedAtMs: createdAtMs + number, recencyAtMs: createdAtMs - number, isArchived: isArchived)
    }

    /// Lists all pages and returns the ids in order.
    private func allPages(_ store: ThreadStore, _ query: ThreadListQuery) async throws -> [String] {
        var query = query
        var ids: [String] = []
        while true {
            let page = try await store.list(query)
            #expect(page.threads.count <= max(query.limit, 1))
            ids += page.threads.map(\.id)
            guard let next = page.nextCursor else { return ids }
            query.cursor = next
        }
    }

    @Test(arguments: [7, 100, 1000], [ThreadListQuery.SortKey.createdAt, .updatedAt, .recencyAt])
    func threadsOfTheSameMomentAreAllListedOnce(_ limit: Int, _ sortKey: ThreadListQuery.SortKey) async throws {
        let store = home.store()
        // 100 in one millisecond, 200 more in the same second.
        for number in 0..<300 {
            store.noteSummary(summary(number, createdAtMs: 1_763_682_414_000 + max(0, number - 99)))
        }
        let expected = Set((0..<300).map(id))
        for isAscending in [false, true] {
            let ids = try await allPages(
                store, ThreadListQuery(limit: limit, sortKey: sortKey, isAscending: isAscending))
            #expect(ids.count == 300)
            #expect(Set(ids) == expected)
        }
        store.close()
    }

    @Test func pagesGoBothWays() async throws {
        let store = home.store()
        for number in 0..<10 { store.noteSummary(summary(number)) }
        let first = try await store.list(ThreadListQuery(limit: 4))
        #expect(first.threads.map(\.id) == [9, 8, 7, 6].map(id))
        let second = try await store.list(ThreadListQuery(cursor: first.nextCursor, limit: 4))
        #expect(second.threads.map(\.id) == [5, 4, 3, 2].map(id))
        let back = try await store.list(ThreadListQuery(cursor: second.backwardsCursor, limit: 3, isAscending: true))
        #expect(back.threads.map(\.id) == [5, 6, 7].map(id), "it begins with the page's first thread")
        store.noteSummary(summary(10))
        let newer = try await store.list(ThreadListQuery(cursor: first.backwardsCursor, isAscending: true))
        #expect(newer.threads.map(\.id) == [9, 10].map(id))
        #expect(newer.nextCursor == nil)
        store.close()
    }

    @Test func limitsAreBroughtIntoRange() async throws {
        let store = home.store()
        for number in 0..<120 { store.noteSummary(summary(number)) }
        #expect(try await store.list(ThreadListQuery(limit: 0)).threads.count == 1)
        #expect(try await store.list(ThreadListQuery()).threads.count == 25)
        let most = try await store.list(ThreadListQuery(limit: 200))
        #expect(most.threads.count == 100)
        #expect(most.nextCursor != nil)
        store.close()
    }

    @Test(arguments: [
        "zz", "", "created_at:after:x:\(threadA)", "created_at:after:1:x", "updated_at:after:1:\(threadA)",
    ])
    func aCursorThatIsNoneIsRefused(_ cursor: String) async throws {
        let store = home.store()
        await #expect(throws: ThreadStoreError(kind: .invalidCursor, message: "invalid cursor: \(cursor)")) {
            try await store.list(ThreadListQuery(cursor: cursor))
        }
        store.close()
    }

    @Test func filters() async throws {
        let store = home.store()
        store.noteSummary(summary(0))
        store.noteSummary(summary(1, source: .cli, name: "Fix 100%_done", cwd: "/a", provider: "p1"))
        store.noteSummary(summary(2, source: .exec, cwd: "/b", provider: "p2"))
        store.noteSummary(summary(3, preview: "Something ELSE", isArchived: true))
        store.noteSummary(summary(4, hasUserMessage: false))
        store.noteSummary(summary(5, source: .subAgent(.review)))
        store.noteSummary(summary(6, source: .custom("x"), preview: #"a\b"#))
        func ids(_ query: ThreadListQuery) async throws -> [String] {
            try await store.list(query).threads.map(\.id).sorted()
        }
        let everyKind = ThreadSourceKind.allCases

        #expect(try await ids(ThreadListQuery()) == [0, 1].map(id), "interactive, not archived, with a message")
        #expect(try await ids(ThreadListQuery(sourceKinds: [.exec])) == [id(2)])
        #expect(try await ids(ThreadListQuery(sourceKinds: [.subAgent])) == [id(5)])
        #expect(try await ids(ThreadListQuery(sourceKinds: [.subAgentReview, .unknown])) == [5, 6].map(id))
        #expect(try await ids(ThreadListQuery(sourceKinds: everyKind)) == [0, 1, 2, 5, 6].map(id))
        #expect(try await ids(ThreadListQuery(isArchived: true)) == [id(3)])
        #expect(
            try await ids(ThreadListQuery(modelProviders: ["p1", "p2"], sourceKinds: everyKind)) == [1, 2].map(id))
        #expect(try await ids(ThreadListQuery(sourceKinds: everyKind, cwds: ["/a", "/b", "/c"])) == [1, 2].map(id))
        #expect(try await ids(ThreadListQuery(excludedThreadIds: [id(0).uppercased()])) == [id(1)])
        #expect(try await ids(ThreadListQuery(searchTerm: "fix")) == [id(1)])
        #expect(try await ids(ThreadListQuery(searchTerm: "0%_D")) == [id(1)])
        #expect(try await ids(ThreadListQuery(searchTerm: "%")) == [id(1)])
        #expect(try await ids(ThreadListQuery(sourceKinds: everyKind, searchTerm: #"\"#)) == [id(6)])
        #expect(try await ids(ThreadListQuery(isArchived: true, searchTerm: "something else")) == [id(3)])
        #expect(try await ids(ThreadListQuery(searchTerm: "nowhere")).isEmpty)
        store.close()
    }

    @Test func aRowIsTheWholeThread() async throws {
        let store = home.store()
        var header = header(
            source: .subAgent(.threadSpawn(SubAgentSpawn(parentThreadId: threadB, depth: 1, agentNickname: "n"))))
        header.gitInfo = GitInfo(sha: "abc", branch: "main", originUrl: nil)
        header.forkedFromId = threadB
        header.parentThreadId = threadB
        header.threadSource = "user"
        let summary = ThreadSummary(
            header: header, settings: try settings(), name: "a name", preview: "hello", hasUserMessage: true,
            updatedAtMs: 5999, recencyAtMs: 4000)
        store.noteSummary(summary)
        let page = try await store.list(ThreadListQuery(sourceKinds: [.subAgentThreadSpawn]))
        #expect(try page.whole == [summary.thread(path: "\(home.path)/threads/0a/\(threadA).jsonl")])
        let thread = try #require(page.whole.first)
        #expect(thread.status == .notLoaded)
        #expect(thread.updatedAt == 5)
        #expect(thread.gitInfo == GitInfo(sha: "abc", branch: "main"))
        #expect(thread.agentNickname == "n")
        #expect(thread.reasoningEffort == "high")
        store.close()
    }

    @Test func theLastNoteOnAThreadCounts() async throws {
        let store = home.store()
        for number in 0..<50 { store.noteSummary(summary(1, name: "name \(number)")) }
        #expect(try await store.list(ThreadListQuery()).whole.map(\.name) == ["name 49"])
        store.close()
        let next = home.store()
        #expect(try await next.list(ThreadListQuery()).threads.isEmpty == false)
        next.close()
    }

    // MARK: - The index is disposable

    /// A home with two threads, made and closed in good order.
    private func makeThreads() async throws {
        let store = home.store()
        for (id, text) in [(threadA, "first"), (threadB, "second")] {
            let log = try await store.create(header(id))
            for line in try textTurn(text: text) { log.append(line) }
            store.noteSummary(try await store.read(id).summary)
        }
        #expect(try await previews(store) == ["second", "first"])
        store.close()
    }

    private func previews(_ store: ThreadStore) async throws -> [String] {
        try await store.list(ThreadListQuery()).whole.map(\.preview)
    }

    @Test func aSummaryOfTheLogIsThatOfTheWholeThread() async throws {
        try await makeThreads()
        let store = home.store()
        let thread = try await store.read(threadA)
        let scanned = try #require(SummaryScanner.summary(of: thread.path, id: threadA))
        #expect(scanned.summary == thread.summary)
        #expect(scanned.logLength == (try home.bytes(of: threadA).count))
        store.close()
    }

    @Test func theIndexIsUsedWhenItWasClosedInGoodOrder() async throws {
        try await makeThreads()
        // A log that the index has not heard of shows that logs were not looked at.
        try home.write(try encode([line(nil, 1, .thread(header(id(1))))] + textTurn()), as: id(1))
        let store = home.store()
        #expect(try await previews(store) == ["second", "first"])
        store.close()
    }

    @Test(
        arguments: [
            "deleted", "noise", "cut", "empty", "newer", "folder", "values", "columns", "listing", "no listing",
        ])
    func anUnusableIndexIsMadeAnew(_ damage: String) async throws {
        try await makeThreads()
        let path = StorePaths(home: home.path).index
        switch damage {
        case "deleted": try FileManager.default.removeItem(atPath: path)
        case "noise":
            try Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }).write(to: URL(fileURLWithPath: path))
        case "cut":
            try Data(Data(contentsOf: URL(fileURLWithPath: path)).prefix(5000)).write(to: URL(fileURLWithPath: path))
        case "empty": try Data().write(to: URL(fileURLWithPath: path))
        case "values": try IndexFiles.execute("UPDATE thread SET created_ms = 'noise', source = 7", path)
        case "columns": try IndexFiles.execute("ALTER TABLE thread DROP COLUMN preview", path)
        case "listing": try IndexFiles.execute("UPDATE thread SET listing = substr(listing, 1, 40)", path)
        case "no listing": try IndexFiles.execute("UPDATE thread SET listing = ''", path)
        case "newer": try IndexFiles.addMigrationOfALaterVersion(path)
        default:
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        let store = home.store()
        #expect(try await previews(store) == ["second", "first"])
        store.close()
    }

    @Test func aLockedIndexDoesNotStopLists() async throws {
        try await makeThreads()
        let lock = try IndexFiles.lock(StorePaths(home: home.path).index)
        let store = home.store()
        #expect(try await previews(store) == ["second", "first"])
        store.close()
        withExtendedLifetime(lock) {}
    }

    @Test func anIndexDestroyedWhileInUseIsMadeAnew() async throws {
        try await makeThreads()
        let store = home.store()
        #expect(try await previews(store).count == 2)
        try IndexFiles.overwriteInPlace(StorePaths(home: home.path).index)
        _ = try await store.list(ThreadListQuery(searchTerm: "x"))
        #expect(try await previews(store) == ["second", "first"])
        store.close()
    }

    @Test func afterACrashLogsWithNewsAreReadAgain() async throws {
        let store = home.store()
        let log = try await store.create(header())
        for line in try textTurn() { log.append(line) }
        store.noteSummary(try await store.read(threadA).summary)
        #expect(try await store.list(ThreadListQuery()).threads.count == 1)
        log.append(line(50, 50_000, .name("named at last")))
        let other = try await store.create(header(threadB))
        for line in try textTurn(text: "unnoted") { other.append(line) }
        #expect(await store.committer.committed(other.append(line(60, 60_000, .name(nil)))))
        // No close: the next process finds the index as a crash leaves it.
        let next = home.store()
        let threads = try await next.list(ThreadListQuery()).whole
        #expect(Set(threads.map(\.id)) == [threadA, threadB])
        #expect(threads.first { $0.id == threadA }?.name == "named at last")
        next.close()
        store.close()
    }

    @Test func threadsWhoseLogIsGoneLeaveTheIndexWithTheNextComparison() async throws {
        let store = home.store()
        let log = try await store.create(header())
        for line in try textTurn() { log.append(line) }
        store.noteSummary(try await store.read(threadA).summary)
        store.noteSummary(summary(1))
        #expect(try await store.list(ThreadListQuery()).threads.count == 2)
        let next = home.store()
        #expect(try await next.list(ThreadListQuery()).threads.map(\.id) == [threadA])
        next.close()
        store.close()
    }
}
