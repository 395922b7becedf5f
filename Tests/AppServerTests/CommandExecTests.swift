import CommandExecution
import Foundation
import Support
import Testing
import WireJSON

/// `command/exec` and `process/*`: what clients run by themselves.
@Suite struct CommandExecTests {
    private static let free: JSONValue = ["type": "dangerFullAccess"]

    @Test func aCommandIsAnsweredWithItsStreamsApart() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let result = try await client.call(
            "command/exec",
            [
                "command": ["sh", "-c", "printf '%s' \"$A-${B-gone}\"; echo bad >&2; exit 3"],
                "env": ["A": "set", "B": nil], "sandboxPolicy": Self.free,
            ])
        #expect(result == ["exitCode": 3, "stdout": "set-gone", "stderr": "bad\n"])
        #expect(!client.methods.contains("command/exec/outputDelta"))
        await test.stop()
    }

    @Test func aCommandIsConfinedByTheConfiguredPolicyUnlessItsOwnIsGiven() async throws {
        let test = try TestServer(config: "sandbox_mode = \"read-only\"\n")
        let client = try await test.client()
        let command: JSONValue = ["sh", "-c", "echo x > file; echo $CODEX_SANDBOX_NETWORK_DISABLED"]
        let confined = try await client.call("command/exec", ["command": command])
        #expect(confined["stdout"] == "1\n")
        #expect(!test.hasFile("file"))
        let free = try await client.call(
            "command/exec", ["command": command, "permissionProfile": ":danger-full-access"])
        #expect(free["stdout"] == "\n")
        #expect(test.content("file") == "x\n")
        await test.stop()

        let bare = try TestServer(sandbox: Sandbox(allowed: []))
        let other = try await bare.client()
        let error = try await other.failure("command/exec", ["command": ["touch", "file"]])
        #expect(error["data"]?["kind"] == "sandboxError")
        #expect(!bare.hasFile("file"))
        await bare.stop()
    }

    @Test func outputIsCutAtTheCap() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let result = try await client.call(
            "command/exec",
            [
                "command": ["sh", "-c", "echo 123456789; echo abc >&2"], "outputBytesCap": 4,
                "sandboxPolicy": Self.free,
            ])
        #expect(result == ["exitCode": 0, "stdout": "1234", "stderr": "abc\n"])

        let streamed = try await client.call(
            "command/exec",
            [
                "command": ["sh", "-c", "echo 123456789; echo more"], "outputBytesCap": 4, "processId": "p",
                "streamStdoutStderr": true, "sandboxPolicy": Self.free,
            ])
        #expect(streamed == ["exitCode": 0, "stdout": "", "stderr": ""])
        let deltas = client.lines.filter { $0["method"] == "command/exec/outputDelta" }
        #expect(deltas.count == 1)
        #expect(
            deltas.first?["params"] == [
                "processId": "p", "stream": "stdout", "deltaBase64": "MTIzNA==", "capReached": true,
            ])
        await test.stop()
    }

    @Test func whatIsWrittenRightBehindTheStartArrives() async throws {
        let test = try TestServer()
        let client = try await test.client()
        // Sent at once, without waiting for anything.
        let exec = client.request(
            "command/exec",
            [
                "command": ["cat"], "processId": "cat", "streamStdin": true, "streamStdoutStderr": true,
                "sandboxPolicy": Self.free, "disableTimeout": true,
            ])
        let write = client.request("command/exec/write", ["processId": "cat", "deltaBase64": "aGVsbG8="])
        let close = client.request("command/exec/write", ["processId": "cat", "closeStdin": true])
        for id in [write, close] { #expect(try await client.answer(to: id)["result"] == [:]) }
        #expect(try await client.answer(to: exec)["result"]?["exitCode"] == 0)
        #expect(client.streamedText("command/exec/outputDelta") == "hello")
        // All output comes before the answer.
        #expect(
            client.lines.lastIndex { $0["method"] == "command/exec/outputDelta" } ?? .max
                < client.lines.firstIndex { $0["id"]?.int64Value == exec } ?? 0)
        await test.stop()
    }

    @Test func aTerminalHasASizeThatCanBeChanged() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let exec = client.request(
            "command/exec",
            [
                "command": ["sh", "-c", "stty -echo; stty size; read x; stty size"], "processId": "t", "tty": true,
                "size": ["rows": 10, "cols": 33], "sandboxPolicy": Self.free, "disableTimeout": true,
            ])
        _ = try await client.first("the first size") { _ in
            client.streamedText("command/exec/outputDelta").contains("10 33")
        }
        try await client.call("command/exec/resize", ["processId": "t", "size": ["rows": 40, "cols": 50]])
        try await client.call("command/exec/write", ["processId": "t", "deltaBase64": "Cg=="])
        #expect(try await client.answer(to: exec)["result"]?["exitCode"] == 0)
        #expect(client.streamedText("command/exec/outputDelta") == "10 33\r\n40 50\r\n")
        await test.stop()
    }

    @Test func aCommandEndsByItsTimeOrByTheClient() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let late = try await client.call(
            "command/exec", ["command": ["sleep", "1000"], "timeoutMs": 50, "sandboxPolicy": Self.free])
        #expect(late["exitCode"] == 124)
        let exec = client.request(
            "command/exec",
            [
                "command": ["sh", "-c", "trap '' TERM; sleep 1000"], "processId": "p", "disableTimeout": true,
                "sandboxPolicy": Self.free,
            ])
        try await client.call("command/exec/terminate", ["processId": "p"])
        #expect(try await client.answer(to: exec)["result"]?["exitCode"] == 137)
        let gone = try await client.failure("command/exec/terminate", ["processId": "p"])
        #expect(gone["message"] == "no active command/exec for process id \"p\"")
        await test.stop()
    }

    @Test(arguments: [
        (#"{"command":[]}"#, -32600, "command must not be empty"),
        (#"{"command":["x"],"timeoutMs":-1}"#, -32602, "command/exec timeoutMs must be non-negative, got -1"),
        (
            #"{"command":["x"],"timeoutMs":1,"disableTimeout":true}"#, -32602,
            "command/exec cannot set both timeoutMs and disableTimeout"
        ),
        (
            #"{"command":["x"],"outputBytesCap":1,"disableOutputCap":true}"#, -32602,
            "command/exec cannot set both outputBytesCap and disableOutputCap"
        ),
        (#"{"command":["x"],"size":{"rows":1,"cols":1}}"#, -32602, "command/exec size requires tty: true"),
        (
            #"{"command":["x"],"tty":true,"processId":"p","size":{"rows":0,"cols":1}}"#, -32602,
            "command/exec size rows and cols must be greater than 0"
        ),
        (
            #"{"command":["x"],"tty":true}"#, -32600,
            "command/exec tty or streaming requires a client-supplied processId"
        ),
        (
            #"{"command":["x"],"permissionProfile":":read-only","sandboxPolicy":{"type":"readOnly"}}"#, -32600,
            "`permissionProfile` cannot be combined with `sandboxPolicy`"
        ),
    ])
    func whatCannotBeIsRefused(_ params: String, _ code: Int64, _ message: String) async throws {
        let test = try TestServer()
        let client = try await test.client()
        let error = try await client.failure("command/exec", try JSONValue(parsing: Array(params.utf8)))
        #expect(error["code"]?.int64Value == code)
        #expect(error["message"] == .string(message))
        await test.stop()
    }

    @Test func anInputThatIsNotOpenAndANameThatIsTakenAreRefused() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let params: JSONValue = [
            "command": ["sleep", "1000"], "processId": "p", "disableTimeout": true, "sandboxPolicy": Self.free,
        ]
        let exec = client.request("command/exec", params)
        let second = try await client.failure("command/exec", params)
        #expect(second["message"] == "duplicate active command/exec process id: \"p\"")
        let write = try await client.failure("command/exec/write", ["processId": "p", "deltaBase64": "eA=="])
        #expect(write["message"] == "stdin streaming is not enabled for this command/exec")
        let empty = try await client.failure("command/exec/write", ["processId": "p"])
        #expect(empty["message"] == "command/exec/write requires deltaBase64 or closeStdin")
        let odd = try await client.failure("command/exec/write", ["processId": "p", "deltaBase64": "?"])
        #expect(odd["message"]?.stringValue?.hasPrefix("invalid deltaBase64: ") == true)
        // The end of the service ends it, and it is answered.
        await test.stop()
        #expect(try await client.answer(to: exec)["result"]?["exitCode"] == 137)
    }

    // MARK: - process/*

    @Test func aProcessIsAnsweredWhenItRunsAndTellsItsEnd() async throws {
        let test = try TestServer()
        let client = try await test.client()
        try await client.call(
            "process/spawn",
            [
                "command": ["sh", "-c", "read x; echo got-$x; echo bad >&2; exit 4"], "processHandle": "h",
                "cwd": .string(test.workspace), "streamStdin": true,
            ])
        let twice = try await client.failure(
            "process/spawn", ["command": ["true"], "processHandle": "h", "cwd": .string(test.workspace)])
        #expect(twice["message"] == "duplicate active process handle: \"h\"")
        try await client.call("process/writeStdin", ["processHandle": "h", "deltaBase64": "eAo="])
        let exited = try await client.event("process/exited")
        #expect(
            exited["params"] == [
                "processHandle": "h", "exitCode": 4, "stdout": "got-x\n", "stdoutCapReached": false,
                "stderr": "bad\n", "stderrCapReached": false,
            ])
        let gone = try await client.failure("process/kill", ["processHandle": "h"])
        #expect(gone["message"] == "no active process for process handle \"h\"")
        await test.stop()
    }

    @Test func aProcessStreamsAndIsKilled() async throws {
        let test = try TestServer()
        let client = try await test.client()
        try await client.call(
            "process/spawn",
            [
                "command": ["sh", "-c", "echo first; sleep 1000"], "processHandle": "h",
                "cwd": .string(test.workspace), "streamStdoutStderr": true,
            ])
        try await client.event("process/outputDelta")
        try await client.call("process/kill", ["processHandle": "h"])
        let exited = try await client.event("process/exited")
        #expect(exited["params"]?["exitCode"] == 137)
        #expect(exited["params"]?["stdout"] == "")
        #expect(client.streamedText("process/outputDelta") == "first\n")
        let missing = try await client.failure(
            "process/spawn", ["command": ["/no/such"], "processHandle": "i", "cwd": .string(test.workspace)])
        #expect(missing["code"] == -32603)
        #expect(missing["message"]?.stringValue?.hasPrefix("failed to spawn process: ") == true)
        await test.stop()
    }
}

extension InProcessClient {
    /// The bytes of all output events of a method, as text.
    func streamedText(_ method: String) -> String {
        lines.filter { $0["method"]?.stringValue == method }.reduce(into: "") { text, line in
            let delta = line["params"]?["deltaBase64"]?.stringValue ?? ""
            text += Data(base64Encoded: delta).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }
}
