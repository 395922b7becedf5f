import Testing
import WireJSON

/// What is wrong gets an error that says so, and the connection lives on.
@Suite struct BadInputTests {
    @Test(arguments: [
        ("{", -32700, "parseError"),
        (#"{"id":1,"method":"initialize""#, -32700, "parseError"),
        ("nonsense", -32700, "parseError"),
        ("[]", -32600, "invalidMessage"),
        (#"[{"id":1,"method":"initialize"}]"#, -32600, "invalidMessage"),
        ("null", -32600, "invalidMessage"),
        ("{}", -32600, "invalidMessage"),
        (#"{"id":null,"method":"thread/list","params":{}}"#, -32600, "invalidMessage"),
        (#"{"id":1.5,"method":"thread/list","params":{}}"#, -32600, "invalidMessage"),
        (#"{"id":true,"method":"thread/list","params":{}}"#, -32600, "invalidMessage"),
        (#"{"id":7,"method":5}"#, -32600, "invalidMessage"),
    ])
    func aLineThatIsNoRequestIsAnswered(_ line: String, _ code: Int64, _ kind: String) async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        client.send(line)
        let answer = try await client.first("an error") { $0["error"] != nil }
        #expect(answer["error"]?["code"]?.int64Value == code)
        #expect(answer["error"]?["data"]?["kind"]?.stringValue == kind)
        try await client.initialize()
        await test.stop()
    }

    @Test func invalidUTF8IsAnsweredAndTheConnectionLivesOn() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        client.send(bytes: Array(#"{"id":1,"method":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8))
        let answer = try await client.first("an error") { $0["error"] != nil }
        #expect(answer["error"]?["code"] == -32700)
        try await client.initialize()
        await test.stop()
    }

    @Test func absurdNestingIsAnswered() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        client.send(#"{"id":1,"method":"x","params":"# + String(repeating: "[", count: 1_000_000))
        let answer = try await client.first("an error") { $0["error"] != nil }
        #expect(answer["error"]?["code"] == -32700)
        try await client.initialize()
        await test.stop()
    }

    @Test func blankLinesAreNothing() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        client.send("")
        client.send("  \t")
        try await client.initialize()
        #expect(client.lines.count == 1)
        await test.stop()
    }

    @Test func idsComeBackAsTheyWereWritten() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        for id in [#""a\u00e9\n""#, "0", "-9223372036854775808", #""""#] {
            client.send(#"{"id":\#(id),"method":"thread/list","params":{}}"#)
        }
        _ = try await client.first("four answers") { $0["id"] == "" }
        let ids = client.lines.compactMap { $0["id"] }
        #expect(ids == ["aé\n", 0, .number(JSONNumber(Int64.min)), ""])
        await test.stop()
    }

    // MARK: - Before and after the introduction

    @Test func knownMethodsWaitForTheIntroductionUnknownOnesAreUnknown() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        let early = try await client.failure("thread/list")
        #expect(early["message"] == "Not initialized")
        let unknown = try await client.failure("thread/nonsense")
        #expect(unknown["code"] == -32600)
        #expect(
            unknown["message"]?.stringValue?.hasPrefix(
                "Invalid request: unknown variant `thread/nonsense`, expected one of `initialize`") == true)
        await test.stop()
    }

    @Test func theIntroductionIsDoneOnceAndCanBeCorrected() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        let anonymous = try await client.failure("initialize")
        #expect(anonymous["message"] == "Invalid request: missing field `clientInfo`")
        let unspeakable = try await client.failure(
            "initialize", ["clientInfo": ["name": "a\nb", "version": "1"]])
        #expect(
            unspeakable["message"] == "Invalid clientInfo.name: 'a\nb'. Must be a valid HTTP header value.")
        let result = try await client.initialize()
        #expect(result["userAgent"]?.stringValue?.hasPrefix("test/0.163.0 (") == true)
        #expect(result["codexHome"]?.stringValue == test.home)
        #expect(result["platformFamily"] == "unix")
        #expect(result["server"]?["protocol"] == "0.163.0")
        let again = try await client.failure("initialize", ["clientInfo": ["name": "b", "version": "1"]])
        #expect(again["message"] == "Already initialized")
        await test.stop()
    }

    // MARK: - Params

    @Test(arguments: [
        ("turn/start", #"{}"#, "missing field `threadId`"),
        ("turn/start", #"{"threadId":5,"input":[]}"#, "invalid type: integer `5`, expected a string"),
        ("turn/start", #"{"threadId":"x","input":[{"type":"zzz"}]}"#, "unknown variant `zzz`, expected one of `text`"),
        ("thread/start", #"{"approvalPolicy":"zzz"}"#, "unknown variant `zzz`, expected one of `untrusted`"),
        ("thread/name/set", #"{"threadId":"x"}"#, "missing field `name`"),
    ])
    func wrongParamsAreNamed(_ method: String, _ params: String, _ fragment: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let error = try await client.failure(method, WireCoder.decode(JSONValue.self, from: Array(params.utf8)))
        #expect(error["code"] == -32600)
        #expect(error["message"]?.stringValue?.hasPrefix("Invalid request: \(fragment)") == true, "\(error)")
        #expect(error["data"]?["kind"] == "invalidParams")
        await test.stop()
    }

    @Test func missingParamsAreFineWhereNothingIsNeeded() async throws {
        let test = try TestServer()
        let client = try await test.client()
        client.send(#"{"id":"a","method":"account/read"}"#)
        client.send(#"{"id":"b","method":"turn/start"}"#)
        let fine = try await client.first("a") { $0["id"] == "a" }
        #expect(fine["result"]?["requiresOpenaiAuth"] == false)
        let wrong = try await client.first("b") { $0["id"] == "b" }
        #expect(wrong["error"]?["message"] == "Invalid request: missing field `params`")
        await test.stop()
    }

    @Test func theExperimentalProtocolIsForThoseWhoAskedForIt() async throws {
        let test = try TestServer()
        let client = try await test.client(experimental: false)
        let method = try await client.failure("mock/experimentalMethod", ["value": "x"])
        #expect(method["message"] == "mock/experimentalMethod requires experimentalApi capability")
        let field = try await client.failure("thread/start", ["mockExperimentalField": "x"])
        #expect(field["message"] == "thread/start.mockExperimentalField requires experimentalApi capability")
        let variant = try await client.failure(
            "thread/start",
            [
                "approvalPolicy": [
                    "granular": ["sandbox_approval": true, "rules": true, "mcp_elicitations": true]
                ]
            ])
        #expect(variant["message"] == "askForApproval.granular requires experimentalApi capability")
        let started = try await client.call("thread/start")
        #expect(started["thread"]?["id"] != nil)
        #expect(started["thread"]?["canAcceptDirectInput"] == nil)
        #expect(started["runtimeWorkspaceRoots"] == nil)

        let curious = try await test.client(id: 1)
        #expect(try await curious.call("mock/experimentalMethod", ["value": "x"])["echoed"] == "x")
        #expect(try await curious.call("thread/start")["thread"]?["canAcceptDirectInput"] == true)
        await test.stop()
    }

    @Test func notificationsCanBeDeclined() async throws {
        let test = try TestServer()
        let client = InProcessClient(test.server)
        try await client.initialize(optOut: ["item/started", "thread/status/changed", "no/such"])
        let turn = try await client.startTurn(try await client.startThread(in: test), "say: hi")
        try await client.completed(turn)
        #expect(!client.methods.contains("item/started"))
        #expect(!client.methods.contains("thread/status/changed"))
        #expect(client.methods.contains("item/completed"))
        await test.stop()
    }

    @Test func everyOneOfManyRequestsIsAnsweredOnce() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let ids = (0..<5_000).map { _ in client.request("thread/loaded/list") }
        var waiting = Set(ids)
        _ = try await client.first("the last answer") { line in
            if let id = line["id"]?.int64Value { waiting.remove(id) }
            return waiting.isEmpty
        }
        #expect(client.lines.compactMap { $0["id"]?.int64Value }.filter(Set(ids).contains).count == ids.count)
        await test.stop()
    }
}
