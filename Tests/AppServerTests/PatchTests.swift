import Foundation
import Testing
import WireJSON

/// Patches: items, approvals, the turn's diff.
@Suite struct PatchTests {
    private static let two = """
        *** Begin Patch
        *** Add File: b/new.txt
        +one
        +two
        *** Update File: a.txt
        @@
        -old
        +new
        *** End Patch
        """

    @Test func aFileIsWrittenByADirectiveAsAnItemWithADiff() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "workspace-write"])
        let turn = try await client.startTurn(thread, "write sub/hello.txt: first\\nsecond")
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(test.content("sub/hello.txt") == "first\nsecond\n")
        let item = try await client.completedPatch(turn)
        #expect(item["status"] == "completed")
        #expect(
            item["changes"] == [
                [
                    "path": .string(test.workspace + "/sub/hello.txt"), "kind": ["type": "add"],
                    "diff": "first\nsecond\n",
                ]
            ])
        let story = client.lines.compactMap { line -> String? in
            guard let method = line["method"]?.stringValue else { return nil }
            guard method.hasPrefix("item/") else { return method.hasPrefix("turn/") ? method : nil }
            return line["params"]?["item"]?["type"] == "fileChange" ? method : nil
        }
        #expect(
            story == [
                "turn/started", "item/started", "item/completed", "turn/diff/updated", "turn/diff/updated",
                "turn/completed",
            ])
        let diff = try await client.event("turn/diff/updated")["params"]?["diff"]?.stringValue ?? ""
        #expect(diff.hasPrefix("diff --git a/sub/hello.txt b/sub/hello.txt\nnew file mode 100644\n"))
        #expect(client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test(arguments: ["custom", "function", "shell", "shell in a directory"])
    func aPatchComesInEveryForm(_ form: String) async throws {
        let call: JSONValue =
            switch form {
            case "custom": ["type": "custom_tool_call", "name": "apply_patch", "input": .string(Self.two)]
            case "function":
                ["type": "function_call", "name": "apply_patch", "arguments": .arguments(["input": .string(Self.two)])]
            case "shell":
                [
                    "type": "function_call", "name": "exec_command",
                    "arguments": .arguments(["cmd": .string("apply_patch <<'EOF'\n\(Self.two)\nEOF")]),
                ]
            default:
                [
                    "type": "function_call", "name": "exec_command",
                    "arguments": .arguments([
                        "cmd": .string("cd \"down\" && apply_patch <<'EOF'\n\(Self.two)\nEOF")
                    ]),
                ]
            }
        let recorder = CallingModel(call)
        let test = try TestServer(model: recorder.client)
        let down = form == "shell in a directory" ? "down/" : ""
        try FileManager.default.createDirectory(
            atPath: test.workspace + "/" + down, withIntermediateDirectories: true)
        try "old\n".write(toFile: test.workspace + "/\(down)a.txt", atomically: true, encoding: .utf8)
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "workspace-write"])
        let turn = try await client.startTurn(thread, "go")
        try await client.completed(turn)
        #expect(test.content(down + "a.txt") == "new\n")
        #expect(test.content(down + "b/new.txt") == "one\ntwo\n")
        let item = try await client.completedPatch(turn)
        let changes = item["changes"]?.arrayValue ?? []
        #expect(changes.map { $0["kind"]?["type"] } == ["update", "add"])
        #expect(changes.first?["diff"] == "@@ -1 +1 @@\n-old\n+new\n")
        let output = recorder.output ?? ""
        #expect(output.hasPrefix("Exit code: 0\nWall time: "))
        #expect(output.hasSuffix("Output:\nSuccess. Updated the following files:\nA b/new.txt\nM a.txt\n"))
        await test.stop()
    }

    @Test func aPatchThatDoesNotFitChangesNothingAndMakesNoItem() async throws {
        let recorder = CallingModel(["type": "custom_tool_call", "name": "apply_patch", "input": .string(Self.two)])
        let test = try TestServer(model: recorder.client)
        try "other\n".write(toFile: test.workspace + "/a.txt", atomically: true, encoding: .utf8)
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "workspace-write"])
        try await client.completed(try await client.startTurn(thread, "go"))
        #expect(test.content("a.txt") == "other\n" && !test.hasFile("b"))
        #expect(recorder.output?.contains("Failed to find expected lines in \(test.workspace)/a.txt") == true)
        #expect(!client.lines.contains { $0["params"]?["item"]?["type"] == "fileChange" })
        #expect(!client.methods.contains("turn/diff/updated"))
        await test.stop()
    }

    @Test func underUntrustedEveryPatchIsAskedAndFilesAreRememberedForTheSession() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(
            in: test, ["sandbox": "workspace-write", "approvalPolicy": "untrusted"])
        let decisions = [
            ("decline", "declined", "completed"), ("cancel", "declined", "interrupted"),
            ("accept", "completed", "completed"), ("acceptForSession", "completed", "completed"),
        ]
        for (decision, status, end) in decisions {
            let turn = try await client.startTurn(thread, "write file.txt: \(decision)")
            let request = try await client.event("item/fileChange/requestApproval") {
                $0["turnId"]?.stringValue == turn
            }
            client.send(value: ["id": request["id"] ?? .null, "result": ["decision": .string(decision)]])
            #expect(try await client.completed(turn)["status"] == .string(end))
            #expect(try await client.completedPatch(turn)["status"] == .string(status))
            #expect((test.content("file.txt") == decision + "\n") == (status == "completed"))
        }
        let asked = client.methods.count { $0 == "item/fileChange/requestApproval" }
        try await client.completed(try await client.startTurn(thread, "write file.txt: again"))
        #expect(test.content("file.txt") == "again\n")
        #expect(client.methods.count { $0 == "item/fileChange/requestApproval" } == asked)

        let other = try await client.startTurn(thread, "write other.txt: new")
        let request = try await client.event("item/fileChange/requestApproval") {
            $0["turnId"]?.stringValue == other
        }
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "perhaps"]])
        #expect(try await client.completed(other)["status"] == "completed")
        #expect(try await client.completedPatch(other)["status"] == "declined")
        #expect(!test.hasFile("other.txt") && client.unfinishedItems.isEmpty)
        await test.stop()
    }

    @Test(arguments: ["../outside.txt", ".git/config", ".codex/rules/x.rules", ".heddle/config.toml", "link/file"])
    func whatLiesOutsideIsAskedOrRefused(_ path: String) async throws {
        let test = try TestServer()
        try FileManager.default.createSymbolicLink(
            atPath: test.workspace + "/link", withDestinationPath: test.home)
        let client = try await test.client()
        let silent = try await client.startThread(in: test, ["sandbox": "workspace-write"])
        let refused = try await client.startTurn(silent, "write \(path): x")
        #expect(try await client.completed(refused)["status"] == "completed")
        #expect(!test.hasFile(path))
        #expect(!client.methods.contains("item/fileChange/requestApproval"))

        let asking = try await client.startThread(
            in: test, ["sandbox": "workspace-write", "approvalPolicy": "on-request"])
        let turn = try await client.startTurn(asking, "write \(path): x")
        let request = try await client.event("item/fileChange/requestApproval")
        client.send(value: ["id": request["id"] ?? .null, "result": ["decision": "accept"]])
        #expect(try await client.completed(turn)["status"] == "completed")
        #expect(test.hasFile(path))
        await test.stop()
    }

    @Test func aPatchNeitherReadsNorChangesWhatNobodyMayRead() async throws {
        let recorder = CallingModel([
            "type": "custom_tool_call", "name": "apply_patch",
            "input": "*** Begin Patch\n*** Update File: key\n@@\n-old\n+new\n*** End Patch",
        ])
        let test = try TestServer(
            config: "[permissions.filesystem]\ndeny_read = [\"key\"]\n", model: recorder.client)
        try "old\n".write(toFile: test.workspace + "/key", atomically: true, encoding: .utf8)
        let client = try await test.client()
        let thread = try await client.startThread(
            in: test, ["sandbox": "workspace-write", "approvalPolicy": "untrusted"])
        try await client.completed(try await client.startTurn(thread, "go"))
        #expect(recorder.output?.contains("no tool may read or change") == true)
        #expect(test.content("key") == "old\n")
        await test.stop()
    }

    @Test func patchesOfOneAnswerAreAppliedInOrderAndTheDiffIsOfTheWholeTurn() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test, ["sandbox": "workspace-write"])
        let turn = try await client.startTurn(thread, "write a.txt: 1\nwrite a.txt: 2\nwrite b.txt: 3")
        try await client.completed(turn)
        let diffs = client.lines.filter { $0["method"] == "turn/diff/updated" }
        #expect(diffs.count == 4)
        let last = diffs.last?["params"]?["diff"]?.stringValue ?? ""
        #expect(last.contains("+2\n") && last.contains("+3\n") && !last.contains("1\n"))
        await test.stop()
    }
}

extension InProcessClient {
    /// Waits for the completed file change of a turn.
    func completedPatch(_ turn: String) async throws -> JSONValue {
        try await event("item/completed") { params in
            params["item"]?["type"] == "fileChange" && params["turnId"]?.stringValue == turn
        }["params"]?["item"] ?? .null
    }
}
