import Foundation
import Testing
import WireJSON

/// Threads are copied, put away, got back, deleted, filed and let go; and every client hears of it.
@Suite struct ThreadLifeTests {
    private func threadWithTurns(_ client: InProcessClient, _ test: TestServer, _ texts: [String]) async throws
        -> String
    {
        let thread = try await client.startThread(in: test)
        for text in texts { try await client.completed(try await client.startTurn(thread, text)) }
        return thread
    }

    private func ids(_ list: JSONValue) -> [String] {
        list["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    }

    private func kind(_ error: JSONValue) -> String? { error["data"]?["kind"]?.stringValue }

    // MARK: - Archive and deletion

    @Test func anArchivedThreadIsOutOfTheWayUntilItIsGotBack() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let bystander = try await test.client(id: 1)
        let thread = try await threadWithTurns(client, test, ["say: one"])
        let id: JSONValue = ["threadId": .string(thread)]
        try await client.call("thread/archive", id)
        try await bystander.event("thread/archived") { $0["threadId"]?.stringValue == thread }
        #expect(ids(try await client.call("thread/list")) == [])
        #expect(ids(try await client.call("thread/list", ["archived": true])) == [thread])
        #expect(kind(try await client.failure("thread/resume", id)) == "threadArchived")
        #expect(kind(try await client.failure("thread/fork", id)) == "threadArchived")
        #expect(
            try await client.failure("thread/archive", id)["message"]?.stringValue
                == "no rollout found for thread id \(thread)")
        #expect(
            kind(try await client.failure("turn/start", ["threadId": .string(thread), "input": []])) == "threadNotFound"
        )

        let back = try await client.call("thread/unarchive", id)
        #expect(back["thread"]?["status"]?["type"] == "notLoaded")
        try await bystander.event("thread/unarchived") { $0["threadId"]?.stringValue == thread }
        #expect(ids(try await client.call("thread/list")) == [thread])
        #expect(
            try await client.failure("thread/unarchive", id)["message"]?.stringValue
                == "no archived rollout found for thread id \(thread)")
        try await client.call("thread/resume", id)
        await test.stop()
    }

    @Test func everyEventHasItsOwnNumberWhateverBecomesOfTheThread() async throws {
        let test = try TestServer(config: "thread_unload_delay_secs = 0\n")
        let client = try await test.client()
        let watcher = try await test.client(id: 1)
        let thread = try await threadWithTurns(client, test, ["say: one"])
        let id: JSONValue = ["threadId": .string(thread)]
        func numbers(_ client: InProcessClient) -> [Int64] {
            client.lines.filter { $0["params"]?["threadId"]?.stringValue == thread }
                .compactMap { $0["seq"]?.int64Value }
        }
        for _ in 0..<2 {
            try await client.call("thread/archive", id)
            try await client.event("thread/archived")
            try await client.call("thread/unarchive", id)
            try await client.call("thread/resume", id)
            try await client.completed(try await client.startTurn(thread, "say: more"))
        }
        // Unloaded and loaded again.
        try await client.call("thread/unsubscribe", id)
        try await watcher.event("thread/closed")
        let last = try await client.call("thread/resume", id)["lastSeq"]?.int64Value ?? 0
        try await client.completed(try await client.startTurn(thread, "say: last"))
        let seen = Set(numbers(client) + numbers(watcher)).sorted()
        let all = numbers(client)
        #expect(Set(all).count == all.count, "no number twice: \(all)")
        #expect(all == all.sorted())
        #expect(seen == Array((seen.first ?? 0)...(seen.last ?? 0)), "no gap: \(seen)")
        #expect(last < seen.last ?? 0)
        await test.stop()
    }

    @Test func whoResumesADamagedThreadIsToldOnceWhatIsLost() async throws {
        let first = try TestServer()
        let maker = try await first.client()
        let thread = try await threadWithTurns(maker, first, ["say: one", "say: two"])
        let whole = try await threadWithTurns(maker, first, ["say: three"])
        let path = try #require(
            try await maker.call("thread/read", ["threadId": .string(thread)])["thread"]?["path"]?.stringValue)
        await first.stop()
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        lines[lines.count / 2] = "garbage"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: false, encoding: .utf8)

        let second = try TestServer(home: first.home)
        let client = try await second.client()
        try await client.call("thread/resume", ["threadId": .string(thread)])
        let warning = try await client.event("warning")["params"]
        #expect(warning?["threadId"]?.stringValue == thread)
        let message = try #require(warning?["message"]?.stringValue)
        #expect(message.contains("could not be read") && message.contains("`heddle fsck`"), "\(message)")
        try await client.call("thread/resume", ["threadId": .string(whole)])
        try await client.call("thread/list")
        #expect(client.methods.count { $0 == "warning" } == 1)
        await second.stop()
    }

    @Test func archivingARunningThreadInterruptsIt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "sleep: 300")
        try await client.event("turn/started")
        try await client.call("thread/archive", ["threadId": .string(thread)])
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "interrupted")
        await test.stop()
    }

    @Test func aDeletedThreadIsGoneAndSaysSo() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one"])
        let id: JSONValue = ["threadId": .string(thread)]
        let path = try await client.call("thread/read", id)["thread"]?["path"]?.stringValue ?? ""
        #expect(test.exists(path))
        try await client.call("thread/delete", id)
        try await client.event("thread/deleted") { $0["threadId"]?.stringValue == thread }
        #expect(!test.exists(path))
        #expect(kind(try await client.failure("thread/delete", id)) == "threadNotFound")
        #expect(kind(try await client.failure("thread/read", id)) == "threadNotFound")
        #expect(ids(try await client.call("thread/list")) == [])
        await test.stop()
    }

    // MARK: - Copies

    @Test func aForkBeginsWithTheHistoryAndGoesItsOwnWay() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let source = try await threadWithTurns(client, test, ["say: one", "say: two", "say: three"])
        let turns = try await client.call("thread/turns/list", ["threadId": .string(source), "sortDirection": "asc"])
        let turnIDs = ids(turns)
        let fork = try await client.call(
            "thread/fork", ["threadId": .string(source), "lastTurnId": .string(turnIDs[1])])
        let thread = try #require(fork["thread"]?["id"]?.stringValue)
        #expect(fork["thread"]?["forkedFromId"]?.stringValue == source)
        #expect(fork["thread"]?["preview"] == "say: one")
        #expect(fork["thread"]?["turns"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == Array(turnIDs.prefix(2)))
        try await client.event("thread/started") { $0["thread"]?["id"]?.stringValue == thread }
        try await client.completed(try await client.startTurn(thread, "say: elsewhere"))
        #expect(ids(try await client.call("thread/turns/list", ["threadId": .string(source)])).count == 3)
        #expect(ids(try await client.call("thread/turns/list", ["threadId": .string(thread)])).count == 3)

        let both = try await client.failure(
            "thread/fork",
            ["threadId": .string(source), "lastTurnId": .string(turnIDs[0]), "beforeTurnId": .string(turnIDs[1])])
        #expect(both["message"] == "`beforeTurnId` cannot be combined with `lastTurnId`")
        let unknown = try await client.failure("thread/fork", ["threadId": .string(source), "lastTurnId": "x"])
        #expect(unknown["message"] == "turn not found: x")
        await test.stop()
    }

    @Test func anEphemeralForkKnowsTheHistoryAndLeavesNothing() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let source = try await threadWithTurns(client, test, ["say: one"])
        let whole = try await client.failure("thread/fork", ["threadId": .string(source), "ephemeral": true])
        #expect(whole["message"] == "ephemeral paginated thread/fork requires `excludeTurns: true`")
        let fork = try await client.call(
            "thread/fork", ["threadId": .string(source), "ephemeral": true, "excludeTurns": true])
        let thread = try #require(fork["thread"]?["id"]?.stringValue)
        #expect(fork["thread"]?["path"] == .null)
        try await client.completed(try await client.startTurn(thread, "say: two"))
        #expect(ids(try await client.call("thread/list")) == [source])
        await test.stop()
    }

    // MARK: - History

    @Test func aRevertTakesTurnsBackForClientsAndTheModel() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one", "say: two", "say: three"])
        let page = try await client.call("thread/turns/list", ["threadId": .string(thread)])
        let turnIDs = ids(page)
        let result = try await client.call(
            "thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(turnIDs[1])])
        try await client.event("thread/reverted") { $0["threadId"]?.stringValue == thread }
        let left = try await client.call(
            "thread/turns/list",
            ["threadId": .string(thread), "cursor": result["turnsBackwardsCursor"] ?? .null])
        #expect(ids(left) == [turnIDs[2]])
        let gone = try await client.failure(
            "thread/turns/list", ["threadId": .string(thread), "cursor": page["backwardsCursor"] ?? .null])
        #expect(gone["message"] == "invalid cursor: position outside thread lineage")
        try await client.completed(try await client.startTurn(thread, "say: four"))
        await test.stop()

        let later = try TestServer(home: test.home)
        let resumed = try await later.client().call("thread/resume", ["threadId": .string(thread)])
        let answers = resumed["thread"]?["turns"]?.arrayValue?.compactMap { $0["items"]?.arrayValue?.last?["text"] }
        #expect(answers == ["one", "four"])
        await later.stop()
    }

    @Test func aResumeCanShowAFirstPageInPlaceOfEverything() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one", "say: two", "say: three"])
        let resumed = try await client.call(
            "thread/resume",
            ["threadId": .string(thread), "excludeTurns": true, "initialTurnsPage": ["limit": 2]])
        #expect(resumed["thread"]?["turns"] == [])
        let page = try #require(resumed["initialTurnsPage"])
        #expect(ids(page).count == 2)
        let rest = try await client.call(
            "thread/turns/list", ["threadId": .string(thread), "cursor": page["nextCursor"] ?? .null])
        #expect(ids(rest).count == 1)
        #expect(rest["nextCursor"] == .null)
        await test.stop()
    }

    @Test func injectedItemsReachTheModelAndNobodyElse() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one"])
        let item: JSONValue = [
            "type": "message", "role": "user", "content": [["type": "input_text", "text": "injected words"]],
        ]
        try await client.call("thread/inject_items", ["threadId": .string(thread), "items": [item]])
        let items = try await client.call("thread/items/list", ["threadId": .string(thread)])
        #expect(items["data"]?.arrayValue?.count == 2)
        #expect(
            try await client.failure("thread/inject_items", ["threadId": .string(thread), "items": []])["message"]
                == "items must not be empty")
        let bad = try await client.failure(
            "thread/inject_items", ["threadId": .string(thread), "items": [["role": "user"]]])
        #expect(
            bad["message"]?.stringValue?.hasPrefix("items[0] is not a valid response item: missing field `type`")
                == true)
        await test.stop()
    }

    // MARK: - What users keep with threads

    @Test func threadsAreFoundByWhatWasSaidInThem() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: a needle in the hay"])
        _ = try await threadWithTurns(client, test, ["say: only hay"])
        let found = try await client.call("thread/search", ["searchTerm": "NEEDLE"])
        #expect(found["data"]?.arrayValue?.compactMap { $0["thread"]?["id"]?.stringValue } == [thread])
        #expect(found["data"]?[0]?["snippet"]?.stringValue?.contains("needle") == true)
        let places = try await client.call(
            "thread/searchOccurrences", ["threadId": .string(thread), "searchTerm": "needle"])
        #expect(places["data"]?.arrayValue?.count == 2)
        #expect(
            try await client.failure("thread/search", ["searchTerm": ""])["message"]
                == "thread/search requires a non-empty searchTerm")
        await test.stop()
    }

    @Test func threadsAreFiledUnderSectionsInTheUsersOrder() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let first = try await threadWithTurns(client, test, ["say: one"])
        let second = try await threadWithTurns(client, test, ["say: two"])
        let loose = try await threadWithTurns(client, test, ["say: three"])
        let section = try await client.call("threadSection/create", ["name": "Work"])["section"]?["id"] ?? .null
        for thread in [first, second] {
            try await client.call("thread/section/move", ["threadId": .string(thread), "sectionId": section])
        }
        let query: JSONValue = ["sectionId": section, "sortKey": "section_position", "sortDirection": "asc"]
        #expect(ids(try await client.call("thread/list", query)) == [first, second])
        try await client.call(
            "thread/section/move",
            ["threadId": .string(second), "sectionId": section, "beforeThreadId": .string(first)])
        #expect(ids(try await client.call("thread/list", query)) == [second, first])
        #expect(ids(try await client.call("thread/list", ["sectionId": .null])) == [loose])
        let read = try await client.call("thread/read", ["threadId": .string(first)])
        #expect(read["thread"]?["section"]?["name"] == "Work")
        try await client.call("threadSection/delete", ["sectionId": section])
        #expect(ids(try await client.call("thread/list", ["sectionId": .null])).count == 3)
        let unknown = try await client.failure("thread/section/move", ["threadId": .string(first), "sectionId": "x"])
        #expect(unknown["message"] == "section x does not exist")
        await test.stop()
    }

    @Test func attachmentsAreTiedOnceAndFoundFromBothSides() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one"])
        let params: JSONValue = [
            "threadId": .string(thread), "attachmentType": "pr", "identityKey": "17", "payload": ["a": 1],
        ]
        #expect(try await client.call("thread/attachment/add", params)["outcome"] == "created")
        #expect(try await client.call("thread/attachment/add", params)["outcome"] == "existing")
        let key: JSONValue = ["attachmentType": "pr", "identityKey": "17"]
        let owners = try await client.call("thread/attachmentOwner/list", key)
        #expect(owners["data"] == [["threadId": .string(thread), "archived": false]])
        try await client.call(
            "thread/attachment/remove",
            ["threadId": .string(thread), "attachmentType": "pr", "identityKey": "17"])
        #expect(try await client.call("thread/attachment/list", ["threadId": .string(thread)])["data"] == [])
        #expect(try await client.call("thread/attachmentOwner/list", key)["data"] == [])
        await test.stop()
    }

    @Test func readMarksAreGuardedByWhatTheUserSaw() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one"])
        let before = try await client.call("thread/read", ["threadId": .string(thread)])["readState"]
        #expect(before?["firstUnread"]?["type"] == "turn")
        let params: JSONValue = [
            "threadId": .string(thread), "expectedRevision": before?["revision"] ?? .null,
            "operation": ["type": "read"],
        ]
        let after = try await client.call("thread/readState/update", params)["readState"]
        #expect(after?["firstUnread"] == .null)
        let conflict = try await client.failure("thread/readState/update", params)
        #expect(conflict["message"] == "read state changed")
        #expect(kind(conflict) == "staleRevision")
        #expect(conflict["data"]?["reason"] == "readStateConflict")
        #expect(conflict["data"]?["readState"] == after)
        try await client.event("thread/readState/changed") { $0["readState"] == after }

        let turn = try await client.startTurn(thread, "sleep: 300")
        try await client.event("turn/started") { $0["turn"]?["id"]?.stringValue == turn }
        let events = client.methods.count { $0 == "thread/readState/changed" }
        try await client.interrupt(thread, turn)
        try await client.completed(turn)
        #expect(client.methods.count { $0 == "thread/readState/changed" } == events)
        #expect(try await client.call("thread/read", ["threadId": .string(thread)])["readState"] == after)
        let next = try await client.startTurn(thread, "say: two")
        try await client.completed(next)
        let unread = try await client.call("thread/read", ["threadId": .string(thread)])["readState"]
        #expect(unread?["firstUnread"] == ["type": "turn", "turnId": .string(next)])
        let fork = try await client.call("thread/fork", ["threadId": .string(thread)])["thread"]?["id"] ?? .null
        let copied = try await client.call("thread/read", ["threadId": fork])["readState"]
        #expect(copied?["firstUnread"] == .null)
        await test.stop()
    }

    @Test func whatHasNothingToReadHasNoReadMark() async throws {
        let test = try TestServer()
        let client = try await test.client()
        for overrides: JSONObject in [[:], ["ephemeral": true]] {
            let thread = try await client.startThread(in: test, overrides)
            if !overrides.isEmpty { try await client.completed(try await client.startTurn(thread, "say: one")) }
            #expect(try await client.call("thread/read", ["threadId": .string(thread)])["readState"] == .null)
            let error = try await client.failure(
                "thread/readState/update",
                ["threadId": .string(thread), "expectedRevision": "1", "operation": ["type": "read"]])
            #expect(error["message"] == "thread read state unavailable")
        }
        #expect(!client.methods.contains("thread/readState/changed"))
        await test.stop()
    }

    @Test func metadataIsChangedFieldByField() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one"])
        func update(_ info: JSONValue) async throws -> JSONValue? {
            let params: JSONValue = ["threadId": .string(thread), "gitInfo": info]
            return try await client.call("thread/metadata/update", params)["thread"]?["gitInfo"]
        }
        #expect(try await update(["branch": "main", "sha": "abc"])?["branch"] == "main")
        let cleared = try await update(["sha": .null])
        #expect(cleared?["branch"] == "main")
        #expect(cleared?["sha"] == .null)
        #expect(try await update(["branch": .null]) == .null)
        let none = try await client.failure("thread/metadata/update", ["threadId": .string(thread)])
        #expect(none["message"] == "thread metadata update must include at least one field")
        let listed = try await client.call("thread/list")
        #expect(listed["data"]?[0]?["gitInfo"] == .null)
        await test.stop()
    }

    // MARK: - Letting go

    @Test func aResumeThatFailsLeavesTheClientWhatItHad() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: one"))
        let read = try await client.call("thread/read", ["threadId": .string(thread)])
        let path = try #require(read["thread"]?["path"]?.stringValue)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        let stranger = try await test.client(id: 1)
        _ = try await client.failure("thread/resume", ["threadId": .string(thread)])
        _ = try await stranger.failure("thread/resume", ["threadId": .string(thread)])
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        try await client.completed(try await client.startTurn(thread, "say: two"))
        #expect(!stranger.methods.contains("turn/completed"))
        await test.stop()
    }

    /// Its turn's end unloads it, while the archiving waits for that end.
    @Test func aThreadThatIsArchivedWhileItIsUnloadedIsArchived() async throws {
        let test = try TestServer(config: "thread_unload_delay_secs = 0")
        let client = try await test.client()
        for _ in 1...20 {
            let thread = try await client.startThread(in: test)
            _ = try await client.startTurn(thread, "sleep: 300")
            try await client.call("thread/unsubscribe", ["threadId": .string(thread)])
            try await client.call("thread/archive", ["threadId": .string(thread)])
            let list = try await client.call("thread/list", ["archived": true])
            #expect(ids(list).contains(thread))
        }
        await test.stop()
        let next = try TestServer(home: test.home)
        let later = try await next.client()
        #expect(try await ids(later.call("thread/list", ["archived": true, "limit": 100])).count == 20)
        await next.stop()
    }

    @Test func aThreadThatNobodyListensToIsUnloaded() async throws {
        let test = try TestServer(config: "thread_unload_delay_secs = 0")
        let client = try await test.client()
        let thread = try await threadWithTurns(client, test, ["say: one"])
        #expect(try await client.call("thread/loaded/list")["data"] == [.string(thread)])
        try await client.call("thread/unsubscribe", ["threadId": .string(thread)])
        try await client.event("thread/closed") { $0["threadId"]?.stringValue == thread }
        #expect(try await client.call("thread/loaded/list")["data"] == [])
        let read = try await client.call("thread/read", ["threadId": .string(thread)])
        #expect(read["thread"]?["status"]?["type"] == "notLoaded")
        try await client.call("thread/resume", ["threadId": .string(thread)])
        try await client.completed(try await client.startTurn(thread, "say: two"))
        await test.stop()
    }
}
