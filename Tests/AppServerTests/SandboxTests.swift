import CommandExecution
import Foundation
import Testing
import WireJSON

/// What commands may touch, under the thread's policy and beyond it. Which mechanism confines them depends on the machine, so
/// that these commands change files that are there: under Landlock no file can be made beside a protected one.
@Suite struct SandboxTests {
    /// Only the workspace can be written: the tests' files are under `/tmp`.
    private static let narrow: JSONValue = [
        "type": "workspaceWrite", "excludeSlashTmp": true, "excludeTmpdirEnvVar": true,
    ]

    @Test func commandsWriteInTheWorkspaceAndNowhereElse() async throws {
        let test = try TestServer()
        try test.makeFile("inside")
        try test.makeFile("../outside")
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(
            thread,
            "run: echo x > inside; mkdir .git; touch .git/config; echo x > ../outside; echo $CODEX_SANDBOX_NETWORK_DISABLED",
            ["sandboxPolicy": Self.narrow])
        #expect(try await client.completed(turn)["status"] == "completed")
        let item = try await client.completedCommand(turn)
        #expect(item["aggregatedOutput"]?.stringValue?.hasSuffix("\n1\n") == true)
        #expect(test.content("inside") == "x\n")
        #expect(test.content("../outside") == "" && !test.hasFile(".git/config"))
        await test.stop()
    }

    @Test func nothingIsWrittenUnderReadOnly() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "read-only"])
        let turn = try await client.startTurn(thread, "run: touch inside || cat ../seen")
        try await client.completed(turn)
        #expect(try await client.completedCommand(turn)["status"] == "failed")
        #expect(!test.hasFile("inside"))
        await test.stop()
    }

    @Test func theServersHomeIsClosedThoughItLiesInAWritableDirectory() async throws {
        let test = try TestServer(config: "model_reasoning_effort = \"low\"\n")
        try test.makeFile("inside")
        try test.makeFile("../stray")
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "workspace-write"])
        let turn = try await client.startTurn(thread, "run: echo x > ../stray; echo x > inside; cat ../config.toml")
        try await client.completed(turn)
        let output = try await client.completedCommand(turn)["aggregatedOutput"]?.stringValue ?? ""
        #expect(!output.contains("model_reasoning_effort"))
        #expect(test.content("inside") == "x\n" && test.content("../stray") == "")
        await test.stop()
    }

    @Test func whatNobodyMayReadStaysUnreadAlsoAfterAnApproval() async throws {
        let test = try TestServer(
            config: "[permissions.filesystem]\ndeny_read = [\"private/key\", \"**/*.pem\"]\n")
        try FileManager.default.createDirectory(atPath: test.workspace + "/private", withIntermediateDirectories: true)
        try test.makeFile("out")
        for name in ["private/key", "private/a.pem", "private/open"] {
            try "content of \(name)\n".write(toFile: test.workspace + "/" + name, atomically: true, encoding: .utf8)
        }
        let client = try await test.client()
        let thread = try await client.startThread(
            in: test, ["sandbox": "read-only", "approvalPolicy": "on-request"])
        let turn = try await client.startTurn(
            thread,
            """
            call: exec_command {"cmd": "cat private/key private/a.pem private/open; echo x > out", \
            "sandbox_permissions": "require_escalated", "justification": "Look?"}
            """)
        let request = try await client.approvalRequest(turn)
        #expect(request["params"]?["reason"] == "Look?")
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        try await client.completed(turn)
        let output = try await client.completedCommand(turn)["aggregatedOutput"]?.stringValue ?? ""
        #expect(output.contains("content of private/open"))
        #expect(!output.contains("content of private/key") && !output.contains("content of private/a.pem"))
        #expect(test.content("out") == "x\n")

        // Full access is full access.
        let free = try await client.startTurn(
            thread, "run: cat private/key", ["sandboxPolicy": ["type": "dangerFullAccess"]])
        try await client.completed(free)
        #expect(try await client.completedCommand(free)["aggregatedOutput"] == "content of private/key\n")
        await test.stop()
    }

    @Test func withoutAMechanismACommandIsRefusedAndNeverRunBare() async throws {
        let test = try TestServer(sandbox: Sandbox(allowed: []))
        let client = try await test.client()
        for policy in ["never", "on-request"] as [JSONValue] {
            let thread = try await client.startThread(
                in: test, ["sandbox": "workspace-write", "approvalPolicy": policy])
            let turn = try await client.startTurn(thread, "run: touch confined")
            #expect(try await client.completed(turn)["status"] == "completed")
            let item = try await client.completedCommand(turn)
            #expect(item["status"] == "failed")
            #expect(item["aggregatedOutput"]?.stringValue?.hasPrefix("sandboxError: ") == true)
        }
        #expect(!test.hasFile("confined"))
        #expect(!client.methods.contains("item/commandExecution/requestApproval"))
        await test.stop()
    }

    @Test func aRootThatACommandSwapsForALinkIsNotFollowed() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let target = test.home + "/target"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: test.workspace + "/root", withIntermediateDirectories: true)
        let thread = try await client.startThread(in: test, ["cwd": .string(test.workspace)])
        let policy: JSONValue = [
            "type": "workspaceWrite", "writableRoots": [.string(test.workspace + "/root")], "excludeSlashTmp": true,
            "excludeTmpdirEnvVar": true,
        ]
        let first = try await client.startTurn(
            thread, "run: rmdir root && ln -s \(target) root", ["sandboxPolicy": policy])
        try await client.completed(first)
        // The swap itself may be impossible, depending on the mechanism. Writing through it is in any case.
        let second = try await client.startTurn(thread, "run: touch root/escaped")
        try await client.completed(second)
        #expect(!test.exists(target + "/escaped"))
        await test.stop()
    }

    @Test func theEnvironmentPolicyDecidesWhichVariablesCommandsGet() async throws {
        let test = try TestServer(
            config: """
                [shell_environment_policy]
                inherit = "core"
                exclude = ["SHE*"]
                set = { MINE = "set" }
                """,
            variables: [
                "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": "/nonexistent", "OTHER": "other",
            ])
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let turn = try await client.startTurn(
            thread, #"call: exec_command {"cmd": "echo \"[$MINE][$OTHER][$SHELL]\"; echo $PATH", "login": false}"#)
        try await client.completed(turn)
        #expect(try await client.completedCommand(turn)["aggregatedOutput"] == "[set][][]\n/usr/bin:/bin\n")
        await test.stop()
    }
}

extension TestServer {
    /// What stands in a file of the workspace; nil if there is none.
    func content(_ name: String) -> String? {
        try? String(contentsOfFile: workspace + "/" + name, encoding: .utf8)
    }
}
