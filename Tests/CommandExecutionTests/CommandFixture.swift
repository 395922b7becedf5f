import CommandExecution
import Foundation
import Synchronization
import Testing

/// A process table with short ways of running commands, and what they write.
struct CommandFixture: Sendable {
    let table = ProcessTable()

    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]

    /// Runs `sh -c SCRIPT` and returns its outcome and its output.
    func shell(_ script: String, timeoutMs: Int? = nil) async throws -> (outcome: CommandOutcome, output: String) {
        let output = Collected()
        let outcome = try await table.run(Self.spec(script, timeoutMs: timeoutMs)) { output.append($0) }
        return (outcome, output.text)
    }

    static func spec(_ script: String, timeoutMs: Int? = nil) -> CommandSpec {
        CommandSpec(argv: ["/bin/sh", "-c", script], cwd: "/", environment: environment, timeoutMs: timeoutMs)
    }

    /// Starts `sh -c SCRIPT`, which prints process ids, one a line, and returns once it has printed so many lines.
    func tree(
        _ script: String = RunningTree.script, lines: Int = RunningTree.scriptLines, timeoutMs: Int? = nil
    ) async throws -> RunningTree {
        let output = Collected()
        let task = Task { [table] in
            try await table.run(Self.spec(script, timeoutMs: timeoutMs)) { output.append($0) }
        }
        let text = await output.waitFor(lines: lines)
        return RunningTree(task: task, pids: text.split(separator: "\n").compactMap { pid_t($0) })
    }
}

/// A command that runs, and the processes that it said it has.
struct RunningTree: Sendable {
    let task: Task<CommandOutcome, any Error>
    let pids: [pid_t]

    /// A tree of processes that try to get away: in the background, in sessions of their own, daemonised by a double
    /// fork, deaf to polite signals. They print their ids and stay.
    static let script = """
        trap '' TERM HUP INT
        echo $$
        sleep 1000 & echo $!
        setsid sleep 1000 & echo $!
        setsid sh -c 'echo $$; sleep 1000 & echo $!; setsid sh -c "echo \\$\\$; exec sleep 1000" & wait' &
        sh -c 'setsid sh -c "(sleep 1000 & echo \\$!) &" &'
        wait
        """

    /// The number of ids that the script prints.
    static let scriptLines = 7
}

/// Output that is being collected, and waited for.
final class Collected: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var waiter: (lines: Int, continuation: CheckedContinuation<String, Never>)?

        /// The text, if it has so many lines.
        func text(withLines lines: Int) -> String? {
            guard bytes.count(where: { $0 == UInt8(ascii: "\n") }) >= lines else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private let state = Mutex(State())

    func append(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            state.bytes.append(contentsOf: bytes)
            guard let waiter = state.waiter, let text = state.text(withLines: waiter.lines) else { return }
            state.waiter = nil
            waiter.continuation.resume(returning: text)
        }
    }

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Everything collected when it first has so many lines. The suite's time limit ends a wait that is in vain.
    func waitFor(lines: Int) async -> String {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if let text = state.text(withLines: lines) {
                    continuation.resume(returning: text)
                } else {
                    state.waiter = (lines, continuation)
                }
            }
        }
    }
}

/// Whether a process exists and is more than a zombie that waits for its parent's attention.
func isAlive(_ pid: pid_t) -> Bool {
    guard kill(pid, 0) == 0 else { return false }
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return status.split(separator: ")").last?.first { $0 != " " } != "Z"
}

/// Whether these processes, which have been killed, are dead before long. Nothing tells when a process that is not
/// one's child is dead.
func diesSoon(_ pids: [pid_t]) -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while pids.contains(where: isAlive), .now < deadline {
        usleep(1000)
    }
    return !pids.contains(where: isAlive)
}
