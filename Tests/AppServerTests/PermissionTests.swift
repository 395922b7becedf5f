import AgentCore
import AppServerProtocol
import Foundation
import ModelClient
import Testing
import WireJSON

/// Permissions that the agent asks for: what the user grants holds for the turn or the session, and never for more.
@Suite struct PermissionTests {
    private static let feature = "[features]\nrequest_permissions_tool = true\n"
    private let place: String

    init() throws {
        place = NSTemporaryDirectory() + "heddle-grants-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: place + "/sub", withIntermediateDirectories: true)
    }

    private func ask(_ permissions: JSONValue) -> String {
        let arguments: JSONValue = ["permissions": permissions, "reason": "to write"]
        return "call: request_permissions \(String(decoding: RawJSON(arguments).bytes, as: UTF8.self))"
    }

    private func write(_ paths: String...) -> String {
        ask(["file_system": ["write": .array(paths.map(JSONValue.string))]])
    }

    private func answer(_ client: InProcessClient, _ turn: String, _ result: JSONValue) async throws -> JSONValue {
        let request = try await client.event("item/permissions/requestApproval") {
            $0["turnId"]?.stringValue == turn
        }
        client.send(value: ["id": request["id"] ?? .null, "result": result])
        return request["params"] ?? .null
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place + "/" + name) }

    private func thread(_ client: InProcessClient, _ test: TestServer, _ policy: JSONValue = "on-request")
        async throws -> String
    {
        try await client.startThread(in: test, ["approvalPolicy": policy, "sandbox": "read-only"])
    }

    // MARK: - Grants

    @Test func whatIsGrantedForATurnHoldsForItsLaterCommandsAndNoLonger() async throws {
        let test = try TestServer(config: Self.feature)
        let client = try await test.client()
        let thread = try await thread(client, test)
        let turn = try await client.startTurn(
            thread, "run: echo a > \(place)/before\n\(write(place))\nrun: echo a > \(place)/after")
        let params = try await answer(
            client, turn, ["permissions": ["fileSystem": ["write": [.string(place)]]], "scope": "turn"])
        #expect(params["permissions"]?["fileSystem"]?["write"] == [.string(place)])
        #expect(
            params["permissions"]?["fileSystem"]?["entries"]
                == [["access": "write", "path": ["type": "path", "path": .string(place)]]])
        #expect(params["permissions"]?["network"] == .null && params["reason"] == "to write")
        #expect(params["cwd"]?.stringValue == test.workspace)
        let ended = try await client.completed(turn)
        let text = ended["items"]?[0]?["text"]?.stringValue ?? ""
        #expect(
            text.contains(#"{"permissions":{"network":null,"file_system":{"write":["\#(place)"]}},"scope":"turn"}"#))
        #expect(!exists("before") && exists("after"))
        #expect(
            client.lines.contains { $0["params"]?["status"]?["activeFlags"] == ["waitingOnApproval"] })
        try await client.event("serverRequest/resolved")

        let next = try await client.startTurn(thread, "run: echo a > \(place)/later")
        try await client.completed(next)
        #expect(!exists("later"))
        await test.stop()
    }

    @Test func whatIsGrantedForTheSessionHoldsUntilAnotherSandboxIsChosen() async throws {
        let test = try TestServer(config: Self.feature)
        let client = try await test.client()
        let thread = try await thread(client, test)
        let turn = try await client.startTurn(thread, write(place))
        _ = try await answer(
            client, turn, ["permissions": ["fileSystem": ["write": [.string(place)]]], "scope": "session"])
        try await client.completed(turn)
        let patch = "write \(place)/patched: x"
        try await client.completed(try await client.startTurn(thread, "run: echo a > \(place)/held\n\(patch)"))
        #expect(exists("held") && exists("patched"))
        #expect(!client.methods.contains("item/fileChange/requestApproval"))
        let policy: JSONValue = ["type": "readOnly", "networkAccess": true]
        try await client.completed(
            try await client.startTurn(thread, "run: echo a > \(place)/other", ["sandboxPolicy": policy]))
        #expect(!exists("other"))
        await test.stop()
    }

    /// What a client answers, and what of it is granted when `place` was asked for.
    @Test func onlyWhatWasAskedForIsGrantedAndNothingByAnAnswerThatIsNone() async throws {
        let test = try TestServer(config: Self.feature)
        let client = try await test.client()
        let thread = try await thread(client, test)
        func files(_ write: JSONValue...) -> JSONValue { ["permissions": ["fileSystem": ["write": .array(write)]]] }
        func entry(_ path: String, _ access: JSONValue) -> JSONValue {
            ["path": ["type": "path", "path": .string(path)], "access": access]
        }
        func entries(_ entries: JSONValue...) -> JSONValue {
            ["permissions": ["fileSystem": ["entries": .array(entries)]]]
        }
        let all = JSONValue.string(place)
        let cases: [(answer: JSONValue, granted: JSONValue)] = [
            (files(all), ["write": [all]]),
            (files(all, "/root", "/"), ["write": [all]]),
            (files(.string(place + "/sub")), ["write": [.string(place + "/sub")]]),
            (files(.string(place + "/sub/../..")), .null),
            (files(.string(place + "-other")), .null),
            (entries(entry(place, "write")), ["write": [all]]),
            (entries(entry(place, "read")), ["read": [all]]),
            (entries(entry(place, "write"), entry(place + "/sub", "deny")), .null),
            (entries(entry(place + "/sub", "write"), entry(place, "deny")), .null),
            (entries(["path": ["type": "special", "value": ["kind": "root"]], "access": "write"]), .null),
            (
                entries(
                    entry(place, "write"), ["path": ["type": "glob_pattern", "pattern": "/**"], "access": "deny"]),
                .null
            ),
            (["permissions": ["network": ["enabled": true]]], .null),
            (["permissions": [:]], .null),
            ([:], .null),
            (["permissions": ["fileSystem": ["write": [all]]], "scope": "for ever"], .null),
            ("yes", .null),
        ]
        for (given, granted) in cases {
            let turn = try await client.startTurn(thread, write(place))
            _ = try await answer(client, turn, given)
            let text = try await client.completed(turn)["items"]?[0]?["text"]?.stringValue ?? ""
            let expected: JSONValue = ["permissions": ["network": .null, "file_system": granted], "scope": "turn"]
            #expect(
                text == "`request_permissions`: " + String(decoding: RawJSON(expected).bytes, as: UTF8.self), "\(given)"
            )
        }
        let turn = try await client.startTurn(thread, write(place))
        let request = try await client.event("item/permissions/requestApproval") { $0["turnId"]?.stringValue == turn }
        client.send(value: ["id": request["id"] ?? .null, "error": ["code": -1, "message": "no"]])
        let text = try await client.completed(turn)["items"]?[0]?["text"]?.stringValue
        #expect(text?.contains(#""file_system":null"#) == true)
        await test.stop()
    }

    @Test func whatNobodyMayReadAndTheServersHomeAreNeverGranted() async throws {
        let secret = place + "/secret"
        try Data("key".utf8).write(to: URL(fileURLWithPath: secret))
        let test = try TestServer(config: "\(Self.feature)[permissions.filesystem]\ndeny_read = [\"\(secret)\"]\n")
        let client = try await test.client()
        let thread = try await thread(client, test)
        // Nothing of this is even asked for.
        let refused = try await client.startTurn(
            thread, write(secret, test.home, test.home + "/rules", place + "/.codex"))
        let text = try await client.completed(refused)["items"]?[0]?["text"]?.stringValue
        #expect(text?.contains(#""file_system":null"#) == true)
        #expect(!client.methods.contains("item/permissions/requestApproval"))
        // And a grant of what is around it leaves it as it was.
        let turn = try await client.startTurn(
            thread, "\(write(place, test.home))\nrun: cat \(secret); echo a > \(secret); echo a > \(place)/sub/beside")
        let params = try await answer(client, turn, ["permissions": ["fileSystem": ["write": ["/"]]]])
        #expect(params["permissions"]?["fileSystem"]?["write"] == [.string(place)])
        try await client.completed(turn)
        #expect(!exists("sub/beside"))
        let again = try await client.startTurn(
            thread, "\(write(place))\nrun: cat \(secret); echo a > \(secret); echo a > \(place)/sub/beside")
        _ = try await answer(client, again, ["permissions": ["fileSystem": ["write": [.string(place)]]]])
        try await client.completed(again)
        #expect(exists("sub/beside"))
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == "key")
        #expect(!client.commandOutput.contains("key"))
        await test.stop()
    }

    @Test func whoWantsToSeeEachCommandIsAskedAboutEach() async throws {
        let test = try TestServer(config: Self.feature)
        let client = try await test.client()
        let thread = try await thread(client, test)
        let turn = try await client.startTurn(thread, "\(write(place))\nrun: echo a > \(place)/seen")
        _ = try await answer(
            client, turn,
            ["permissions": ["fileSystem": ["write": [.string(place)]]], "strictAutoReview": true])
        let request = try await client.approvalRequest(turn)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await client.completed(turn)
        #expect(exists("seen"))
        await test.stop()
    }

    // MARK: - Policies

    @Test(arguments: [
        ("on-request", true, true), ("on-request", false, false), ("never", true, false), ("untrusted", true, true),
    ])
    func theToolIsThereWhereItIsSwitchedOnAndTheUserMayBeAsked(
        _ policy: String, _ isOn: Bool, _ isOffered: Bool
    ) async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(config: isOn ? Self.feature : "", model: recorder.client)
        let client = try await test.client()
        let thread = try await thread(client, test, .string(policy))
        let turn = try await client.startTurn(thread, write(place))
        if isOffered { _ = try await answer(client, turn, ["permissions": [:]]) }
        let text = try await client.completed(turn)["items"]?[0]?["text"]?.stringValue ?? ""
        #expect(text.contains(isOn ? #""file_system":null"# : "unsupported call: request_permissions"))
        #expect(client.methods.contains("item/permissions/requestApproval") == isOffered)
        let names = recorder.all[0].tools.map { (try? $0.decode(JSONValue.self))?["name"] }
        #expect(names.contains("request_permissions") == isOffered)
        await test.stop()
    }

    @Test(arguments: [true, false])
    func aGranularPolicyDecidesByItself(_ isOn: Bool) async throws {
        let recorder = RequestRecorder()
        let test = try TestServer(model: recorder.client)
        let client = try await test.client()
        let policy: JSONValue = [
            "granular": [
                "sandbox_approval": true, "rules": true, "mcp_elicitations": true, "request_permissions": .bool(isOn),
            ]
        ]
        let thread = try await thread(client, test, policy)
        let turn = try await client.startTurn(thread, "say: hello")
        try await client.completed(turn)
        let names = recorder.all[0].tools.map { (try? $0.decode(JSONValue.self))?["name"] }
        #expect(names.contains("request_permissions") == isOn)
        await test.stop()
    }
}
