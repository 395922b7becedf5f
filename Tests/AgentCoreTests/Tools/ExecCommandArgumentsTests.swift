import AgentCore
import Testing

@Suite("Arguments of exec_command")
struct ExecCommandArgumentsTests {
    @Test("have defaults for all but the command")
    func defaults() throws {
        let arguments = try ExecCommandArguments(parsing: #"{"cmd":"ls"}"#)
        #expect(arguments.command == "ls")
        #expect(arguments.isLogin)
        #expect(arguments.timeoutMilliseconds == nil)
        #expect(arguments.yieldMilliseconds == 10_000)
        #expect(!arguments.isTerminal)
        #expect(arguments.maxOutputTokens == 10_000)
        #expect(arguments.sandboxPermissions == .useDefault)
        #expect(arguments.workingDirectory == nil && arguments.shell == nil && arguments.justification == nil)
        let nulls = try ExecCommandArguments(
            parsing: """
                {"cmd":"ls","workdir":null,"shell":null,"login":null,"timeout_ms":null,"max_output_tokens":null,
                 "sandbox_permissions":null,"justification":null}
                """)
        #expect(nulls == arguments)
        #expect(
            try ExecCommandArguments(parsing: #"{"cmd":"ls","workdir":"","shell":"","justification":""}"#) == arguments)
    }

    @Test("are all read; unknown ones are ignored")
    func full() throws {
        let arguments = try ExecCommandArguments(
            parsing: """
                {"cmd":"make","workdir":"sub","shell":"sh","login":false,"timeout_ms":1500.0,"max_output_tokens":20,
                 "sandbox_permissions":"require_escalated","justification":"May I?","yield_time_ms":250,"tty":true}
                """)
        #expect(arguments.directory(from: "/w") == "/w/sub")
        #expect(!arguments.isLogin)
        #expect(arguments.timeoutMilliseconds == 1500)
        #expect(arguments.maxOutputTokens == 20)
        #expect(arguments.sandboxPermissions == .requireEscalated)
        #expect(arguments.justification == "May I?")
    }

    @Test(
        "that can't be used are explained to the model",
        arguments: [
            (#"{"cmd":5}"#, "invalid type: integer `5`, expected a string"),
            ("{}", "missing field `cmd`"),
            ("[]", "expected an object"),
            (#"{"cmd":"ls""#, ""),
            ("", ""),
            (#"{"cmd":"a\u0000b"}"#, "NUL"),
            (#"{"cmd":"ls","timeout_ms":0}"#, "`timeout_ms` must be greater than 0"),
            (#"{"cmd":"ls","timeout_ms":-5}"#, "`timeout_ms` must be a whole number"),
            (#"{"cmd":"ls","max_output_tokens":1.5}"#, "`max_output_tokens` must be a whole number"),
            (#"{"cmd":"ls","max_output_tokens":"x"}"#, "max_output_tokens"),
            (#"{"cmd":"ls","sandbox_permissions":"all"}"#, "unknown variant `all`"),
        ])
    func refused(text: String, fragment: String) {
        let error = #expect(throws: ToolArgumentsError.self) { try ExecCommandArguments(parsing: text) }
        #expect(error?.description.hasPrefix("failed to parse function arguments: ") == true)
        #expect(fragment.isEmpty || error?.reason.contains(fragment) == true, "\(error?.reason ?? "")")
    }

    @Test("may ask for a day at most")
    func longestTimeout() throws {
        #expect(try ExecCommandArguments(parsing: #"{"cmd":"x","timeout_ms":1e12}"#).timeoutMilliseconds == 86_400_000)
    }

    @Test(
        "say where the command runs",
        arguments: [(nil, "/w"), ("a/../b", "/w/b"), ("/abs", "/abs"), ("..", "/")] as [(String?, String)])
    func directory(workdir: String?, expected: String) throws {
        let field = workdir.map { #","workdir":"\#($0)""# } ?? ""
        #expect(try ExecCommandArguments(parsing: #"{"cmd":"x"\#(field)}"#).directory(from: "/w") == expected)
    }

    @Test("make the program's arguments")
    func argv() throws {
        let files = FakeFiles(["/bin/bash": "", "/usr/bin/zsh": "", "/bin/sh": ""]).access
        let user = UserShell(environment: [:], files: files)
        func argv(_ text: String) throws -> [String] {
            try ExecCommandArguments(parsing: text).argv(userShell: user, files: files)
        }
        #expect(try argv(#"{"cmd":"echo hi"}"#) == ["/bin/bash", "-lc", "echo hi"])
        #expect(try argv(#"{"cmd":"echo hi","login":false}"#) == ["/bin/bash", "-c", "echo hi"])
        #expect(try argv(#"{"cmd":"x","shell":"zsh"}"#) == ["/usr/bin/zsh", "-lc", "x"])
        #expect(try argv(#"{"cmd":"x","shell":"/opt/my/sh"}"#) == ["/opt/my/sh", "-lc", "x"])
        #expect(try argv(#"{"cmd":"x","shell":"fish"}"#) == ["fish", "-lc", "x"])
    }
}

@Suite("The user's shell")
struct UserShellTests {
    @Test(
        "is $SHELL if it is a known one that exists, else bash, else sh",
        arguments: [
            ("/usr/bin/zsh", ["/usr/bin/zsh", "/bin/bash"], "/usr/bin/zsh"),
            ("/usr/bin/fish", ["/usr/bin/fish", "/bin/bash"], "/bin/bash"),
            ("/gone/zsh", ["/bin/bash"], "/bin/bash"), ("zsh", ["/bin/bash"], "/bin/bash"),
            (nil, ["/bin/bash"], "/bin/bash"), (nil, [], "/bin/sh"), ("", [], "/bin/sh"),
        ] as [(String?, [String], String)])
    func detection(variable: String?, existing: [String], expected: String) {
        let files = FakeFiles(Dictionary(uniqueKeysWithValues: existing.map { ($0, "") }))
        let shell = UserShell(environment: variable.map { ["SHELL": $0] } ?? [:], files: files.access)
        #expect(shell.path == expected)
        #expect(shell.name == expected.split(separator: "/").last.map(String.init))
    }
}
