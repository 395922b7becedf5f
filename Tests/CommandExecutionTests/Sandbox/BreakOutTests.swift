#if os(Linux)
    import Foundation
    import Testing

    @testable import CommandExecution

    /// One thing that a sandboxed command tries, and what comes of it under each mechanism.
    struct Attempt: Sendable, CustomTestStringConvertible {
        enum Result: Sendable, Equatable {
            case done
            /// The system said this.
            case refused(Int32)
            /// Nobody but the superuser may do it in any case, and so the reason that is given differs.
            case refusedAsEver
            /// It is not there, or may not be looked at; which one depends on whether the user is the superuser.
            case hidden
            /// This mechanism can't hold it; the reason is in its documentation.
            case possible
        }

        var arguments: [String]
        var policy = SandboxFixture.Policy.workspaceWrite
        var bubblewrap: Result
        var namespaces: Result
        var landlock: Result

        /// Paths are given in the fixture: W is the workspace, O what lies outside, S the stand-in server's process id.
        ///
        /// - Parameter namespaces: as under bubblewrap, whose mounts are the same, if it isn't said.
        init(
            _ arguments: String..., policy: SandboxFixture.Policy = .workspaceWrite, bubblewrap: Result,
            namespaces: Result? = nil, landlock: Result
        ) {
            self.arguments = arguments
            self.policy = policy
            self.bubblewrap = bubblewrap
            self.namespaces = namespaces ?? bubblewrap
            self.landlock = landlock
        }

        init(_ arguments: String..., policy: SandboxFixture.Policy = .workspaceWrite, all: Result) {
            self.arguments = arguments
            self.policy = policy
            bubblewrap = all
            namespaces = all
            landlock = all
        }

        var testDescription: String { "\(arguments.joined(separator: " ")) (\(policy))" }

        func arguments(_ fixture: SandboxFixture, _ server: StandInServer) -> [String] {
            arguments.map { argument in
                argument.replacingOccurrences(of: "$W", with: fixture.workspace)
                    .replacingOccurrences(of: "$O", with: fixture.outside)
                    .replacingOccurrences(of: "$S", with: "\(server.pid)")
            }
        }
    }

    extension Attempt {
        static let readOnlyFileSystem = Result.refused(EROFS)
        static let denied = Result.refused(EACCES)
        static let notPermitted = Result.refused(EPERM)
        static let otherFileSystem = Result.refused(EXDEV)
        static let notThere = Result.refused(ENOENT)
        static let noProcess = Result.refused(ESRCH)
        static let busy = Result.refused(EBUSY)

        /// Writing beyond the writable places.
        static let outside: [Attempt] = [
            Attempt("write", "$O/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "$O/new", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("replace", "$O/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("truncate", "$O/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("unlink", "$O/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("mkdir", "$O/new", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "/etc/heddle-was-here", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "/tmp/heddle-was-here", bubblewrap: readOnlyFileSystem, landlock: denied),
            // Through links, and paths that go around.
            Attempt("write", "$W/to-outside/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "$W/../outside/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "/proc/self/root$O/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "/proc/self/cwd/../outside/file", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "/proc/$S/root$O/file", bubblewrap: notThere, namespaces: denied, landlock: denied),
            Attempt("link", "$O/file", "$W/src/hard", bubblewrap: otherFileSystem, landlock: otherFileSystem),
            Attempt("rename", "$O/file", "$W/src/moved", bubblewrap: otherFileSystem, landlock: denied),
            Attempt("rename", "$W/src/main.c", "$O/moved", bubblewrap: otherFileSystem, landlock: denied),
            // Attributes: Landlock knows no right to them.
            Attempt(
                "chmod", "$O/file", policy: .readOnly, bubblewrap: readOnlyFileSystem, namespaces: notPermitted,
                landlock: notPermitted),
            Attempt(
                "utime", "$O/file", policy: .readOnly, bubblewrap: readOnlyFileSystem, namespaces: notPermitted,
                landlock: notPermitted),
            Attempt(
                "setxattr", "$O/file", policy: .readOnly, bubblewrap: readOnlyFileSystem, namespaces: notPermitted,
                landlock: notPermitted),
            Attempt("utime", "$O/file", bubblewrap: readOnlyFileSystem, landlock: .possible),
            // A disk under another name.
            Attempt("mknod", "$W/src/disk", bubblewrap: notPermitted, namespaces: denied, landlock: denied),
            Attempt("read", "/dev/vda", bubblewrap: notThere, namespaces: denied, landlock: denied),
            // With nothing writable.
            Attempt("write", "$W/file", policy: .readOnly, bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt(
                "write", "/tmp/heddle-was-here", policy: .readOnly, bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "/dev/null", policy: .readOnly, all: .done),
            Attempt("open", "/proc/sys/kernel/core_pattern", bubblewrap: .refusedAsEver, landlock: denied),
        ]

        /// What belongs to the user's tools inside of the workspace.
        static let protected: [Attempt] = [
            Attempt("write", "$W/.git/config", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "$W/.git/hooks/pre-commit", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("write", "$W/src/to-git/config", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt("symlink", "/bin/sh", "$W/.git/hooks/pre-commit", bubblewrap: readOnlyFileSystem, landlock: denied),
            Attempt(
                "rename", "$W/src/main.c", "$W/.git/hooks/pre-commit", bubblewrap: otherFileSystem, landlock: denied),
            Attempt("rename", "$W/.git", "$W/src/git", bubblewrap: busy, landlock: denied),
            Attempt("rename", "$W/.git", "$W/git", bubblewrap: busy, landlock: denied),
            Attempt("unlink", "$W/.codex/rules", bubblewrap: readOnlyFileSystem, landlock: denied),
            // Those that are not there must not come to be.
            Attempt("write", "$W/.heddle/config", bubblewrap: readOnlyFileSystem, landlock: notThere),
            Attempt("mkdir", "$W/.heddle", bubblewrap: .refused(EEXIST), landlock: denied),
            Attempt("symlink", "/tmp", "$W/.agents", bubblewrap: .refused(EEXIST), landlock: denied),
            Attempt("rmdir", "$W/.heddle", bubblewrap: busy, landlock: notThere),
            Attempt("rename", "$W", "$W-2", bubblewrap: readOnlyFileSystem, landlock: denied),
        ]

        /// What the workspace is there for. In a root, which has protected entries, Landlock lets nothing be added.
        static let work: [Attempt] = [
            Attempt("write", "$W/file", all: .done),
            Attempt("write", "$W/src/main.c", all: .done),
            Attempt("write", "$W/src/new", all: .done),
            Attempt("mkdir", "$W/src/new", all: .done),
            Attempt("unlink", "$W/src/main.c", all: .done),
            Attempt("rename", "$W/src/main.c", "$W/src/other.c", all: .done),
            Attempt("chmod", "$W/src/main.c", all: .done),
            Attempt("write", "$W/new", bubblewrap: .done, landlock: denied),
            Attempt("mkdir", "$W/target", bubblewrap: .done, landlock: denied),
            Attempt("read", "$O/file", all: .done),
            Attempt("read", "/etc/passwd", all: .done),
            Attempt("list", "$O", all: .done),
            Attempt("list", "/", all: .done),
            Attempt("own-limit", all: .done),
            Attempt("pair", all: .done),
            Attempt("self", "$W/src/s", all: notPermitted),
            Attempt("write", "$O/file", policy: .approved, all: .done),
            Attempt("write", "$W/.git/config", policy: .approved, all: .done),
        ]

        /// Unreadable files, whatever the path and the policy.
        static let unreadable: [Attempt] = everyPolicy.flatMap(unreadable) + unreadableByOtherNames

        private static let everyPolicy: [SandboxFixture.Policy] = [.readOnly, .workspaceWrite, .networked, .approved]

        private static func unreadable(_ policy: SandboxFixture.Policy) -> [Attempt] {
            // An approved command sees the processes of others, as files that it can't open.
            let ofServer = policy == .approved ? denied : notThere
            return [
                Attempt("read", "$O/secret", policy: policy, all: denied),
                Attempt("read", "$O/secrets/deep/key", policy: policy, bubblewrap: .hidden, landlock: denied),
                Attempt("read", "$W/to-secret", policy: policy, all: denied),
                Attempt("read", "$W/to-outside/secret", policy: policy, all: denied),
                Attempt("read", "$W/private/.env", policy: policy, all: denied),
                Attempt("read", "/proc/self/root$O/secret", policy: policy, all: denied),
                Attempt("read", "/proc/self/cwd/private/.env", policy: policy, all: denied),
                // Under Landlock, names can be seen.
                Attempt("list", "$O/secrets", policy: policy, bubblewrap: .hidden, landlock: .possible),
                Attempt(
                    "read", "/proc/$S/environ", policy: policy, bubblewrap: ofServer, namespaces: denied,
                    landlock: denied),
                Attempt(
                    "read", "/proc/$S/fd/7", policy: policy, bubblewrap: ofServer, namespaces: denied, landlock: denied),
                Attempt(
                    "read", "/proc/$S/root$O/secret", policy: policy, bubblewrap: ofServer, namespaces: denied,
                    landlock: denied),
                Attempt(
                    "read", "/proc/$S/mem", policy: policy, bubblewrap: ofServer, namespaces: denied, landlock: denied),
            ]
        }

        private static let unreadableByOtherNames: [Attempt] = [
            Attempt("link", "$O/secret", "$W/src/hard", all: otherFileSystem),
            Attempt("rename", "$W/private/.env", "$W/src/env", bubblewrap: otherFileSystem, landlock: denied),
            Attempt("rename", "$W/private", "$W/public", bubblewrap: busy, landlock: denied),
            // Once it had another name, the next command could read it.
            Attempt("link", "$O/secret", "$O/hard", policy: .approved, bubblewrap: otherFileSystem, landlock: denied),
            Attempt("link", "$O/secret", "$W/src/hard", policy: .approved, all: otherFileSystem),
            Attempt("rename", "$O/secret", "$O/moved", policy: .approved, bubblewrap: busy, landlock: denied),
            Attempt(
                "rename", "$O/secret", "$W/src/moved", policy: .approved, bubblewrap: otherFileSystem, landlock: denied),
            Attempt("rename", "$O", "$O-2", policy: .approved, bubblewrap: busy, landlock: denied),
            Attempt("write", "$O/secret", policy: .approved, all: denied),
        ]

        /// Other processes.
        static let processes: [Attempt] = [
            Attempt("ptrace", "$S", all: notPermitted),
            Attempt("memory", "$S", all: notPermitted),
            Attempt("kill", "$S", bubblewrap: noProcess, namespaces: notPermitted, landlock: notPermitted),
            Attempt("limit", "$S", all: notPermitted),
            Attempt("steal", "$S", "7", bubblewrap: noProcess, namespaces: notPermitted, landlock: notPermitted),
            Attempt(
                "kill", "$S", policy: .networked, bubblewrap: noProcess, namespaces: notPermitted,
                landlock: notPermitted),
            Attempt("ptrace", "$S", policy: .approved, all: notPermitted),
            Attempt("memory", "$S", policy: .approved, all: notPermitted),
            Attempt("steal", "$S", "7", policy: .approved, all: notPermitted),
        ]

        /// The view itself.
        static let mounts: [Attempt] = [
            Attempt("bind-mount", "$O", "$W/src", all: notPermitted),
            Attempt("remount", "/", all: notPermitted),
            Attempt("unmount", "$W/.git", all: notPermitted),
            Attempt("user-namespace", all: notPermitted),
            Attempt("clone-namespace", all: notPermitted),
            Attempt("clone3", all: .refused(ENOSYS)),
            Attempt("bind-mount", "$O", "$W/src", policy: .approved, all: notPermitted),
            Attempt("unmount", "$O/secret", policy: .approved, all: notPermitted),
        ]

        static let network: [Attempt] = [
            Attempt("socket", "\(AF_INET)", all: notPermitted),
            Attempt("socket", "\(AF_INET6)", all: notPermitted),
            Attempt("socket", "\(AF_NETLINK)", all: notPermitted),
            Attempt("socket", "\(AF_PACKET)", all: notPermitted),
            Attempt("socket", "\(AF_VSOCK)", all: notPermitted),
            Attempt("socket", "\(AF_UNIX)", all: .done),
            Attempt("self", "$W/src/s", policy: .networked, all: .done),
            Attempt("socket", "\(AF_INET)", policy: .readOnly, all: notPermitted),
            Attempt("socket", "\(AF_INET)", policy: .networked, all: .done),
        ]

        static let all = outside + protected + work + unreadable + processes + mounts + network
    }

    @Suite("A sandboxed command", .serialized, .timeLimit(.minutes(10)))
    struct BreakOutTests {
        @Test(
            "can be confined on this machine by at least one mechanism; else nothing of this suite would mean anything")
        func anyMechanism() {
            let report = Sandbox().report()
            #expect(report.chosen != nil, "\(report.reasons)")
        }

        @Test(
            "under bubblewrap gets what it may have and nothing else",
            .enabled(if: Sandboxes.works(.bubblewrap), "bubblewrap does not work here; install it to run this"),
            arguments: Attempt.all)
        func bubblewrap(_ attempt: Attempt) async throws {
            try await check(attempt, .bubblewrap, expected: attempt.bubblewrap)
        }

        @Test(
            "under mounts of its own gets what it may have and nothing else",
            .enabled(if: Sandboxes.works(.namespaces), "users may make no namespaces here, or Landlock is missing"),
            arguments: Attempt.all)
        func namespaces(_ attempt: Attempt) async throws {
            try await check(attempt, .namespaces, expected: attempt.namespaces)
        }

        @Test(
            "under Landlock gets what it may have and nothing else",
            .enabled(if: Sandboxes.works(.landlock), "the kernel has no Landlock of version 3 or later"),
            arguments: Attempt.all)
        func landlock(_ attempt: Attempt) async throws {
            try await check(attempt, .landlock, expected: attempt.landlock)
        }

        private func check(
            _ attempt: Attempt, _ mechanism: SandboxMechanism.Name, expected: Attempt.Result
        ) async throws {
            let fixture = try SandboxFixture(mechanism)
            let server = try await StandInServer(fixture)
            let (outcome, output) = try await fixture.run(
                [SandboxFixture.breakOut] + attempt.arguments(fixture, server), attempt.policy)
            #expect(outcome.exit == .exited(0))
            switch expected {
            case .refused(let number):
                #expect(output == "errno \(number)\n", "\(String(cString: strerror(number))) was expected")
                #expect(try fixture.isUnharmed())
            case .refusedAsEver:
                #expect(["errno \(EROFS)\n", "errno \(EACCES)\n"].contains(output))
            case .hidden:
                #expect(["errno \(ENOENT)\n", "errno \(EACCES)\n", "empty\n"].contains(output))
                #expect(try fixture.isUnharmed())
            case .done, .possible:
                #expect(output.hasPrefix("done"))
            }
            #expect(!output.contains(SandboxFixture.secret))
            #expect(server.isAlive)
        }
    }
#endif
