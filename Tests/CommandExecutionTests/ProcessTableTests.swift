import CommandExecution
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A command", .timeLimit(.minutes(10)), .ownThread)
struct ProcessTableTests {
    let commands = CommandFixture()

    // MARK: - Output

    @Test("delivers all of its output, stdout and stderr merged in the order written")
    func mergesOutput() async throws {
        let script = "for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done"
        let expected = (1...9).map { "out \($0)\nerr \($0)\n" }.joined()
        let (outcome, output) = try await commands.shell(script)
        #expect(output == expected)
        #expect(outcome.exit == .exited(0))
    }

    @Test("loses nothing however quickly it ends")
    func quickCommands() async throws {
        // Side by side, as commands of several threads are; one behind the other they would wait for all other tests.
        for _ in 0..<10 {
            try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { [commands] in try await commands.shell("echo hi").output } }
                for try await output in group { #expect(output == "hi\n") }
            }
        }
    }

    @Test("can write a great deal")
    func hugeOutput() async throws {
        let size = 64 * 1024 * 1024
        let count = Mutex(0)
        let clock = ContinuousClock()
        var outcome: CommandOutcome?
        let time = try await clock.measure {
            outcome = try await commands.table.run(CommandFixture.spec("head -c \(size) /dev/zero")) { bytes in
                count.withLock { $0 += bytes.count }
            }
        }
        #expect(outcome?.exit == .exited(0))
        #expect(count.withLock { $0 } == size)
        print("64 MiB of output took \(time)")
    }

    @Test("has finished all calls of the output handler when its outcome is known")
    func outputBeforeOutcome() async throws {
        let calls = Mutex(0)
        let outcome = try await commands.table.run(CommandFixture.spec("echo one; exec echo two")) { _ in
            usleep(20_000)
            calls.withLock { $0 += 1 }
        }
        #expect(outcome.exit == .exited(0))
        #expect(calls.withLock { $0 } >= 1)
    }

    @Test("is announced with its process id before it is heard")
    func announcement() async throws {
        let events = Mutex<[String]>([])
        _ = try await commands.table.run(CommandFixture.spec("echo $$")) { pid in
            events.withLock { $0.append("\(pid)") }
        } onOutput: { bytes in
            events.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        }
        let seen = events.withLock { $0 }
        #expect(seen.count == 2)
        #expect(seen.first.map { $0 + "\n" } == seen.last)
    }

    // MARK: - What it gets

    @Test("reads nothing from stdin, and no descriptor but the first three is open in it")
    func descriptors() async throws {
        let (_, output) = try await commands.shell("cat; ls -l /proc/self/fd | grep -c -- '->'")
        // The fourth is the one by which `ls` reads the directory.
        #expect(output == "4\n")
    }

    @Test("gets exactly the environment and the directory that were asked for")
    func environment() async throws {
        let output = Collected()
        let spec = CommandSpec(argv: ["env"], cwd: "/usr", environment: ["PATH": "/usr/bin:/bin", "A": "1=2"])
        _ = try await commands.table.run(spec) { output.append($0) }
        #expect(Set(output.text.split(separator: "\n")) == ["PATH=/usr/bin:/bin", "A=1=2"])
        let (_, directory) = try await commands.shell("cd /usr && pwd")
        #expect(directory == "/usr\n")
    }

    @Test("has default signal handling, even for signals that the server ignores")
    func signalHandling() async throws {
        signal(SIGPIPE, SIG_IGN)
        let (_, output) = try await commands.shell("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f2 | sort -u")
        #expect(output == "0000000000000000\n")
    }

    @Test("has no controlling terminal and is the leader of its process group")
    func session() async throws {
        let (_, output) = try await commands.shell(
            "[ $(cut -d' ' -f5 /proc/$$/stat) = $$ ] && (: </dev/tty) 2>&1 || echo none")
        #expect(output.hasSuffix("none\n"))
    }

    // MARK: - Endings

    @Test("ends with its exit code", arguments: [0, 1, 42, 255] as [Int32])
    func exitCodes(code: Int32) async throws {
        let (outcome, _) = try await commands.shell("exit \(code)")
        #expect(outcome.exit == .exited(code))
        #expect(outcome.exitCode == code)
    }

    @Test("ends with the signal that killed it", arguments: [SIGTERM, SIGKILL, SIGABRT])
    func signals(signal: Int32) async throws {
        let (outcome, _) = try await commands.shell("kill -\(signal) $$")
        #expect(outcome.exit == .signaled(signal))
        #expect(outcome.exitCode == 128 + signal)
    }

    @Test("is killed with all it started when its time is over, and that counts as 124")
    func timeOut() async throws {
        let tree = try await commands.tree(timeoutMs: 1500)
        let outcome = try await tree.task.value
        #expect(outcome.exit == .timedOut)
        #expect(outcome.exitCode == 124)
        #expect((1500...5000).contains(outcome.durationMs))
        #expect(tree.pids.filter(isAlive).isEmpty)
    }

    @Test("that ends in time is not disturbed by its time-out")
    func inTime() async throws {
        let (outcome, output) = try await commands.shell("sleep 0.1; echo done", timeoutMs: 60_000)
        #expect(outcome.exit == .exited(0))
        #expect(output == "done\n")
    }

    @Test("takes what it left in the background with it, after a short grace")
    func leftovers() async throws {
        let (outcome, output) = try await commands.shell(
            "sleep 1000 & echo $!; setsid sleep 1000 >/dev/null 2>&1 & echo $!; (sleep 0.05; echo late) & exit 3")
        #expect(outcome.exit == .exited(3))
        let lines = output.split(separator: "\n")
        #expect(lines.last == "late")
        let pids = lines.compactMap { pid_t($0) }
        #expect(pids.count == 2)
        #expect(pids.filter(isAlive).isEmpty)
    }

    @Test("that kills its own supervisor dies with it")
    func supervisorKilled() async throws {
        for _ in 0..<20 {
            let (outcome, output) = try await commands.shell("sleep 1000 & echo $!; kill -9 $PPID; wait")
            #expect(outcome.exit == .signaled(SIGKILL))
            let child = try #require(pid_t(output.dropLast()))
            #expect(diesSoon([child]))
        }
    }

    // MARK: - Many

    @Test("runs beside many others, each with its own output and end")
    func parallel() async throws {
        try await withThrowingTaskGroup(of: (Int32, CommandOutcome, String).self) { group in
            for number in 0..<50 as Range<Int32> {
                group.addTask {
                    let (outcome, output) = try await commands.shell("echo \(number); sleep 0.1; exit \(number)")
                    return (number, outcome, output)
                }
            }
            for try await (number, outcome, output) in group {
                #expect(outcome.exit == .exited(number))
                #expect(output == "\(number)\n")
            }
        }
    }
}
