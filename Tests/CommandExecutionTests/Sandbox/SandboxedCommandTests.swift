#if os(Linux)
    import CPlatform
    import Foundation
    import Testing

    @testable import CommandExecution

    @Suite("Under every mechanism that works here, a command", .serialized, .timeLimit(.minutes(10)))
    struct SandboxedCommandTests {
        static let mechanisms = Sandboxes.working

        @Test("gets its arguments, environment, directory and nothing else", arguments: mechanisms)
        func surroundings(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let output = Collected()
            let spec = CommandSpec(
                argv: [
                    "/bin/sh", "-c", "echo $# $1; pwd; env | grep -v '^PWD=\\|^_=' | sort; ls /proc/self/fd | wc -l",
                    "sh", "a b",
                ],
                cwd: "\(fixture.workspace)/src",
                environment: ["PATH": "/usr/bin:/bin", "LD_PRELOAD": "", "A": "1=\n2"],
                confinement: fixture.confinement(.workspaceWrite))
            let outcome = try await fixture.table.run(spec) { output.append($0) }
            #expect(outcome.exit == .exited(0))
            // The fourth descriptor is the one by which `ls` reads the directory.
            #expect(
                output.text == "1 a b\n\(fixture.workspace)/src\n2\nA=1=\nLD_PRELOAD=\nPATH=/usr/bin:/bin\n4\n")
        }

        @Test("has a terminal, its streams apart, an input", arguments: mechanisms)
        func streams(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let terminal = try await fixture.run(
                ["/bin/sh", "-c", "stty size; echo hi >/dev/tty; exec \(SandboxFixture.breakOut) type"],
                .workspaceWrite,
                streams: .terminal(TerminalSize(rows: 20, columns: 70)))
            #expect(terminal.output == "20 70\r\nhi\r\nerrno \(EPERM)\r\n")
            let output = Collected()
            let command = try await fixture.table.start(
                CommandSpec(
                    argv: ["cat"], cwd: "/", environment: CommandFixture.environment,
                    streams: .pipes(opensInput: true, separatesErrors: true),
                    confinement: fixture.confinement(.readOnly))
            ) { output.append($1) }
            try command.write(Array("text".utf8))
            try command.endInput()
            #expect(await command.outcome.exit == .exited(0))
            #expect(output.text == "text")
        }

        @Test("ends as it would without: with its code, by a signal, in time or not", arguments: mechanisms)
        func endings(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            #expect(try await fixture.run(["/bin/sh", "-c", "exit 42"], .readOnly).outcome.exitCode == 42)
            #expect(try await fixture.run(["/bin/sh", "-c", "kill -TERM $$"], .readOnly).outcome.exitCode == 143)
            let spec = CommandSpec(
                argv: ["/bin/sh", "-c", RunningTree.script], cwd: "/", environment: CommandFixture.environment,
                timeoutMs: 1000, confinement: fixture.confinement(.readOnly))
            #expect(try await fixture.table.run(spec) { _ in }.exit == .timedOut)
        }

        @Test("that can't be started says why", arguments: mechanisms)
        func spawnErrors(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            func kind(_ program: String, cwd: String? = nil) async -> CommandSpawnError.Kind? {
                await #expect(throws: CommandSpawnError.self) {
                    try await fixture.run([program], .workspaceWrite, cwd: cwd)
                }?.kind
            }
            #expect(await kind("no-such-program") == .programNotFound)
            #expect(await kind("./file") == .programNotExecutable)
            #expect(await kind("true", cwd: "/no/such/directory") == .workingDirectoryUnusable)
        }

        @Test("can't make any of the system calls that reach out", arguments: mechanisms)
        func systemCalls(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            for policy in [SandboxFixture.Policy.readOnly, .networked] {
                #expect(try await fixture.run([SandboxFixture.breakOut, "forbidden"], policy).output == "checked\n")
                #if arch(x86_64)
                    let other = try await fixture.run([SandboxFixture.breakOut, "other-table"], policy).output
                    #expect(other == "errno \(EPERM)\n")
                #endif
            }
        }

        @Test("has no powers and gains none", arguments: mechanisms)
        func privileges(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let status = try await fixture.shell(
                "grep -E '^(Cap(Inh|Prm|Eff|Amb)|NoNewPrivs|Seccomp):' /proc/self/status | cut -f2 | sort -u", .readOnly
            )
            #expect(status == "0000000000000000\n1\n2\n")
        }

        @Test("reaches nobody outside by a socket without network", arguments: mechanisms)
        func sockets(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let listeners = try Listeners(directory: fixture.outside)
            func attempt(_ arguments: [String], _ policy: SandboxFixture.Policy?) async throws -> String {
                try await fixture.run([SandboxFixture.breakOut] + arguments, policy).output
            }
            let attempts = [
                ["unix", listeners.path], ["datagram", listeners.datagramPath], ["abstract", listeners.abstractName],
                ["port", "\(listeners.port)"],
            ]
            for arguments in attempts {
                #expect(try await attempt(arguments, nil) == "done\n", "nobody listens")
                for policy in [SandboxFixture.Policy.readOnly, .workspaceWrite] {
                    let output = try await attempt(arguments, policy)
                    #expect(output.hasPrefix("errno "), "\(arguments)")
                }
            }
            #expect(try await attempt(["port", "\(listeners.port)"], .networked) == "done\n")
            // With the network come the services that listen on sockets, named or abstract; Landlock keeps to itself who
            // has no file.
            #expect(try await attempt(["unix", listeners.path], .networked) == "done\n")
            #expect(
                try await attempt(["abstract", listeners.abstractName], .networked)
                    == (mechanism == .bubblewrap || !Self.scopesSockets ? "done\n" : "errno \(EPERM)\n"))
        }

        /// Whether this kernel's Landlock knows scopes.
        private static let scopesSockets = heddle_landlock_version() >= 6

        @Test("has no network but its own loopback to look at", arguments: mechanisms.filter { $0 == .bubblewrap })
        func interfaces(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let names = try await fixture.shell("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '", .readOnly)
            #expect(names == "lo\n")
        }

        @Test("is refused when a writable root has been exchanged for a link", arguments: mechanisms)
        func rootMoved(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let confinement = fixture.confinement(.workspaceWrite)
            let files = FileManager.default
            try files.moveItem(atPath: fixture.workspace, toPath: "\(fixture.base)/moved")
            try files.createSymbolicLink(atPath: fixture.workspace, withDestinationPath: "/etc")
            let error = await #expect(throws: CommandSpawnError.self) {
                try await fixture.table.run(
                    CommandSpec(
                        argv: ["true"], cwd: "/", environment: CommandFixture.environment, confinement: confinement)
                ) { _ in }
            }
            #expect(error?.kind == .sandboxError)
            #expect(error?.message.contains("`/etc`") == true)
        }

        @Test("keeps the repository of a worktree as it is, and the file that leads to it", arguments: mechanisms)
        func worktree(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            // A worktree whose repository is elsewhere in the workspace, in a directory without a special name.
            let tree = "\(fixture.workspace)/src/tree"
            let repository = "\(fixture.workspace)/src/store/repository"
            let files = FileManager.default
            try files.createDirectory(atPath: "\(repository)/worktrees/tree", withIntermediateDirectories: true)
            try files.createDirectory(atPath: tree, withIntermediateDirectories: true)
            for (file, text) in [
                "\(tree)/.git": "gitdir: ../store/repository/worktrees/tree\n", "\(tree)/file": "f",
                "\(repository)/worktrees/tree/commondir": "../..\n", "\(repository)/config": "c",
            ] {
                try text.write(toFile: file, atomically: false, encoding: .utf8)
            }
            let confinement = Confinement.workspaceWrite(
                WritablePlaces(roots: [fixture.workspace, tree], excludesSlashTmp: true))
            func attempt(_ arguments: String...) async throws -> String {
                let output = Collected()
                _ = try await fixture.table.run(
                    CommandSpec(
                        argv: [SandboxFixture.breakOut] + arguments, cwd: tree, environment: [:],
                        confinement: confinement)
                ) { output.append($0) }
                return output.text
            }
            #expect(try await attempt("write", "\(tree)/file") == "done\n")
            for arguments in [
                ["write", "\(tree)/.git"], ["unlink", "\(tree)/.git"], ["write", "\(repository)/config"],
                ["write", "\(repository)/hooks"], ["write", "\(repository)/worktrees/tree/HEAD"],
                ["rename", repository, "\(repository)-2"],
                ["rename", "\(fixture.workspace)/src/store", "\(fixture.workspace)/src/store-2"],
            ] {
                let output = Collected()
                _ = try await fixture.table.run(
                    CommandSpec(
                        argv: [SandboxFixture.breakOut] + arguments, cwd: tree, environment: [:],
                        confinement: confinement)
                ) { output.append($0) }
                #expect(output.text.hasPrefix("errno "), "\(arguments)")
            }
        }

        @Test("leaves nothing in the workspace that it did not make itself", arguments: mechanisms)
        func leftovers(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let before = Set(Places.entries(fixture.workspace) ?? [])
            #expect(!before.contains(".heddle"))
            try await withThrowingTaskGroup(of: CommandExit.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await fixture.run(["true"], .workspaceWrite).outcome.exit }
                }
                for try await exit in group {
                    #expect(exit == .exited(0))
                }
            }
            #expect(Set(Places.entries(fixture.workspace) ?? []) == before)
        }

        @Test("can't exchange a protected entry that is a link", arguments: mechanisms)
        func protectedLink(_ mechanism: SandboxMechanism.Name) async throws {
            let fixture = try SandboxFixture(mechanism)
            let files = FileManager.default
            try files.createDirectory(atPath: "\(fixture.workspace)/agents", withIntermediateDirectories: true)
            try files.createSymbolicLink(
                atPath: "\(fixture.workspace)/.agents", withDestinationPath: "agents")
            for (script, works) in [
                ("rm .agents", false), ("mv .agents x", false), ("echo x >agents/x", false), ("echo x >new", false),
                ("echo x >file", true), ("echo x >src/new", true),
            ] {
                let outcome = try await fixture.run(["/bin/sh", "-c", script], .workspaceWrite).outcome
                #expect((outcome.exitCode == 0) == works, "\(script)")
            }
        }

        @Test("in a workspace below /tmp has both to write in", arguments: mechanisms)
        func belowTmp(_ mechanism: SandboxMechanism.Name) async throws {
            let workspace = "/tmp/heddle-\(UUID().uuidString)/workspace"
            try FileManager.default.createDirectory(atPath: "\(workspace)/src", withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: Places.parent(workspace)) }
            let other = "/tmp/heddle-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: other) }
            let table = ProcessTable(sandbox: Sandboxes.of(mechanism))
            func succeeds(_ script: String) async throws -> Bool {
                let spec = CommandSpec(
                    argv: ["/bin/sh", "-c", script], cwd: workspace, environment: CommandFixture.environment,
                    confinement: .workspaceWrite(WritablePlaces(roots: [workspace])))
                return try await table.run(spec) { _ in }.exit == .exited(0)
            }
            #expect(try await succeeds("echo x >src/file && echo x >\(other)/file"))
            #expect(try await !succeeds("mkdir .git"))
            #expect(try await !succeeds("mv \(Places.parent(workspace)) \(other)/moved"))
        }
    }

    @Suite("Without a mechanism that works")
    struct NoMechanismTests {
        @Test("a command that is to be confined is refused, with what to do; others run")
        func refused() async throws {
            let table = ProcessTable(sandbox: Sandbox(searchPath: "/no/such/directory", allowed: [.bubblewrap]))
            let spec = CommandSpec(
                argv: ["true"], cwd: "/", environment: CommandFixture.environment, confinement: .readOnly())
            let error = await #expect(throws: CommandSpawnError.self) { try await table.run(spec) { _ in } }
            #expect(error?.kind == .sandboxError)
            #expect(
                error?.message
                    == "`true` was not run: nothing on this machine can confine commands (bubblewrap: bwrap is not in PATH); "
                    + "install bubblewrap, or choose full access if that is meant")
            #expect(try await table.run(CommandFixture.spec("true")) { _ in }.exit == .exited(0))
            // What restricts nothing needs none.
            var approved = spec
            approved.confinement = .approved(unreadable: [])
            #expect(try await table.run(approved) { _ in }.exit == .exited(0))
        }

        @Test("a bwrap that does not work is none, and is said to be there")
        func broken() throws {
            let directory = "/var/tmp/heddle-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: directory) }
            try "#!/bin/sh\necho no namespaces here >&2; exit 1\n".write(
                toFile: "\(directory)/bwrap", atomically: false, encoding: .utf8)
            chmod("\(directory)/bwrap", 0o755)
            let report = Sandbox(searchPath: directory, allowed: [.bubblewrap]).report()
            #expect(report.chosen == nil)
            #expect(report.reasons == "bubblewrap: \(directory)/bwrap does not work here: no namespaces here")
        }

        @Test("a bwrap that commands could overwrite is not used for them")
        func writable() async throws {
            guard Sandboxes.works(.bubblewrap), case .bubblewrap(let path) = Sandboxes.bubblewrap.report().chosen else {
                return
            }
            let table = ProcessTable(sandbox: Sandboxes.bubblewrap)
            let spec = CommandSpec(
                argv: ["true"], cwd: "/", environment: CommandFixture.environment,
                confinement: .workspaceWrite(WritablePlaces(roots: [Places.parent(path)])))
            let error = await #expect(throws: CommandSpawnError.self) { try await table.run(spec) { _ in } }
            #expect(error?.kind == .sandboxError)
        }
    }
#endif
