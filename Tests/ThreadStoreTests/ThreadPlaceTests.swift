import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// Lists by section, project, family and attachment.
struct ThreadPlaceTests {
    private let home = TestHome()

    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0199eeee-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private func note(
        _ store: ThreadStore, _ number: Int, _ change: (inout ThreadSummary) -> Void = { _ in }
    ) {
        var summary = ThreadSummary(
            header: header(id(number), createdAtMs: 1000 + number), settings: nil, name: nil, preview: "p",
            hasUserMessage: true, updatedAtMs: 1, recencyAtMs: 1)
        change(&summary)
        store.noteSummary(summary)
    }

    private func ids(_ store: ThreadStore, _ query: ThreadListQuery) async throws -> [String] {
        try await store.list(query).threads.map(\.id)
    }

    @Test func sections() async throws {
        let store = home.store()
        let section = try await store.catalog.createSection(name: "S")
        for (number, rank) in [(0, 2.0), (1, 1.0), (2, 1.5)] {
            note(store, number) {
                $0.section = SectionRecord(sectionId: section.id, rank: rank, enteredAtMs: 7000)
                $0.hasUserMessage = number != 2
            }
        }
        note(store, 3)
        note(store, 4) { $0.section = SectionRecord(sectionId: "deleted", rank: 0, enteredAtMs: 1) }
        note(store, 5) { $0.hasUserMessage = false }

        var query = ThreadListQuery(section: .section(section.id))
        #expect(try await ids(store, query) == [2, 1, 0].map(id), "also one without a message")
        query.sortKey = .sectionPosition
        query.isAscending = true
        #expect(try await ids(store, query) == [1, 2, 0].map(id))
        query.limit = 2
        let page = try await store.list(query)
        query.cursor = page.nextCursor
        #expect(try await ids(store, query) == [id(0)])
        query.cursor = page.backwardsCursor
        query.isAscending = false
        #expect(try await ids(store, query) == [id(1)])
        #expect(try await ids(store, ThreadListQuery(section: .unsectioned)) == [4, 3].map(id))
        #expect(try await ids(store, ThreadListQuery()) == [4, 3, 2, 1, 0].map(id))
        #expect(try page.whole.map(\.section) == [section, section])
        #expect(try page.whole.map(\.sectionEnteredAt) == [7, 7])
        #expect(
            try await store.places(inSection: section.id)
                == [(1, 1.0), (2, 1.5), (0, 2.0)].map { SectionPlace(threadId: id($0), rank: $1) })

        try await store.catalog.deleteSection(section.id)
        #expect(try await ids(store, ThreadListQuery(section: .unsectioned)) == [4, 3, 2, 1, 0].map(id))
        let error = await #expect(throws: ThreadStoreError.self) {
            try await store.list(ThreadListQuery(sortKey: .sectionPosition))
        }
        #expect(error?.message == "section-position sorting requires a section filter")
        store.close()
    }

    @Test func families() async throws {
        let store = home.store()
        note(store, 0)
        for (number, parent) in [(1, 0), (2, 1), (3, 1)] {
            note(store, number) {
                $0.parentThreadId = id(parent)
                $0.source = .subAgent(.other("x"))
            }
        }
        #expect(try await ids(store, ThreadListQuery(parentThreadId: id(0))) == [id(1)])
        #expect(try await ids(store, ThreadListQuery(parentThreadId: id(1).uppercased())) == [3, 2].map(id))
        #expect(try await ids(store, ThreadListQuery(ancestorThreadId: id(0))) == [3, 2, 1].map(id))
        #expect(try await ids(store, ThreadListQuery(sourceKinds: [.cli], ancestorThreadId: id(0))).isEmpty)
        await #expect(throws: ThreadStoreError.self) {
            try await store.list(ThreadListQuery(parentThreadId: id(0), ancestorThreadId: id(0)))
        }
        store.close()
    }

    @Test func projectsAndReadStates() async throws {
        let store = home.store()
        let state = ThreadReadState(firstUnread: .turn(UnreadTurn(turnId: "t")), revision: "r1")
        note(store, 0) { $0.readState = state }
        note(store, 1) {
            $0.projectId = "p"
            $0.readState = ThreadReadState(revision: "r2")
            $0.daybreakEnabled = true
        }
        note(store, 2) { $0.readState = ThreadReadState(firstUnread: .threadStart, revision: "r3") }
        note(store, 3)
        let page = try await store.list(ThreadListQuery())
        #expect(
            page.readStates == [
                id(0): state, id(1): ThreadReadState(revision: "r2"),
                id(2): ThreadReadState(firstUnread: .threadStart, revision: "r3"),
            ])
        let inProject = try await store.list(ThreadListQuery(projectId: "p")).whole
        #expect(inProject.map(\.id) == [id(1)])
        #expect(inProject.first?.projectId == "p")
        #expect(inProject.first?.daybreakEnabled == true)
        store.close()
    }

    @Test func attachmentOwners() async throws {
        let store = home.store()
        let key = AttachmentKey(attachmentType: "pr", identityKey: "1")
        for number in 0..<5 {
            note(store, number) {
                $0.attachments = [key, AttachmentKey(attachmentType: "pr", identityKey: "2")]
                $0.isArchived = number == 3
            }
        }
        note(store, 4)
        var query = AttachmentOwnersQuery(key: key, limit: 2)
        let first = try await store.attachmentOwners(query)
        #expect(first.owners.map(\.threadId) == [0, 1].map(id))
        query.cursor = first.nextCursor
        let second = try await store.attachmentOwners(query)
        #expect(second.owners.map(\.threadId) == [2, 3].map(id))
        #expect(second.owners.map(\.archived) == [false, true])
        #expect(second.nextCursor == nil)
        query = AttachmentOwnersQuery(key: key, isArchived: true)
        #expect(try await store.attachmentOwners(query).owners.map(\.threadId) == [id(3)])
        query.cursor = "zz"
        await #expect(throws: ThreadStoreError(kind: .invalidCursor, message: "invalid cursor: zz")) {
            try await store.attachmentOwners(query)
        }
        store.close()
    }

    @Test func theDigestOfAThreadHasItAll() async throws {
        let store = home.store()
        let section = try await store.catalog.createSection(name: "S")
        let log = try await store.create(header())
        for line in try textTurn() { log.append(line) }
        log.append(line(nil, 5000, .section(SectionRecord(sectionId: section.id, rank: 1, enteredAtMs: 5000))))
        log.append(line(nil, 5000, .metadata(MetadataRecord(projectId: "p", daybreakEnabled: true))))
        store.noteSummary(log.digest.summary)
        let page = try await store.list(ThreadListQuery(section: .section(section.id), projectId: "p"))
        #expect(try page.whole.map(\.section) == [section])
        #expect(page.readStates[threadA] == log.digest.readState)
        #expect(log.digest.readState != nil)
        store.close()
    }

    // MARK: - How SQLite finds the rows

    @Test func descendantsComeDeepestFirstAndACircleHasNone() async throws {
        let store = home.store()
        // 0 made 1 and 2, 2 made 3; 4 and 5 made each other, and 4 made 6; 7 made itself.
        for (child, parent) in [(0, nil), (1, 0), (2, 0), (3, 2), (4, 5), (5, 4), (6, 4), (7, 7)] as [(Int, Int?)] {
            var header = header(id(child))
            header.parentThreadId = parent.map(id)
            store.noteSummary(
                ThreadSummary(
                    header: header, settings: nil, name: nil, preview: "p", hasUserMessage: true, updatedAtMs: 1,
                    recencyAtMs: 1))
        }
        #expect(try await store.descendants(of: id(0)) == [id(3), id(1), id(2)])
        #expect(try await store.descendants(of: id(2)) == [id(3)])
        #expect(try await store.descendants(of: id(4)) == [id(6)])
        #expect(try await store.descendants(of: id(5)) == [])
        #expect(try await store.descendants(of: id(7)) == [])
        store.close()
    }

    private func plan(_ query: ThreadListQuery) async throws -> [String] {
        let store = home.store()
        let sql = try IndexQuery(query)
        let plan = try await store.index.read(.lists) { db in try sql.plan(db) }
        store.close()
        return plan
    }

    @Test(arguments: [
        (ThreadListQuery(limit: 50), "thread_created"),
        (ThreadListQuery(limit: 50, sortKey: .updatedAt, isAscending: true), "thread_updated"),
        (ThreadListQuery(limit: 50, sortKey: .recencyAt, sourceKinds: ThreadSourceKind.allCases), "thread_recency"),
        (ThreadListQuery(cursor: "created_at:after:1:\(threadA)", limit: 50), "thread_created"),
        (ThreadListQuery(limit: 50, isArchived: true, searchTerm: "x"), "thread_created"),
        (ThreadListQuery(limit: 50, section: .unsectioned), "thread_created"),
        (ThreadListQuery(limit: 50, cwds: ["/a"]), "thread_cwd"),
        (ThreadListQuery(sortKey: .sectionPosition, section: .section("s")), "thread_section"),
    ])
    func aPageWalksAlongAnIndex(_ query: ThreadListQuery, _ index: String) async throws {
        let plan = try await plan(query)
        #expect(plan.first?.hasPrefix("SEARCH thread USING INDEX \(index) (") == true, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN thread") }, "\(plan)")
    }

    @Test(arguments: [
        (ThreadListQuery(projectId: "p"), "thread_project"),
        (ThreadListQuery(parentThreadId: threadA), "thread_parent"),
        (ThreadListQuery(section: .section("s")), "thread_section"),
        (ThreadListQuery(ancestorThreadId: threadA), "sqlite_autoindex_thread_1"),
    ])
    func aNarrowListIsFoundByWhatNarrowsIt(_ query: ThreadListQuery, _ index: String) async throws {
        let plan = try await plan(query)
        #expect(plan.first?.contains(" \(index) (") == true, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN thread") }, "\(plan)")
    }
}
