#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    /// The server closes its memory to others, and the system then gives the files that describe its forks to the
    /// superuser: all the more must commands be confined for somebody who is none.
    @Suite(
        .ownThread,
        .enabled(if: OtherUser.isPossible, "needs the superuser, setpriv, and a way to the binary for others"))
    struct OtherUserTests {
        @Test func commandsAreConfinedForSomebodyWhoIsNotTheSuperuser() throws {
            let home = NSTemporaryDirectory() + "heddle-other-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: home + "/workspace/.git", withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: home) }
            try "".write(toFile: home + "/workspace/file", atomically: true, encoding: .utf8)
            for path in ["", "/workspace", "/workspace/.git", "/workspace/file"] {
                #expect(chown(home + path, OtherUser.id, OtherUser.id) == 0)
            }
            let server = try ServerBinary(home: home, launcher: OtherUser.launcher)
            try server.initialize()
            let script =
                "id -u; echo x > file && cat file; echo x > .git/config; echo x > ../outside; "
                + "cat /proc/\(server.process.processIdentifier)/environ | wc -c"
            let result = try server.call(
                "command/exec",
                [
                    "command": ["sh", "-c", script], "cwd": home + "/workspace",
                    "sandboxPolicy": [
                        "type": "workspaceWrite", "excludeSlashTmp": true, "excludeTmpdirEnvVar": true,
                    ],
                ])
            #expect(result["stdout"] as? String == "\(OtherUser.id)\nx\n0\n", "\(result)")
            #expect(!FileManager.default.fileExists(atPath: home + "/outside"))
            #expect(!FileManager.default.fileExists(atPath: home + "/workspace/.git/config"))
            try server.endInput()
            #expect(server.waitForExit() == 0)
        }
    }

    /// A user who has no powers.
    private enum OtherUser {
        static let id: UInt32 = 65_533
        private static let setpriv = "/usr/bin/setpriv"

        static let launcher = [
            setpriv, "--reuid", "\(id)", "--regid", "\(id)", "--clear-groups", "--inh-caps=-all", "--",
        ]

        /// Whether this process can become that user and run the binary as it.
        static let isPossible: Bool = {
            guard geteuid() == 0, access(setpriv, X_OK) == 0 else { return false }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: launcher[0])
            process.arguments = Array(launcher.dropFirst()) + ["test", "-x", ServerBinary.executable.path]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }()
    }
#endif
