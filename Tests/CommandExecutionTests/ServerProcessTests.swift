#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    @Suite("The server process", .timeLimit(.minutes(10)), .ownThread)
    struct ServerProcessTests {
        /// The helper executable, which is built beside the tests.
        private func probe(_ arguments: [String], output: Pipe) throws -> Process {
            let tests = URL(
                fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            let probe = Process()
            probe.executableURL = tests.deletingLastPathComponent().appendingPathComponent("ProcessTableProbe")
            probe.arguments = arguments
            probe.standardOutput = output
            try probe.run()
            return probe
        }

        private func output(_ arguments: [String]) throws -> String {
            let output = Pipe()
            let probe = try probe(arguments, output: output)
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            probe.waitUntilExit()
            return text
        }

        @Test("takes every descendant of its commands with it when it is killed")
        func killed() throws {
            // Every process of the tree holds this FIFO open, so its end is the event that all of them are gone.
            let fifo = NSTemporaryDirectory() + "heddle-\(UUID().uuidString)"
            try #require(mkfifo(fifo, 0o600) == 0)
            defer { unlink(fifo) }
            let reader = open(fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            defer { close(reader) }

            let output = Pipe()
            let probe = try probe(["tree", "exec 9>\(fifo)\n\(RunningTree.script)"], output: output)
            var text = ""
            while text.count(where: { $0 == "\n" }) < RunningTree.scriptLines {
                let data = output.fileHandleForReading.availableData
                try #require(!data.isEmpty)
                text += String(decoding: data, as: UTF8.self)
            }
            let pids = text.split(separator: "\n").compactMap { pid_t($0) }
            #expect(pids.count == RunningTree.scriptLines)
            #expect(pids.allSatisfy(isAlive))

            kill(probe.processIdentifier, SIGKILL)
            var end = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
            #expect(poll(&end, 1, 10_000) == 1)
            #expect(end.revents & Int16(POLLHUP) != 0)
            // A dying process closes its files a moment before it counts as dead.
            #expect(diesSoon(pids))
            probe.waitUntilExit()
        }

        @Test("keeps no descriptor, no child and no entry of commands that are over, however they ended")
        func leaks() throws {
            #expect(try output(["leaks", "40"]) == "commands 0\ncommands 0\ndescriptors 0\nchildren none\n")
        }
    }
#endif
