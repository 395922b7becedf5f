import CommandExecution
import Foundation
import Testing
import WireJSON

/// What commands may touch, under the thread's policy and beyond it. Which mechanism confines them depends on the machine:
/// under Landlock alone no file can be made beside a protected one, and this is so in a workspace's root.
@Suite struct SandboxTests {
    /// Whether files can be made in a workspace's root.
    private static let makesFiles = if case .landlock = Sandbox().report().chosen { false } else { true }

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
            "run: echo x > inside; echo x > new; mkdir .git; touch .git/config .codex; echo x > ../outside; echo $CODEX_SANDBOX_NETWORK_DISABLED",
            ["sandboxPolicy": Self.narrow])
        #expect(try await client.completed(turn)["status"] == "completed")
        let item = try await client.completedCommand(turn)
        #expect(item["aggregatedOutput"]?.stringValue?.hasSuffix("\n1\n") == true)
        #expect(test.content("inside") == "x\n")
        #expect(test.content("new") == (Self.makesFiles ? "x\n" : nil))
        #expect(test.content("../outside") == "")
        // Nothing is left of what kept these from coming to be.
        #expect(!test.hasFile(".git") && !test.hasFile(".codex"))
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
        let turn = try await client.startTurn(
            thread, "run: echo x > ../stray; echo x > ../new; echo x > inside; cat ../config.toml")
        try await client.completed(turn)
        let output = try await client.completedCommand(turn)["aggregatedOutput"]?.stringValue ?? ""
        #expect(!output.contains("model_reasoning_effort"))
        #expect(test.content("inside") == "x\n" && test.content("../stray") == "" && !test.hasFile("../new"))
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
            call: exec_command {"cmd": "cat private/key private/a.pem private/open; echo x > out; echo x > new", \
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
        #expect(test.content("new") == (Self.makesFiles ? "x\n" : nil))

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

    @Test func whatTheProfileOfALoginShellPrintsIsNoOutputOfCommands() async throws {
        let home = NSTemporaryDirectory() + "heddle-profile-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try "echo greeting; echo complaint >&2; export FROM_PROFILE=profile\n".write(
            toFile: home + "/.profile", atomically: true, encoding: .utf8)
        let test = try TestServer(variables: ["PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": home])
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        for (command, output) in [
            ("echo $FROM_PROFILE; echo more >&2", "profile\nmore\n"), ("true", ""), ("printf '\\036 x'", "\u{1E} x"),
        ] {
            let turn = try await client.startTurn(thread, "run: " + command)
            try await client.completed(turn)
            let item = try await client.completedCommand(turn)
            #expect(item["aggregatedOutput"] ?? .null == (output.isEmpty ? .null : .string(output)))
        }
        // A shell that can't read the command never gets behind its profile: then everything is shown.
        let turn = try await client.startTurn(thread, "run: echo (")
        try await client.completed(turn)
        let item = try await client.completedCommand(turn)
        #expect(item["status"] == "failed")
        let output = item["aggregatedOutput"]?.stringValue ?? ""
        #expect(output.contains("yntax error") && !output.contains("border"))
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
