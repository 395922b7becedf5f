import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Commands, on the wire` {
    @Test func `command/exec`() {
        checkCoding(
            CommandExecParams(
                command: ["ls"], processId: "p", tty: true, streamStdin: true, streamStdoutStderr: true,
                outputBytesCap: 1, disableOutputCap: true, disableTimeout: true, timeoutMs: 2, cwd: "/w",
                env: ["A": "b"], size: CommandExecTerminalSize(rows: 3, cols: 4), sandboxPolicy: .dangerFullAccess,
                permissionProfile: ":workspace"),
            """
            {"command":["ls"],"processId":"p","tty":true,"streamStdin":true,"streamStdoutStderr":true,"outputBytesCap":1,
            "disableOutputCap":true,"disableTimeout":true,"timeoutMs":2,"cwd":"/w","env":{"A":"b"},
            "size":{"rows":3,"cols":4},"sandboxPolicy":{"type":"dangerFullAccess"},"permissionProfile":":workspace"}
            """)
        checkReading(#"{"command":["ls"]}"#, as: CommandExecParams(command: ["ls"]))
        checkReading(
            #"{"command":["ls"],"env":{"A":null}}"#, as: CommandExecParams(command: ["ls"], env: ["A": nil]))
        checkCoding(
            CommandExecResponse(exitCode: 1, stdout: "o", stderr: "e"), #"{"exitCode":1,"stdout":"o","stderr":"e"}"#)
        checkCoding(
            CommandExecWriteParams(processId: "p", deltaBase64: "eA==", closeStdin: true),
            #"{"processId":"p","deltaBase64":"eA==","closeStdin":true}"#)
        checkReading(#"{"processId":"p"}"#, as: CommandExecWriteParams(processId: "p"))
        checkCoding(CommandExecTerminateParams(processId: "p"), #"{"processId":"p"}"#)
        checkCoding(
            CommandExecResizeParams(processId: "p", size: CommandExecTerminalSize(rows: 1, cols: 2)),
            #"{"processId":"p","size":{"rows":1,"cols":2}}"#)
        checkCoding(
            CommandExecOutputDeltaNotification(
                processId: "p", stream: .stderr, deltaBase64: "eA==", capReached: false),
            #"{"processId":"p","stream":"stderr","deltaBase64":"eA==","capReached":false}"#)
        checkCoding(CommandExecWriteResponse(), "{}")
        checkCoding(CommandExecTerminateResponse(), "{}")
        checkCoding(CommandExecResizeResponse(), "{}")
    }

    @Test func processes() {
        checkCoding(
            ProcessSpawnParams(
                command: ["ls"], processHandle: "h", cwd: "/w", tty: true, streamStdin: true,
                streamStdoutStderr: true, outputBytesCap: 1, timeoutMs: 2, env: ["A": "b"],
                size: ProcessTerminalSize(rows: 3, cols: 4)),
            """
            {"command":["ls"],"processHandle":"h","cwd":"/w","tty":true,"streamStdin":true,"streamStdoutStderr":true,
            "outputBytesCap":1,"timeoutMs":2,"env":{"A":"b"},"size":{"rows":3,"cols":4}}
            """)
        checkReading(
            #"{"command":["ls"],"processHandle":"h","cwd":"/w"}"#,
            as: ProcessSpawnParams(command: ["ls"], processHandle: "h", cwd: "/w"))
        checkCoding(
            ProcessWriteStdinParams(processHandle: "h", deltaBase64: "eA==", closeStdin: true),
            #"{"processHandle":"h","deltaBase64":"eA==","closeStdin":true}"#)
        checkCoding(ProcessKillParams(processHandle: "h"), #"{"processHandle":"h"}"#)
        checkCoding(
            ProcessResizePtyParams(processHandle: "h", size: ProcessTerminalSize(rows: 1, cols: 2)),
            #"{"processHandle":"h","size":{"rows":1,"cols":2}}"#)
        checkCoding(
            ProcessOutputDeltaNotification(
                processHandle: "h", stream: .stdout, deltaBase64: "eA==", capReached: true),
            #"{"processHandle":"h","stream":"stdout","deltaBase64":"eA==","capReached":true}"#)
        checkCoding(
            ProcessExitedNotification(
                processHandle: "h", exitCode: 1, stdout: "o", stdoutCapReached: false, stderr: "e",
                stderrCapReached: true),
            """
            {"processHandle":"h","exitCode":1,"stdout":"o","stdoutCapReached":false,"stderr":"e","stderrCapReached":true}
            """)
        checkCoding(ProcessSpawnResponse(), "{}")
        checkCoding(ProcessWriteStdinResponse(), "{}")
        checkCoding(ProcessKillResponse(), "{}")
        checkCoding(ProcessResizePtyResponse(), "{}")
    }

    @Test func `commands of threads`() {
        checkCoding(
            ThreadShellCommandParams(threadId: "t", command: "ls", timeoutMs: 1),
            #"{"threadId":"t","command":"ls","timeoutMs":1}"#)
        checkCoding(ThreadShellCommandResponse(), "{}")
        checkCoding(
            ThreadBackgroundTerminalsListParams(threadId: "t", cursor: "c", limit: 1),
            #"{"threadId":"t","cursor":"c","limit":1}"#)
        checkCoding(
            ThreadBackgroundTerminalsListResponse(
                data: [
                    ThreadBackgroundTerminal(
                        itemId: "i", processId: "1", command: "ls", cwd: "/w", osPid: 2, cpuPercent: 0.5, rssKb: 3)
                ], nextCursor: "c"),
            """
            {"data":[{"itemId":"i","processId":"1","command":"ls","cwd":"/w","osPid":2,"cpuPercent":0.5,"rssKb":3}],
            "nextCursor":"c"}
            """)
        checkCoding(
            ThreadBackgroundTerminalsTerminateParams(threadId: "t", processId: "1"),
            #"{"threadId":"t","processId":"1"}"#)
        checkCoding(ThreadBackgroundTerminalsTerminateResponse(terminated: true), #"{"terminated":true}"#)
        checkCoding(ThreadBackgroundTerminalsCleanParams(threadId: "t"), #"{"threadId":"t"}"#)
        checkCoding(ThreadBackgroundTerminalsCleanResponse(), "{}")
    }

    @Test func `questions and tools of clients`() {
        checkCoding(
            ToolRequestUserInputParams(
                threadId: "t", turnId: "u", itemId: "i",
                questions: [
                    ToolRequestUserInputQuestion(
                        id: "q", header: "h", question: "w?", options: [.init(label: "l", description: "d")])
                ], autoResolutionMs: 1),
            """
            {"threadId":"t","turnId":"u","itemId":"i","questions":[{"id":"q","header":"h","question":"w?","isOther":true,
            "isSecret":false,"options":[{"label":"l","description":"d"}]}],"isBlocking":true,"autoResolutionMs":1}
            """)
        checkCoding(
            ToolRequestUserInputResponse(answers: ["q": ToolRequestUserInputAnswer(answers: ["l"])]),
            #"{"answers":{"q":{"answers":["l"]}}}"#)
        checkCoding(
            DynamicToolCallParams(
                threadId: "t", turnId: "u", callId: "c", namespace: "n", tool: "x", arguments: RawJSON(["a": 1])),
            #"{"threadId":"t","turnId":"u","callId":"c","namespace":"n","tool":"x","arguments":{"a":1}}"#)
        checkCoding(
            DynamicToolCallResponse(
                contentItems: [.inputText(DynamicToolOutputText(text: "x"))], success: true),
            #"{"contentItems":[{"type":"inputText","text":"x"}],"success":true}"#)
    }
}
