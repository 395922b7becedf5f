import AppServer
import Foundation
import Support
import Testing
import WireJSON

/// What a server does for its home by itself, and what clients hear of it.
@Suite struct RetentionTests {
    private static let dayMs = 24 * 3_600_000

    /// A clock that is ahead of the system's.
    private func clock(days: Int) -> WallClock {
        WallClock { WallClock.system.milliseconds() + days * Self.dayMs }
    }

    private func thread(_ client: InProcessClient, _ test: TestServer, _ text: String) async throws -> String {
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: \(text)"))
        return thread
    }

    private func ids(_ client: InProcessClient, archived: Bool) async throws -> [String] {
        let list = try await client.call("thread/list", ["archived": .bool(archived)])
        return list["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    }

    @Test func threadsBeyondTheLimitAreArchivedAndLaterDeleted() async throws {
        let config = "[history]\nmax_age_days = 30\n"
        let first = try TestServer(config: config)
        let client = try await first.client()
        let old = try await thread(client, first, "one")
        let named = try await thread(client, first, "two")
        try await client.call("thread/name/set", ["threadId": .string(named), "name": "keep me"])
        await first.stop()

        let second = try TestServer(home: first.home, config: config, clock: clock(days: 31))
        let watcher = try await second.client()
        let used = try await thread(watcher, second, "three")
        _ = await second.server.maintenance.passIfDue()
        try await watcher.event("thread/archived") { $0["threadId"]?.stringValue == old }
        #expect(try await ids(watcher, archived: true) == [old])
        #expect(Set(try await ids(watcher, archived: false)) == [named, used])
        // At most once a day.
        #expect(await second.server.maintenance.passIfDue() > 0)
        await second.stop()

        let third = try TestServer(home: first.home, config: config, clock: clock(days: 60))
        let reader = try await third.client()
        _ = await third.server.maintenance.passIfDue()
        #expect(try await ids(reader, archived: true) == [old], "29 days in the archive")
        await third.stop()

        let fourth = try TestServer(home: first.home, config: config, clock: clock(days: 62))
        let last = try await fourth.client()
        try await last.call("thread/resume", ["threadId": .string(used)])
        _ = await fourth.server.maintenance.passIfDue()
        try await last.event("thread/deleted") { $0["threadId"]?.stringValue == old }
        #expect(try await ids(last, archived: true) == [])
        #expect(Set(try await ids(last, archived: false)) == [named, used], "the one is named, the other loaded")
        await fourth.stop()
    }

    @Test func withoutLimitsNothingIsTouched() async throws {
        let first = try TestServer()
        let client = try await first.client()
        let old = try await thread(client, first, "one")
        await first.stop()
        let second = try TestServer(home: first.home, clock: clock(days: 4_000))
        let watcher = try await second.client()
        _ = await second.server.maintenance.passIfDue()
        #expect(try await ids(watcher, archived: false) == [old])
        await second.stop()
    }

    @Test func aThreadThatAnotherServerWritesStays() async throws {
        let config = "[history]\nmax_age_days = 30\n"
        let owner = try TestServer(config: config)
        let client = try await owner.client()
        let held = try await thread(client, owner, "mine")
        let second = try TestServer(home: owner.home, config: config, clock: clock(days: 40))
        let watcher = try await second.client()
        _ = await second.server.maintenance.passIfDue()
        #expect(try await ids(watcher, archived: false) == [held])
        await second.stop()
        await owner.stop()
    }

    @Test func compressedThreadsAreReadListedAndGoneOnWith() async throws {
        let first = try TestServer()
        let client = try await first.client()
        let thread = try await thread(client, first, String(repeating: "word ", count: 4_000))
        let before = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        try await client.call("thread/archive", ["threadId": .string(thread)])
        let path = try #require(before["thread"]?["path"]?.stringValue)
        #expect(try await client.call("rollout/compress") == [:])
        // The answer says only that the work was asked for.
        while !first.exists(path + ".gz") || first.exists(path) { try await Task.sleep(for: .milliseconds(5)) }
        let after = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        #expect(after["thread"]?["turns"] == before["thread"]?["turns"])
        #expect(try await ids(client, archived: true) == [thread])
        try await client.call("thread/unarchive", ["threadId": .string(thread)])
        try await client.call("thread/resume", ["threadId": .string(thread)])
        try await client.completed(try await client.startTurn(thread, "say: on"))
        let turns = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        #expect(turns["thread"]?["turns"]?.arrayValue?.count == 2)
        #expect(first.exists(path) && !first.exists(path + ".gz"))
        await first.stop()
    }
}
