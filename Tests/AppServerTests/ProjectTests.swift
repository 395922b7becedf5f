import Testing
import WireJSON

/// Threads are gathered in projects, and every client hears of it.
@Suite struct ProjectTests {
    private func make(_ client: InProcessClient, _ name: String) async throws -> String {
        let made = try await client.call(
            "project/create", ["idempotencyKey": .string(name), "name": .string(name), "roots": [["path": "/srv"]]])
        return try #require(made["project"]?["id"]?.stringValue)
    }

    private func names(_ list: JSONValue) -> [String] {
        list["data"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    }

    private func changes(_ client: InProcessClient) -> [String] {
        client.lines.filter { $0["method"] == "project/changed" }
            .compactMap { $0["params"]?["changeType"]?.stringValue }
    }

    // MARK: - Projects

    @Test func aProjectIsMadeOnceForEachKey() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let bystander = try await test.client(id: 1)
        let id = try await make(client, "One")
        #expect(try await make(client, "One") == id)
        let project = try await client.call("project/read", ["projectId": .string(id)])["project"]
        #expect(project?["position"] == 0)
        #expect(project?["roots"] == [["path": "/srv"]])
        #expect(project?["recencyAt"] == .null)
        try await bystander.event("project/changed") { $0["projectId"]?.stringValue == id }
        #expect(changes(client) == ["created"])
        await test.stop()
    }

    @Test func aProjectIsChangedMovedAndDeleted() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let one = try await make(client, "One")
        let two = try await make(client, "Two")
        let update: JSONValue = ["projectId": .string(two), "name": "Zwei", "metadata": ["colour": "red"]]
        let changed = try await client.call("project/update", update)["project"]
        #expect(changed?["name"] == "Zwei")
        #expect(changed?["roots"] == [["path": "/srv"]])
        try await client.call("project/update", update)
        try await client.call("project/move", ["projectId": .string(two), "beforeProjectId": .string(one)])
        try await client.call("project/move", ["projectId": .string(two), "beforeProjectId": .string(one)])
        #expect(names(try await client.call("project/list")) == ["Zwei", "One"])
        try await client.call("project/delete", ["projectId": .string(one)])
        #expect(names(try await client.call("project/list")) == ["Zwei"])
        #expect(changes(client) == ["created", "created", "updated", "updated", "deleted"])
        await test.stop()
    }

    @Test func whatCannotBeIsRefused() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let one = try await make(client, "One")
        let id: JSONValue = .string(one)
        let cases: [(String, JSONValue, String)] = [
            ("project/create", ["idempotencyKey": "k", "name": " ", "roots": []], "project name must not be empty"),
            ("project/create", ["idempotencyKey": "", "name": "n", "roots": []], "idempotencyKey must not be empty"),
            (
                "project/create",
                ["idempotencyKey": "k", "name": "n", "roots": [["path": "/a"], ["path": "/a"]]],
                "duplicate project root: /a"
            ),
            ("project/read", ["projectId": "x"], "project not found: x"),
            ("project/update", ["projectId": "x"], "project not found: x"),
            ("project/delete", ["projectId": "x"], "project not found: x"),
            ("project/move", ["projectId": id, "beforeProjectId": id], "project \(one) cannot be moved before itself"),
            ("project/move", ["projectId": id, "beforeProjectId": "y"], "before project not found: y"),
            (
                "project/list", ["cursor": "zz"],
                "invalid project cursor: malformed or mismatched sort anchor"
            ),
            ("project/list", ["sortDirection": "asc"], "sortDirection requires sortKey"),
            ("thread/list", ["projectId": "x"], "project not found: x"),
            (
                "project/import", ["idempotencyKey": "i", "name": "n", "roots": [], "threads": ["zz"]],
                "thread not found: zz"
            ),
        ]
        for (method, params, message) in cases {
            let error = try await client.failure(method, params)
            #expect(error["message"]?.stringValue == message)
            #expect(error["code"] == -32602, "\(method)")
        }
        let relative = try await client.failure(
            "project/create", ["idempotencyKey": "k", "name": "n", "roots": [["path": "a"]]])
        #expect(relative["code"] == -32600)
        #expect(names(try await client.call("project/list")) == ["One"])
        await test.stop()
    }

    @Test func projectsComeInPages() async throws {
        let test = try TestServer()
        let client = try await test.client()
        for name in ["One", "Two", "Three"] { _ = try await make(client, name) }
        for (query, order) in [
            ([:], ["One", "Two", "Three"]),
            (["sortKey": "position", "sortDirection": "desc"], ["Three", "Two", "One"]),
        ] as [(JSONObject, [String])] {
            var seen: [String] = []
            var cursor: JSONValue = .null
            repeat {
                var params = query
                params["limit"] = 1
                params["cursor"] = cursor
                let page = try await client.call("project/list", .object(params))
                seen += names(page)
                cursor = page["nextCursor"] ?? .null
            } while cursor != .null
            #expect(seen == order)
        }
        await test.stop()
    }

    // MARK: - Their threads

    @Test func aThreadIsPutIntoAProjectAndLeavesItWithIt() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let bystander = try await test.client(id: 1)
        let (one, two) = (try await make(client, "One"), try await make(client, "Two"))
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "say: hello"))
        let put: JSONValue = ["threadId": .string(thread), "projectId": .string(one)]
        let answer = try await client.call("thread/metadata/update", put)
        #expect(answer["thread"]?["projectId"]?.stringValue == one)
        try await client.call("thread/metadata/update", put)
        try await bystander.event("thread/project/updated") { $0["projectId"]?.stringValue == one }
        let listed = try await client.call("thread/list", ["projectId": .string(one)])["data"]?.arrayValue
        #expect(listed?.map { $0["id"]?.stringValue } == [thread])
        #expect(names(try await client.call("project/list", ["sortKey": "recencyAt"])) == ["One", "Two"])
        #expect(
            try await client.call("project/read", ["projectId": .string(one)])["project"]?["recencyAt"] != .null)

        let nothing = try await client.failure(
            "thread/metadata/update", ["threadId": .string(thread), "projectId": .null])
        #expect(nothing["message"] == "thread metadata update must include at least one field")
        let unknown = try await client.failure(
            "thread/metadata/update", ["threadId": .string(thread), "projectId": "x"])
        #expect(unknown["message"] == "project not found: x")
        #expect(unknown["code"] == -32600)
        #expect(unknown["data"]?["kind"] == "projectNotFound")

        try await client.call("project/delete", ["projectId": .string(one)])
        try await client.event("thread/project/updated") { $0["projectId"] == .null }
        #expect(
            try await client.call("thread/read", ["threadId": .string(thread)])["thread"]?["projectId"] == .null)
        #expect(client.methods.filter { $0 == "thread/project/updated" }.count == 2)
        _ = two
        await test.stop()
    }

    @Test func aThreadStartsInAProject() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let project = try await make(client, "One")
        let cwd: JSONValue = .string(test.workspace)
        let started = try await client.call("thread/start", ["cwd": cwd, "projectId": .string(project)])
        #expect(started["thread"]?["projectId"]?.stringValue == project)
        let error = try await client.failure("thread/start", ["cwd": cwd, "projectId": "x"])
        #expect(error["message"] == "project not found: x")
        #expect(error["code"] == -32600)
        #expect(error["data"]?["kind"] == "projectNotFound")
        await test.stop()
    }

    @Test func aProjectIsImportedWithItsThreads() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let (one, two) = (try await client.startThread(in: test), try await client.startThread(in: test))
        for thread in [one, two] { try await client.completed(try await client.startTurn(thread, "say: hi")) }
        try await client.call("thread/archive", ["threadId": .string(two)])
        let params: JSONValue = [
            "idempotencyKey": "i", "name": "Mine", "roots": [], "threads": [.string(one), .string(two)],
        ]
        let project = try await client.call("project/import", params)["project"]
        let id = try #require(project?["id"]?.stringValue)
        #expect(project?["recencyAt"] != .null)
        #expect(try await client.call("project/import", params)["project"]?["id"]?.stringValue == id)
        for thread in [one, two] {
            try await client.event("thread/project/updated") { $0["threadId"]?.stringValue == thread }
            let read = try await client.call("thread/read", ["threadId": .string(thread)])
            #expect(read["thread"]?["projectId"]?.stringValue == id)
        }
        #expect(changes(client) == ["created"])
        await test.stop()
    }
}
