import Foundation
import Testing
import WireJSON

/// The user's rules about commands, from files and from answers.
@Suite struct RuleTests {
    @Test func whatARuleAllowsRunsUnaskedAndOutsideOfTheSandbox() async throws {
        let test = try TestServer()
        try test.makeRules("prefix_rule(pattern=[\"touch\"], decision=\"allow\")")
        let client = try await test.client()
        let thread = try await client.startThread(
            in: test, ["sandbox": "read-only", "approvalPolicy": "untrusted"])
        try await client.completed(try await client.startTurn(thread, "run: touch allowed"))
        #expect(test.hasFile("allowed"))
        #expect(!client.methods.contains("item/commandExecution/requestApproval"))

        // Of several commands each has to be allowed.
        let turn = try await client.startTurn(thread, "run: touch a && mkdir b")
        let request = try await client.approvalRequest(turn)
        #expect(request["params"]?["proposedExecpolicyAmendment"] == ["mkdir", "b"])
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "decline"]])
        try await client.completed(turn)
        #expect(!test.hasFile("a") && !test.hasFile("b"))
        await test.stop()
    }

    @Test func whatARuleForbidsDoesNotRunUnderAnyPolicy() async throws {
        let test = try TestServer()
        try test.makeRules(
            "prefix_rule(pattern=[\"touch\"], decision=\"forbidden\", justification=\"leave files alone\")")
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(thread, "run: echo x; env touch forbidden")
        try await client.completed(turn)
        let item = try await client.completedCommand(turn)
        #expect(item["status"] == "declined")
        #expect(item["aggregatedOutput"]?.stringValue?.hasSuffix("rejected: leave files alone") == true)
        #expect(!test.hasFile("forbidden"))
        await test.stop()
    }

    @Test func whereARuleDemandsAQuestionItIsAskedOrRefused() async throws {
        let test = try TestServer()
        try test.makeRules("prefix_rule(pattern=[\"touch\"], decision=\"prompt\")")
        let client = try await test.client()
        let asked = try await client.startThread(in: test, ["approvalPolicy": "on-request"])
        let turn = try await client.startTurn(asked, "run: touch asked")
        let request = try await client.approvalRequest(turn)
        #expect(request["params"]?["reason"]?.stringValue?.hasSuffix("requires approval by policy") == true)
        #expect(request["params"]?["proposedExecpolicyAmendment"] == .null)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await client.completed(turn)
        #expect(test.hasFile("asked"))

        let silent = try await client.startThread(in: test)
        let refused = try await client.startTurn(silent, "run: touch refused")
        try await client.completed(refused)
        #expect(try await client.completedCommand(refused)["status"] == "declined")
        #expect(!test.hasFile("refused"))
        await test.stop()
    }

    @Test func aRuleThatTheUserAddsHoldsAtOnceAndForLater() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: touch one")
        let request = try await client.approvalRequest(turn)
        let params = request["params"] ?? .null
        #expect(params["proposedExecpolicyAmendment"] == ["touch", "one"])
        // The request shows what will really run.
        #expect(params["argv"] == ["/bin/sh", "-lc", "touch one"])
        #expect(params["executable"] == "/bin/sh")
        #expect(
            params["availableDecisions"]?.arrayValue?.contains([
                "acceptWithExecpolicyAmendment": ["execpolicy_amendment": ["touch", "one"]]
            ]) == true)
        client.send(value: [
            "id": request["id"] ?? .null,
            "result": ["decision": ["acceptWithExecpolicyAmendment": ["execpolicy_amendment": ["touch"]]]],
        ])
        try await client.completed(turn)
        try await client.completed(try await client.startTurn(thread, "run: touch two"))
        #expect(test.hasFile("one") && test.hasFile("two"))
        #expect(client.methods.count { $0 == "item/commandExecution/requestApproval" } == 1)
        #expect(
            try String(contentsOfFile: test.home + "/rules/default.rules", encoding: .utf8)
                == "prefix_rule(pattern=[\"touch\"], decision=\"allow\")\n")
        await test.stop()

        // The log says who decided what.
        let logs = try FileManager.default.subpathsOfDirectory(atPath: test.home + "/threads")
        let log = try #require(logs.first { $0.hasSuffix(thread + ".jsonl") })
        let text = try String(contentsOfFile: test.home + "/threads/" + log, encoding: .utf8)
        let decision = try #require(text.split(separator: "\n").first { $0.contains("answeredBy\":\"test\"") })
        #expect(decision.contains("\"decision\":\"acceptWithExecpolicyAmendment\""))
    }

    @Test func rulesThatCannotBeReadAllowNothingAndEveryoneIsTold() async throws {
        let test = try TestServer()
        try test.makeRules("prefix_rule(pattern=[\"touch\"], decision=\"allow\")")
        try test.makeRules("prefix_rule(pattern=[\"touch\"\n", as: "broken.rules")
        let client = try await test.client()
        let warning = try await client.event("configWarning")
        #expect(warning["params"]?["path"]?.stringValue == test.home + "/rules/broken.rules")
        #expect(warning["params"]?["range"]?["start"]?["line"] != .null)
        let thread = try await client.startThread(in: test, ["approvalPolicy": "untrusted"])
        let turn = try await client.startTurn(thread, "run: touch asked")
        let request = try await client.approvalRequest(turn)
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "decline"]])
        try await client.completed(turn)
        #expect(!test.hasFile("asked"))
        await test.stop()
    }

    @Test(arguments: [true, false])
    func aProjectsOwnRulesHoldOnlyIfTheUserTrustsIt(isTrusted: Bool) async throws {
        let home = NSTemporaryDirectory() + "heddle-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: home) }
        let test = try TestServer(
            home: home,
            config: """
                [projects."\(home)/workspace"]
                trust_level = "\(isTrusted ? "trusted" : "untrusted")"
                """)
        let folder = test.workspace + "/.codex/rules"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "prefix_rule(pattern=[\"touch\"], decision=\"forbidden\")\n"
            .write(toFile: folder + "/own.rules", atomically: true, encoding: .utf8)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        try await client.completed(try await client.startTurn(thread, "run: touch file"))
        #expect(test.hasFile("file") == !isTrusted)
        await test.stop()
    }
}

extension TestServer {
    /// Writes a file of rules into the home.
    func makeRules(_ text: String, as name: String = "test.rules") throws {
        try FileManager.default.createDirectory(atPath: home + "/rules", withIntermediateDirectories: true)
        try (text + "\n").write(toFile: home + "/rules/" + name, atomically: true, encoding: .utf8)
    }
}
