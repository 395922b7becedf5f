#if os(Linux)
    import Foundation
    import Testing

    @testable import CommandExecution

    /// The mechanisms of this machine, each by itself.
    enum Sandboxes {
        static let bubblewrap = Sandbox(allowed: [.bubblewrap])
        static let namespaces = Sandbox(allowed: [.namespaces])
        static let landlock = Sandbox(allowed: [.landlock])

        /// Those that work here.
        static let working = [SandboxMechanism.Name.bubblewrap, .namespaces, .landlock].filter(works)

        static func works(_ name: SandboxMechanism.Name) -> Bool {
            of(name).report().chosen != nil
        }

        static func of(_ name: SandboxMechanism.Name) -> Sandbox {
            switch name {
            case .bubblewrap: bubblewrap
            case .namespaces: namespaces
            case .landlock, .seatbelt: landlock
            }
        }
    }

    /// A workspace with what is around it, and a process that stands for the server: both hold what sandboxed commands
    /// are after.
    final class SandboxFixture: Sendable {
        /// What no command may come to know.
        static let secret = "the-secret-key"

        let base: String
        var workspace: String { "\(base)/workspace" }
        var outside: String { "\(base)/outside" }

        let table: ProcessTable
        /// What the workspace's files are before anything happens.
        private let before: [String: String]

        /// - `workspace`: a repository with a file, a directory and links that lead out.
        /// - `outside`: a file and a secret, once more by another name, and a directory of secrets.
        ///
        /// They are not in `/tmp`, which is a writable place of its own.
        init(_ mechanism: SandboxMechanism.Name?) throws {
            table = ProcessTable(sandbox: mechanism.map(Sandboxes.of) ?? Sandbox())
            base = Places.canonical("/var/tmp/heddle-sandbox-\(UUID().uuidString)")
            let files = FileManager.default
            for directory in [
                "workspace/.git/hooks", "workspace/src", "outside/secrets/deep", "workspace/.codex",
                "workspace/private",
            ] {
                try files.createDirectory(atPath: "\(base)/\(directory)", withIntermediateDirectories: true)
            }
            for (file, text) in [
                "workspace/file": "file", "workspace/.git/config": "config", "workspace/src/main.c": "main",
                "workspace/.codex/rules": "rules", "workspace/private/.env": Self.secret, "outside/file": "outside",
                "outside/secret": Self.secret, "outside/secrets/deep/key": Self.secret,
            ] {
                try text.write(toFile: "\(base)/\(file)", atomically: false, encoding: .utf8)
            }
            for (link, target) in [
                "workspace/to-outside": "../outside", "workspace/to-secret": "../outside/secret",
                "workspace/src/to-git": "../.git", "outside/to-workspace": "../workspace",
            ] {
                try files.createSymbolicLink(atPath: "\(base)/\(link)", withDestinationPath: target)
            }
            before = try Self.contents(base)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: base)
        }

        // MARK: - Confinements

        enum Policy: Sendable {
            case readOnly, workspaceWrite, networked, approved
        }

        func confinement(_ policy: Policy) -> Confinement {
            var confinement =
                switch policy {
                case .readOnly: Confinement.readOnly()
                case .workspaceWrite:
                    Confinement.workspaceWrite(WritablePlaces(roots: [workspace], excludesSlashTmp: true))
                case .networked:
                    Confinement.workspaceWrite(
                        WritablePlaces(roots: [workspace], excludesSlashTmp: true), allowsNetwork: true)
                case .approved: Confinement.approved(unreadable: [])
                }
            confinement.unreadable = ["\(outside)/secret", "\(outside)/secrets"]
            confinement.unreadablePatterns = ["\(base)/**/.env"]
            return confinement
        }

        func run(
            _ argv: [String], _ policy: Policy?, streams: CommandStreams = .merged, cwd: String? = nil
        ) async throws -> (outcome: CommandOutcome, output: String) {
            let output = Collected()
            let spec = CommandSpec(
                argv: argv, cwd: cwd ?? workspace, environment: CommandFixture.environment, timeoutMs: 30_000,
                streams: streams, confinement: policy.map(confinement))
            let outcome = try await table.run(spec) { output.append($0) }
            return (outcome, output.text)
        }

        func shell(_ script: String, _ policy: Policy?, cwd: String? = nil) async throws -> String {
            try await run(["/bin/sh", "-c", script], policy, cwd: cwd).output
        }

        /// The helper that tries things.
        static let breakOut: String = {
            let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
            return Places.join(Places.parent(tests), "BreakOut")
        }()

        // MARK: - What must not have changed

        /// Whether all files outside of the workspace, and the protected ones in it, are what they were.
        func isUnharmed() throws -> Bool {
            let now = try Self.contents(base)
            let isOurs = { (path: String) in
                !path.hasPrefix("workspace/")
                    || WritablePlaces.protectedNames.contains { path.hasPrefix("workspace/\($0)") }
            }
            return now.filter { isOurs($0.key) } == before.filter { isOurs($0.key) }
        }

        /// Every file below a directory with its content, kind and mode.
        private static func contents(_ directory: String) throws -> [String: String] {
            var contents: [String: String] = [:]
            for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
                let full = "\(directory)/\(path)"
                let attributes = try FileManager.default.attributesOfItem(atPath: full)
                let text =
                    attributes[.type] as? FileAttributeType == .typeRegular
                    ? try String(contentsOfFile: full, encoding: .utf8) : ""
                contents[path] = "\(attributes[.type] ?? "") \(attributes[.posixPermissions] ?? "") \(text)"
            }
            return contents
        }
    }

    /// A process outside of every sandbox, of the same user, with the secret in its arguments' environment and in an open
    /// file: what the server is to a sandboxed command.
    final class StandInServer {
        let command: RunningCommand

        init(_ fixture: SandboxFixture) async throws {
            let ready = Collected()
            command = try await fixture.table.start(
                CommandSpec(
                    argv: ["/bin/sh", "-c", "exec 7<\(fixture.outside)/secret; echo ready; exec sleep 1000"], cwd: "/",
                    environment: ["PATH": "/usr/bin:/bin", "KEY": SandboxFixture.secret])
            ) { ready.append($1) }
            _ = await ready.waitFor(lines: 1)
        }

        var pid: Int32 { command.pid }

        var isAlive: Bool { command.outcomeIfOver == nil && kill(pid, 0) == 0 }

        deinit {
            command.kill()
        }
    }
#endif
