import AppServerProtocol
import Foundation
import GRDB
import Testing

@testable import ThreadStore

/// An index that is missing, unusable or behind is made from the logs in the background, and lists go on meanwhile.
struct IndexRebuildTests {
    private let home = TestHome()
    private var paths: StorePaths { StorePaths(home: home.path) }

    /// An id of version 7 that sorts by its number; the folders fill evenly.
    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        let padded = String(repeating: "0", count: 8 - digits.count) + digits
        return "0199\(padded.prefix(4))-\(padded.suffix(4))-7000-8000-0000000000\(padded.suffix(2))"
    }

    private func write(_ numbers: Range<Int>) throws {
        for number in numbers {
            let lines =
                [line(nil, 1000 + number, .thread(header(id(number), createdAtMs: 1000 + number)))]
                + (try textTurn(atMs: 2000 + number, text: "word\(number)"))
            try home.write(try encode(lines), as: id(number))
        }
    }

    /// All ids that the pages of a list have, oldest first.
    private func listed(_ store: ThreadStore) async throws -> [String] {
        var query = ThreadListQuery(limit: 100, isAscending: true)
        var ids: [String] = []
        repeat {
            let page = try await store.list(query)
            ids += page.threads.map(\.id)
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return ids
    }

    /// Lists until the rebuild has come to its end.
    private func listedAtLast(_ store: ThreadStore) async throws -> [String] {
        while true {
            // Asked first: a rebuild that ends behind the list is not in it.
            let isUpToDate = store.index.isUpToDate
            let ids = try await listed(store)
            if isUpToDate { return ids }
            await Task.yield()
        }
    }

    @Test func aRowThatCannotBeSavedHoldsUpNoOther() async throws {
        func rename(_ number: Int, _ store: ThreadStore) async throws {
            let (log, _) = try await store.open(id(number))
            await store.committer.committed(log.append(line(900, 9_000, .name("name \(number)"))))
            store.noteSummary(try await store.state(id(number)).digest.summary)
        }
        func names(_ store: ThreadStore) async throws -> [String?] {
            _ = try await listedAtLast(store)
            return try await store.list(ThreadListQuery(limit: 100, isAscending: true)).whole.map(\.name)
        }
        try write(0..<2)
        let first = home.store()
        #expect(try await names(first) == [nil, nil])
        // More than a database takes.
        try IndexFiles.execute(
            """
            CREATE TRIGGER too_long BEFORE INSERT ON thread WHEN new.id IN ('\(id(0))', '\(id(3))')
            BEGIN SELECT zeroblob(3000000000); END
            """, paths.index)
        try await rename(0, first)
        try await rename(1, first)
        #expect(try await names(first) == [nil, "name 1"])
        first.close()

        try write(2..<5)
        let second = home.store()
        #expect(try await names(second) == [nil, "name 1", nil, nil])
        #expect(try await second.list(ThreadListQuery(limit: 100)).threads.map(\.id) == [4, 2, 1, 0].map(id))
        second.close()

        try IndexFiles.execute("DROP TRIGGER too_long", paths.index)
        let third = home.store()
        #expect(try await names(third) == ["name 0", "name 1", nil, nil, nil])
        third.close()
    }

    @Test func theFirstListHasTheNewestThreads() async throws {
        try write(0..<900)
        let store = home.store()
        let page = try await store.list(ThreadListQuery(limit: 50))
        #expect(page.threads.map(\.id) == (850..<900).reversed().map(id))
        #expect(try await listedAtLast(store) == (0..<900).map(id))
        #expect(try await store.search(ThreadSearchQuery(searchTerm: "word17")).results.count == 11)
        store.close()
        #expect(try IndexFiles.count("thread WHERE indexed_length < log_length", paths.index) == 0)
        #expect(try IndexFiles.count("state WHERE key = 'clean' AND value = '1'", paths.index) == 1)
    }

    @Test func openedAheadItIsBroughtUpToDateBeforeAnyoneLists() async throws {
        try write(0..<20)
        try Data("noise".utf8).write(to: URL(fileURLWithPath: paths.index))
        let store = home.store()
        store.openListsAhead()
        while !store.index.isUpToDate { await Task.yield() }
        store.close()
        #expect(try IndexFiles.count("thread", paths.index) == 20)
    }

    @Test func openedAheadNoIndexIsMade() throws {
        try write(0..<20)
        let store = home.store()
        store.openListsAhead()
        store.close()
        #expect(!StorePaths.exists(paths.index))
    }

    @Test func aRebuildThatWasCutOffGoesOn() async throws {
        try write(0..<300)
        do {
            // What a process leaves that is killed in the middle: some rows, and no word that they are all.
            let database = try IndexDatabase.open(paths, clock: { 1 }, logger: quiet)
            #expect(database.rebuild != nil)
            try await database.writer.write { [paths] db in
                for number in 100..<120 {
                    let (summary, length) = try #require(
                        SummaryScanner.summary(of: paths.log(id(number)), id: id(number)))
                    try IndexRow(
                        summary: summary, path: StorePaths.relativeLog(summary.id), logLength: length
                    ).save(db)
                }
            }
            try database.writer.close()
        }
        let store = home.store()
        #expect(try await listedAtLast(store) == (0..<300).map(id))
        #expect(try await store.search(ThreadSearchQuery(searchTerm: "word110")).results.map(\.thread.id) == [id(110)])
        store.close()
    }

    @Test func theVersionIsTheNumberOfMigrations() {
        #expect(IndexSchema.migrator.migrations.count == IndexSchema.version)
    }

    @Test func whoOnlyListsLeavesAnIndexComplete() async throws {
        try write(0..<3)
        let first = home.store()
        _ = try await listedAtLast(first)
        first.close()
        let database = try IndexDatabase.open(paths, clock: { 1 }, logger: quiet)
        #expect(database.rebuild == nil)
        #expect(
            try await database.reading().read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM thread") } == 3)
        // As a process that is killed leaves it.
        database.connections.close()
        #expect(try IndexFiles.count("state WHERE key = 'clean' AND value = '1'", paths.index) == 1)
        #expect(try IndexDatabase.open(paths, clock: { 1 }, logger: quiet).rebuild == nil)
    }

    @Test func aSecondLookHasAConnectionOfItsOwn() async throws {
        try write(0..<3)
        let first = home.store()
        _ = try await listedAtLast(first)
        first.close()
        let database = try IndexDatabase.open(paths, clock: { 1 }, logger: quiet)
        defer { database.close(isUpToDate: true) }
        _ = database.reading()
        #expect(database.reader == nil)
        _ = database.reading()
        let reader = try #require(database.reader)
        // What is being written does not keep it waiting, and is not seen.
        try await database.writer.writeWithoutTransaction { db in
            try db.inTransaction {
                try db.execute(sql: "DELETE FROM thread")
                #expect(try reader.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM thread") } == 3)
                return .rollback
            }
        }
    }

    /// The smaller number has its last rows made when the first list is answered.
    @Test(arguments: [500, 700])
    func aStopDuringTheRebuildIsPromptAndTheNextProcessGoesOn(_ count: Int) async throws {
        try write(0..<count)
        let first = home.store()
        _ = try await first.list(ThreadListQuery(limit: 1))
        first.close()
        let second = home.store()
        #expect(try await listedAtLast(second) == (0..<count).map(id))
        second.close()
    }

    @Test func messagesThatAreMissingAreBroughtInLater() async throws {
        try write(0..<3)
        let first = home.store()
        #expect(try await listedAtLast(first).count == 3)
        first.close()
        try IndexFiles.execute("UPDATE thread SET indexed_length = 0; DELETE FROM message", paths.index)
        let second = home.store()
        #expect(try await second.search(ThreadSearchQuery(searchTerm: "word2")).results.map(\.thread.id) == [id(2)])
        second.close()
    }

    @Test func anOrderlyStopLeavesNoMessagesToTheNextProcess() async throws {
        let store = home.store()
        let log = try await store.create(header())
        for line in try textTurn(text: "the last words") { log.append(line) }
        store.noteSummary(log.digest.summary)
        #expect(try await store.list(ThreadListQuery()).threads.count == 1)
        while !store.index.isUpToDate { await Task.yield() }
        for line in try textTurn("t2", seq: 40, atMs: 9000, text: "and one more") { log.append(line) }
        store.noteSummary(log.digest.summary)
        store.close()
        #expect(try IndexFiles.count("thread WHERE indexed_length < log_length", paths.index) == 0)
        #expect(try IndexFiles.count("message WHERE text LIKE '%one more%'", paths.index) == 1)
    }

    @Test func anIndexDeletedWhileInUseIsMadeAnew() async throws {
        try write(0..<5)
        let store = home.store()
        #expect(try await listedAtLast(store).count == 5)
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: paths.index + suffix) }
        try write(5..<6)
        #expect(try await listedAtLast(store) == (0..<6).map(id))
        store.close()
        let next = home.store()
        #expect(try await listedAtLast(next) == (0..<6).map(id))
        next.close()
    }

    @Test func onlyTheUserCanReadTheIndex() async throws {
        try write(0..<1)
        let store = home.store()
        #expect(try await listedAtLast(store).count == 1)
        for suffix in ["", "-wal"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: paths.index + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        store.close()
    }

    @Test func anIndexOfVersion1IsMadeAnew() async throws {
        try write(0..<2)
        let queue = try DatabaseQueue(path: paths.index)
        try IndexSchema.migrator.migrate(queue, upTo: "1 threads")
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO state VALUES ('clean', '1')")
        }
        try queue.close()
        let store = home.store()
        #expect(try await listedAtLast(store) == (0..<2).map(id))
        store.close()
        #expect(!StorePaths.exists(paths.index + ".unusable"))
    }

    @Test func aThreadDeletedDuringTheRebuildStaysAway() async throws {
        try write(0..<450)
        let store = home.store()
        _ = try await store.list(ThreadListQuery(limit: 1))
        for number in 0..<20 { try await store.delete(id(number)) }
        #expect(try await listedAtLast(store) == (20..<450).map(id))
        store.close()
    }

    @Test func aNoteIsNewerThanWhatTheRebuildReads() async throws {
        try write(0..<2)
        let store = home.store()
        var summary = try await store.state(id(1)).digest.summary
        summary.name = "renamed a moment ago"
        store.noteSummary(summary)
        #expect(try await listedAtLast(store).count == 2)
        #expect(try await store.list(ThreadListQuery()).whole.map(\.name) == ["renamed a moment ago", nil])
        store.close()
    }

    @Test func alongDamagedIndexNeitherListsNorSearchesFail() async throws {
        try write(0..<40)
        let store = home.store()
        #expect(try await listedAtLast(store).count == 40)
        try IndexFiles.overwriteInPlace(paths.index)
        #expect(try await store.search(ThreadSearchQuery(searchTerm: "word7")).results.map(\.thread.id) == [id(7)])
        #expect(try await listedAtLast(store).count == 40)
        store.close()
    }
}
