import AppServerProtocol
import Foundation
import GRDB
import Testing

@testable import ThreadStore

/// Whatever a client asks for, the index stays; and whatever happens to its tables, it comes back.
struct HostileQueryTests {
    private let home = TestHome()
    private let thread = "0199eeee-0000-7000-8000-000000000001"

    private func store() throws -> ThreadStore {
        let lines = [line(nil, 1000, .thread(header(thread)))]
        try home.write(try encode(lines + textTurn(text: "Hello, zebra 100%_")), as: thread)
        return home.store()
    }

    private var index: String { StorePaths(home: home.path).index }
    private var isPutAside: Bool { FileManager.default.fileExists(atPath: index + ".unusable") }

    @Test func aTermIsOnlyAText() async throws {
        let store = try store()
        let terms = [
            String(repeating: "x", count: 50_010), String(repeating: "%_", count: 2_000_000),
            String(repeating: "a b ", count: 100_000), "\0", "a\0b", "\"he*", "NEAR(a b)", "%", "_", "\\", "'", "İ",
            "ß",
        ]
        for term in terms {
            let hits = "hello, zebra 100%_".contains(term) ? [thread] : []
            #expect(try await store.list(ThreadListQuery(searchTerm: term)).threads.map(\.id) == hits)
            #expect(try await store.search(ThreadSearchQuery(searchTerm: term)).results.map(\.thread.id) == hits)
        }
        #expect(try await store.list(ThreadListQuery(searchTerm: "ZEBRA")).threads.map(\.id) == [thread])
        #expect(!isPutAside)
        store.close()
    }

    @Test func noTermIsAFaultOfTheIndex() async throws {
        let store = try store()
        let seed = UInt64.random(in: 0 ... .max)
        var generator = Seeded(seed)
        for _ in 0..<300 {
            var term = ""
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
                    term.unicodeScalars.append(scalar)
                }
            }
            _ = try await store.list(ThreadListQuery(searchTerm: term))
            do {
                _ = try await store.search(ThreadSearchQuery(searchTerm: term))
            } catch {
                // Nothing but white space.
                #expect(error.kind == .invalidQuery, "seed \(seed): \(term.unicodeScalars.map(\.value))")
            }
        }
        #expect(!isPutAside, "seed \(seed)")
        store.close()
    }

    @Test func listsOfValuesMayBeLongAndStrange() async throws {
        let store = try store()
        let many = (0..<40_000).map { "/x\($0)" }
        let strange = String(repeating: "y", count: 3_000_000)
        for query in [
            ThreadListQuery(cwds: many), ThreadListQuery(cwds: ["/work\0"]), ThreadListQuery(cwds: [strange]),
            ThreadListQuery(modelProviders: many), ThreadListQuery(modelProviders: ["offline\0"]),
            ThreadListQuery(section: .section("a\0")), ThreadListQuery(projectId: strange),
            ThreadListQuery(parentThreadId: strange), ThreadListQuery(ancestorThreadId: "\0"),
        ] {
            #expect(try await store.list(query).threads.isEmpty)
        }
        let kinds = (0..<10_000).map { _ in ThreadSourceKind.vscode }
        #expect(try await store.list(ThreadListQuery(sourceKinds: kinds)).threads.map(\.id) == [thread])
        for cursor in ["", ":::", "created_at:after:\(Int.max):\(thread)", strange, "created_at:after:1e9:\0"] {
            do {
                _ = try await store.list(ThreadListQuery(cursor: cursor))
            } catch {
                #expect(error.kind == .invalidCursor)
            }
        }
        #expect(!isPutAside)
        store.close()
    }

    @Test(arguments: ["DROP TABLE thread", "ALTER TABLE thread DROP COLUMN name", "DROP TABLE message_text_idx"])
    func tablesThatAreGoneAreMadeAnew(_ harm: String) async throws {
        let store = try store()
        let query = ThreadSearchQuery(searchTerm: "zebra")
        #expect(try await store.search(query).results.map(\.thread.id) == [thread])
        try IndexFiles.execute(harm, index)
        #expect(try await store.list(ThreadListQuery()).threads.map(\.id) == [thread])
        #expect(try await store.search(query).results.map(\.thread.id) == [thread])
        #expect(isPutAside)
        store.close()
    }

    @Test func anErrorOfAStatementWithValuesIsNoDamage() throws {
        let queue = try DatabaseQueue()
        func error(_ sql: String, _ arguments: StatementArguments) -> (any Error)? {
            do {
                _ = try queue.read { db in try Row.fetchAll(db, sql: sql, arguments: arguments) }
                return nil
            } catch {
                return error
            }
        }
        let value = try #require(error("SELECT 1 LIKE ?", [String(repeating: "%x", count: 30_000)]))
        #expect(!IndexDatabase.isDamage(value), "\(value)")
        let json = try #require(error("SELECT * FROM json_each(?)", ["{"]))
        #expect(!IndexDatabase.isDamage(json), "\(json)")
        let table = try #require(error("SELECT * FROM thread WHERE id = ?", ["x"]))
        #expect(IndexDatabase.isDamage(table), "\(table)")
    }
}
