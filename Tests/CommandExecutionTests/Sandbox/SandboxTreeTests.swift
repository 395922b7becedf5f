#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    @testable import CommandExecution

    /// Runs the probe in a process that adopts whatever gets away from it.
    private enum Adopted {
        static func output(
            _ arguments: [String], until lines: Int = .max, then act: (Process, String) -> Void = { _, _ in }
        ) throws -> String {
            let probe = Places.join(Places.parent(SandboxFixture.breakOut), "ProcessTableProbe")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: SandboxFixture.breakOut)
            process.arguments = ["adopt", probe] + arguments
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            var text = ""
            var hasActed = false
            while true {
                let data = output.fileHandleForReading.availableData
                if data.isEmpty { break }
                text += String(decoding: data, as: UTF8.self)
                if !hasActed, text.count(where: { $0 == "\n" }) >= lines {
                    hasActed = true
                    act(process, text)
                }
            }
            process.waitUntilExit()
            return text
        }

        /// The children of a process.
        static func children(_ pid: pid_t) -> [pid_t] {
            let list = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
            return (list ?? "").split(separator: " ").compactMap { pid_t($0) }
        }
    }

    @Suite("A tree of processes", .serialized, .timeLimit(.minutes(10)), .ownThread)
    struct SandboxTreeTests {
        private static let mechanisms =
            ["none"] + Sandboxes.working.map(\.rawValue)

        @Test("that is interrupted at any moment is gone when that is known", arguments: mechanisms)
        func interrupts(mechanism: String) throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            let count = mechanism == "none" ? 200 : 60
            let output = try Adopted.output(
                ["interrupts", "\(count)", "\(seed)", RunningTree.script, mechanism])
            #expect(output == "ended \(count), running 0\nleft 0\ngone\n", "seed \(seed)")
        }

        @Test("dies with the server that is killed, wherever it went", arguments: mechanisms)
        func serverKilled(mechanism: String) throws {
            // In a process namespace of its own it does not know its numbers here, so that it says something is all.
            let output = try Adopted.output(
                ["tree", RunningTree.script, mechanism], until: RunningTree.scriptLines
            ) { process, _ in
                let servers = Adopted.children(process.processIdentifier)
                #expect(servers.count == 1)
                for server in servers {
                    kill(server, SIGKILL)
                }
            }
            // The end of the output means that the adopter has found no process left.
            #expect(output.hasSuffix("gone\n"))
            #expect(output.split(separator: "\n").count == RunningTree.scriptLines + 2)
        }
    }
#endif
