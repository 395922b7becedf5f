import Foundation
import Testing
import WireJSON

/// Corners of the thread methods in which clients of this protocol rely on the words, the codes and the defaults.
@Suite struct ThreadContractTests {
    private let test: TestServer
    private let client: InProcessClient

    init() async throws {
        test = try TestServer()
        client = try await test.client()
    }

    private func threadWithTurns(_ texts: String...) async throws -> String {
        let thread = try await client.startThread(in: test)
        for text in texts { try await client.completed(try await client.startTurn(thread, text)) }
        return thread
    }

    private func ids(_ list: JSONValue) -> [String] {
        list["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    }

    private func refusal(_ method: String, _ params: JSONValue) async throws -> (code: Int64?, message: String?) {
        let error = try await client.failure(method, params)
        return (error["code"]?.int64Value, error["message"]?.stringValue)
    }

    // MARK: - Ids and paths

    @Test(
        "an id that is none is refused in the method's words",
        arguments: [
            ("thread/read", "invalid thread id"), ("thread/unsubscribe", "invalid thread id"),
            ("thread/delete", "invalid thread id"), ("thread/turns/list", "invalid thread id"),
            ("thread/resume", "invalid session id"), ("thread/fork", "invalid session id"),
            ("thread/archive", "invalid session id"), ("thread/unarchive", "invalid session id"),
        ])
    func invalidIDs(_ method: String, _ words: String) async throws {
        let error = try await client.failure(method, ["threadId": "abc"])
        #expect(error["message"]?.stringValue?.hasPrefix(words + ": ") == true)
        #expect(error["data"]?["kind"] == "invalidThreadId")
        await test.stop()
    }

    @Test("an error in words that clients know says what to do in its data")
    func advice() async throws {
        let loaded = try await threadWithTurns("say: one")
        let archived = try await threadWithTurns("say: two")
        try await client.call("thread/archive", ["threadId": .string(archived)])
        let ephemeral = try await client.startThread(in: test, ["ephemeral": true])
        let second = try TestServer(home: test.home)
        let other = try await second.client()
        let stored = try await other.startThread(in: second)
        try await other.completed(try await other.startTurn(stored, "say: three"))
        await second.stop()
        let nobody = "00000000-0000-7000-8000-000000000000"
        let cases: [(method: String, thread: String, message: String, advice: String)] = [
            ("turn/start", stored, "thread not found: ", "Call `thread/resume` first"),
            ("turn/start", archived, "thread not found: ", "`thread/unarchive`"),
            ("turn/start", nobody, "thread not found: ", "`thread/list`"),
            ("thread/read", nobody, "thread not loaded: ", "`thread/list`"),
            ("thread/resume", nobody, "no rollout found for thread id ", "`thread/list`"),
            ("thread/unarchive", loaded, "no archived rollout found for thread id ", "not archived"),
            ("thread/unarchive", stored, "no archived rollout found for thread id ", "not archived"),
            ("thread/unarchive", ephemeral, "no archived rollout found for thread id ", "ephemeral"),
            ("thread/archive", archived, "no rollout found for thread id ", "archived already"),
            ("thread/archive", ephemeral, "no rollout found for thread id ", "ephemeral"),
            ("thread/fork", ephemeral, "no rollout found for thread id ", "ephemeral"),
        ]
        for (method, thread, message, advice) in cases {
            let error = try await client.failure(method, ["threadId": .string(thread), "input": []])
            #expect(error["message"]?.stringValue == message + thread, "\(method)")
            #expect(error["code"] == -32600)
            #expect(error["data"]?["kind"] == "threadNotFound")
            #expect(error["data"]?["advice"]?.stringValue?.contains(advice) == true, "\(method): \(error)")
        }
        let empty = try await refusal("thread/resume", ["threadId": ""])
        #expect(empty.message == "invalid session id: an empty text is no UUID")
        await test.stop()
    }

    @Test("threads to leave out are few, and have ids of threads")
    func exclusions() async throws {
        let thread = try await threadWithTurns("say: one")
        let ids: [JSONValue] = (0..<100).map { _ in .string(thread) }
        #expect(self.ids(try await client.call("thread/list", ["excludedThreadIds": .array(ids)])) == [])
        let many = try await client.failure("thread/list", ["excludedThreadIds": .array(ids + ["x"])])
        #expect(many["message"] == "excludedThreadIds has 101 entries; 100 are allowed")
        #expect(many["data"]?["kind"] == "invalidParams")
        let wrong = try await client.failure("thread/list", ["excludedThreadIds": ["x"]])
        #expect(wrong["data"]?["kind"] == "invalidThreadId")
        await test.stop()
    }

    @Test("a thread is resumed and copied by the path that the server gave")
    func paths() async throws {
        let thread = try await threadWithTurns("say: one")
        let path = try await client.call("thread/read", ["threadId": .string(thread)])["thread"]?["path"] ?? .null
        let nobody: JSONValue = "00000000-0000-7000-8000-000000000000"
        let resumed = try await client.call("thread/resume", ["threadId": nobody, "path": path])
        #expect(resumed["thread"]?["id"]?.stringValue == thread)
        let fork = try await client.call("thread/fork", ["threadId": nobody, "path": path])
        #expect(fork["thread"]?["forkedFromId"]?.stringValue == thread)
        let here = try await client.call("thread/resume", ["threadId": .string(thread), "path": ""])
        #expect(here["thread"]?["id"]?.stringValue == thread)
        for wrong in ["/nowhere.jsonl", "/etc/passwd", (path.stringValue ?? "") + "x"] {
            let error = try await client.failure(
                "thread/resume", ["threadId": .string(thread), "path": .string(wrong)])
            #expect(
                error["message"]?.stringValue?.hasPrefix("failed to resolve rollout path `\(wrong)`: ") == true)
        }
        await test.stop()
    }

    // MARK: - Settings

    @Test("who sets model or effort anew starts from the configuration, not from what the thread has used")
    func modelAndEffortGoTogether() async throws {
        let thread = try await threadWithTurns()
        let params: JSONValue = [
            "threadId": .string(thread), "input": .input("say: one"), "model": "used", "effort": "high",
        ]
        let turn = try await client.call("turn/start", params)["turn"]?["id"]?.stringValue ?? ""
        try await client.completed(turn)
        await test.stop()
        let cases: [(overrides: JSONObject, model: JSONValue, effort: JSONValue)] = [
            ([:], "used", "high"), (["model": "other"], "other", .null),
            (["config": ["model_reasoning_effort": "low"]], "heddle-offline", "low"),
        ]
        for (overrides, model, effort) in cases {
            let later = try TestServer(home: test.home)
            let client = try await later.client()
            var params: JSONObject = ["threadId": .string(thread), "excludeTurns": true]
            for (key, value) in overrides { params[key] = value }
            let resumed = try await client.call("thread/resume", .object(params))
            #expect(resumed["model"] == model)
            #expect(resumed["reasoningEffort"] == effort)
            #expect(resumed["collaborationMode"]?["settings"]?["model"] == model)
            #expect(resumed["collaborationMode"]?["settings"]?["reasoning_effort"] == effort)
            // A turn that changes nothing says nothing of settings.
            try await client.completed(try await client.startTurn(thread, "say: two"))
            #expect(!client.methods.contains("thread/settings/updated"))
            await later.stop()
        }
    }

    @Test("a service tier of null is the default one, also where another one is configured")
    func serviceTier() async throws {
        let test = try TestServer(config: #"service_tier = "flex""#)
        let client = try await test.client()
        let started = try await client.call("thread/start", ["serviceTier": .null])
        #expect(started["serviceTier"] == "default")
        let thread = try await client.startThread(in: test)
        try await client.call("thread/settings/update", ["threadId": .string(thread), "serviceTier": .null])
        try await client.event("thread/settings/updated") { $0["threadSettings"]?["serviceTier"] == "default" }
        await test.stop()
    }

    @Test("what is known of the repository is trimmed, and blank is nothing")
    func repositoryFacts() async throws {
        let thread = try await threadWithTurns()
        let changed = try await client.call(
            "thread/metadata/update", ["threadId": .string(thread), "gitInfo": ["branch": " main\n"]])
        #expect(changed["thread"]?["gitInfo"]?["branch"] == "main")
        let blank = try await refusal(
            "thread/metadata/update", ["threadId": .string(thread), "gitInfo": ["sha": "  "]])
        #expect(blank.message == "gitInfo.sha must not be empty")
        await test.stop()
    }

    // MARK: - Events

    @Test("whoever joins a thread with its turns hears how many tokens it has used")
    func tokenUsageOnJoining() async throws {
        let thread = try await threadWithTurns("say: one")
        let other = try await test.client(id: 1)
        try await other.call("thread/resume", ["threadId": .string(thread)])
        try await other.event("thread/tokenUsage/updated") { $0["threadId"]?.stringValue == thread }
        await test.stop()
    }

    // MARK: - Histories

    @Test("a thread whose beginning was taken back stays in the lists until it has a new one")
    func revertedToNothing() async throws {
        let thread = try await threadWithTurns("say: one")
        let turn = ids(try await client.call("thread/turns/list", ["threadId": .string(thread)]))[0]
        try await client.call("thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(turn)])
        await test.stop()
        for isRebuilt in [false, true] {
            if isRebuilt { try FileManager.default.removeItem(atPath: test.home + "/index.sqlite") }
            let later = try TestServer(home: test.home)
            let listed = try await later.client().call("thread/list")
            #expect(ids(listed) == [thread])
            #expect(listed["data"]?[0]?["preview"] == "say: one")
            await later.stop()
        }
        let last = try TestServer(home: test.home)
        let client = try await last.client()
        try await client.call("thread/resume", ["threadId": .string(thread)])
        try await client.completed(try await client.startTurn(thread, "say: two"))
        #expect(try await client.call("thread/list")["data"]?[0]?["preview"] == "say: two")
        await last.stop()
    }

    @Test("a revert leaves the thread's status as it is, and says nothing about it")
    func revertedFailure() async throws {
        let thread = try await threadWithTurns("say: one", "fail: contextWindowExceeded")
        let turn = ids(try await client.call("thread/turns/list", ["threadId": .string(thread)]))[0]
        let before = client.methods.count
        let reverted = try await client.call(
            "thread/revert", ["threadId": .string(thread), "beforeTurnId": .string(turn)])
        #expect(reverted["thread"]?["status"] == ["type": "systemError"])
        try await client.event("thread/reverted")
        #expect(!client.methods.dropFirst(before).contains("thread/status/changed"))
        try await client.completed(try await client.startTurn(thread, "say: two"))
        let read = try await client.call("thread/read", ["threadId": .string(thread)])
        #expect(read["thread"]?["status"] == ["type": "idle"])
        await test.stop()
    }

    @Test("a copy has the name of what it was copied from")
    func copiedName() async throws {
        let thread = try await threadWithTurns("say: one")
        try await client.call("thread/name/set", ["threadId": .string(thread), "name": "N"])
        for isEphemeral in [false, true] {
            let params: JSONValue = [
                "threadId": .string(thread), "ephemeral": .bool(isEphemeral), "excludeTurns": true,
            ]
            #expect(try await client.call("thread/fork", params)["thread"]?["name"] == "N")
        }
        let listed = try await client.call("thread/list")["data"]?.arrayValue ?? []
        #expect(listed.map { $0["name"] } == ["N", "N"])
        await test.stop()
    }

    @Test("an ephemeral thread takes no turn back")
    func ephemeralHistory() async throws {
        let thread = try await client.startThread(in: test, ["ephemeral": true])
        let revert = try await refusal("thread/revert", ["threadId": .string(thread), "beforeTurnId": "x"])
        #expect(revert.message == "ephemeral threads do not support thread/revert")
        let rollback = try await refusal("thread/rollback", ["threadId": .string(thread), "numTurns": 1])
        #expect(rollback.message == "ephemeral threads do not support thread/rollback")
        let move = try await refusal("thread/section/move", ["threadId": .string(thread), "sectionId": .null])
        #expect(move.message == "ephemeral thread does not support section moves: \(thread)")
        await test.stop()
    }

    @Test("an injected image has to be in the item")
    func injectedImages() async throws {
        let thread = try await threadWithTurns()
        func image(_ url: JSONValue) -> JSONValue {
            [
                "threadId": .string(thread),
                "items": [
                    ["type": "message", "role": "user", "content": [["type": "input_image", "image_url": url]]]
                ],
            ]
        }
        let remote = try await refusal("thread/inject_items", image("HTTPS://example.com/a.png"))
        #expect(remote.message == "remote image URLs are not supported; use an inline data URL instead")
        try await client.call("thread/inject_items", image("data:image/png;base64,AAAA"))
        await test.stop()
    }

    // MARK: - Lists

    @Test("directories are compared as the file system does, ids of parents are checked")
    func filters() async throws {
        let thread = try await threadWithTurns("say: one")
        for cwd in [test.workspace, test.workspace + "/", test.workspace + "/../workspace", "."] {
            #expect(ids(try await client.call("thread/list", ["cwd": .string(cwd)])) == [thread])
            #expect(ids(try await client.call("thread/list", ["cwd": ["/nowhere", .string(cwd)]])) == [thread])
        }
        #expect(ids(try await client.call("thread/list", ["cwd": "/nowhere"])) == [])
        #expect(ids(try await client.call("thread/list", ["cwd": []])) == [])
        #expect(ids(try await client.call("thread/list", ["cwd": .null])) == [thread])
        let parent = try await refusal("thread/list", ["parentThreadId": "x"])
        #expect(parent.message == "invalid parent thread id: x is no UUID")
        let ancestor = try await refusal("thread/list", ["ancestorThreadId": "x"])
        #expect(ancestor.message == "invalid ancestor thread id: x is no UUID")
        await test.stop()
    }

    @Test("lists show the same surroundings as a look at one thread")
    func listedEnvironments() async throws {
        let thread = try await threadWithTurns("say: one")
        let read = try await client.call("thread/read", ["threadId": .string(thread)])["thread"]
        let listed = try await client.call("thread/list")["data"]?[0]
        #expect(listed?["environments"] == read?["environments"])
        #expect(listed?["environments"]?[0]?["cwd"]?.stringValue == test.workspace)
        await test.stop()
    }

    @Test("a search looks for something", arguments: ["thread/search", "thread/searchOccurrences"])
    func blankSearches(_ method: String) async throws {
        let thread = try await threadWithTurns("say: one")
        for term in ["", "  ", "\n"] {
            let refused = try await refusal(method, ["threadId": .string(thread), "searchTerm": .string(term)])
            #expect(refused.message == "\(method) requires a non-empty searchTerm")
        }
        await test.stop()
    }

    // MARK: - Sections and attachments

    @Test("a move says why it can't be")
    func moves() async throws {
        let thread = try await threadWithTurns("say: one")
        let other = try await threadWithTurns("say: two")
        let section = try await client.call("threadSection/create", ["name": "A"])["section"]?["id"] ?? .null
        func move(_ id: String, _ section: JSONValue, before: String?) async throws -> String? {
            var params: JSONObject = ["threadId": .string(id), "sectionId": section]
            if let before { params["beforeThreadId"] = .string(before) }
            return try await refusal("thread/section/move", .object(params)).message
        }
        #expect(try await move(thread, section, before: thread) == "thread \(thread) cannot be moved before itself")
        #expect(
            try await move(thread, section, before: other)
                == "before thread \(other) is not in section \(section.stringValue ?? "")")
        #expect(try await move(thread, .null, before: other) == "beforeThreadId requires a non-null sectionId")
        let nobody = "00000000-0000-7000-8000-000000000000"
        #expect(try await move(nobody, section, before: nil) == "thread not found: \(nobody)")
        await test.stop()
    }

    @Test("every answer with a thread names its section")
    func sectionsInAnswers() async throws {
        let thread = try await threadWithTurns("say: one", "say: two")
        let id: JSONObject = ["threadId": .string(thread)]
        let section = try await client.call("threadSection/create", ["name": "A"])["section"] ?? .null
        try await client.call(
            "thread/section/move", ["threadId": .string(thread), "sectionId": section["id"] ?? .null])
        let turns = ids(try await client.call("thread/turns/list", .object(id)))
        func expectSection(_ method: String, _ more: JSONObject = [:], in client: InProcessClient) async throws {
            var params = id
            for (key, value) in more { params[key] = value }
            let answer = try await client.call(method, .object(params))["thread"]
            #expect(answer?["section"] == section, "\(method)")
            #expect(answer?["sectionEnteredAt"] != .null, "\(method)")
        }
        try await expectSection("thread/read", in: client)
        try await expectSection("thread/resume", in: client)
        try await expectSection("thread/metadata/update", ["gitInfo": ["branch": "b"]], in: client)
        try await expectSection("thread/revert", ["beforeTurnId": .string(turns[0])], in: client)
        try await expectSection("thread/rollback", ["numTurns": 1], in: client)
        try await client.call("thread/archive", .object(id))
        try await expectSection("thread/unarchive", in: client)
        await test.stop()
        let later = try TestServer(home: test.home)
        try await expectSection("thread/resume", in: try await later.client())
        await later.stop()
    }

    @Test("attachments have limits")
    func attachmentLimits() async throws {
        let thread = try await threadWithTurns()
        func attach(_ type: String, _ key: String, _ payload: JSONValue = .null) -> JSONValue {
            [
                "threadId": .string(thread), "attachmentType": .string(type), "identityKey": .string(key),
                "payload": payload,
            ]
        }
        let wrong: [(JSONValue, String)] = [
            (attach(" ", "k"), "attachmentType must not be empty"), (attach("t", ""), "identityKey must not be empty"),
            (attach(String(repeating: "t", count: 257), "k"), "attachmentType must not exceed 256 bytes"),
            (
                attach("t", "k", .string(String(repeating: "x", count: 65_535))),
                "attachment payload must not exceed 65536 bytes"
            ),
        ]
        for (params, message) in wrong {
            let refused = try await refusal("thread/attachment/add", params)
            #expect(refused.message == message)
            #expect(refused.code == -32602)
        }
        try await client.call("thread/attachment/add", attach("t", "0", .string(String(repeating: "x", count: 65_534))))
        for index in 1..<100 { try await client.call("thread/attachment/add", attach("t", "\(index)")) }
        let full = try await refusal("thread/attachment/add", attach("t", "100"))
        #expect(full.message == "thread attachment identity count exceeds 100")
        #expect(try await client.call("thread/attachment/add", attach("t", "7"))["outcome"] == "existing")
        await test.stop()
    }
}
