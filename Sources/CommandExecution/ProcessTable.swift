import Dispatch
import Support
import Synchronization

/// All commands of this process.
///
/// A command and everything that descends from it live under a supervisor process (`heddle_spawn` says how) and end
/// together: when the command ends (what it left behind gets a short grace), when its task is cancelled, when its time
/// is over, when the table shuts down, and when this process dies, however it dies. A process that is meant to outlive
/// its command needs a session of its own here; `setsid` and daemonising do not make it one.
///
/// Each running command has a thread, which waits for its output and its end. Nothing here blocks the cooperative pool.
package final class ProcessTable: Sendable {
    private struct State {
        var isShutDown = false
        var lastNumber: UInt64 = 0
        var running: [UInt64: Lifeline] = [:]
    }

    private let state = Mutex(State())
    private let threads = DispatchGroup()

    /// What confines the commands that are to be confined.
    package let sandbox: Sandbox

    package init(sandbox: Sandbox = Sandbox()) {
        self.sandbox = sandbox
    }

    /// Runs a command to its end and returns how it ended; by then nothing that it started is alive.
    ///
    /// Cancelling the task kills the whole tree and makes this return `.killed`, unless the command had just ended by
    /// itself. A command whose task is cancelled before the start is not started.
    ///
    /// - Parameters:
    ///   - onSpawn: called once, with the command's process id, when the program runs and before any output.
    ///   - onOutput: called with every piece of stdout and stderr, merged, in order and complete, before this returns.
    ///     It runs on the command's thread; while it blocks, the command's writes block too (back-pressure), but
    ///     cancelling works. The buffer is valid during the call only.
    package func run(
        _ spec: CommandSpec,
        onSpawn: @escaping @Sendable (Int32) -> Void = { _ in },
        onOutput: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws(CommandSpawnError) -> CommandOutcome {
        let controls = CommandControls(spec.streams)
        let run = CommandRun(
            spec: spec, controls: controls, plan: plan(spec), onSpawn: onSpawn, onOutput: { onOutput($1) })
        let number = try enter(controls.lifeline)
        let result: Result<CommandOutcome, CommandSpawnError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                begin(run, number) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            controls.lifeline.cut()
        }
        return try result.get()
    }

    /// Starts a command and returns when its program runs, for commands that are written to or outlive the caller.
    ///
    /// Cancelling the task while this waits kills the command.
    ///
    /// - Parameter onOutput: as in `run`, and told which stream it is. It may be called before this returns.
    package func start(
        _ spec: CommandSpec,
        onOutput: @escaping @Sendable (CommandOutputStream, UnsafeRawBufferPointer) -> Void
    ) async throws(CommandSpawnError) -> RunningCommand {
        let controls = CommandControls(spec.streams)
        let start = CommandStart(controls)
        let run = CommandRun(
            spec: spec, controls: controls, plan: plan(spec), onSpawn: { start.succeed(pid: $0) }, onOutput: onOutput)
        let number = try enter(controls.lifeline)
        let result: Result<RunningCommand, CommandSpawnError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start.await(continuation)
                begin(run, number) { start.end($0) }
            }
        } onCancel: {
            controls.lifeline.cut()
        }
        return try result.get()
    }

    private func plan(
        _ spec: CommandSpec
    ) -> @Sendable (Placeholders.Lease) throws(CommandSpawnError) -> LaunchPlan {
        { [sandbox] placeholders throws(CommandSpawnError) in try sandbox.plan(spec, placeholders) }
    }

    /// Gives a command its thread. `finish` is called exactly once.
    private func begin(
        _ run: CommandRun, _ number: UInt64,
        finish: @escaping @Sendable (Result<CommandOutcome, CommandSpawnError>) -> Void
    ) {
        do throws(BlockingThreadError) {
            try BlockingThread.startIfPossible(name: "command", stackSize: ExecutionLimits.threadStackBytes) {
                run.live(finish: finish)
                self.leave(number)
            }
        } catch {
            leave(number)
            finish(.failure(.preparing(run.spec, errno: error.errnoValue)))
        }
    }

    /// Kills everything that runs, waits until it is dead, though not for ever, and refuses new commands. Blocks for at
    /// most `ExecutionLimits.shutdownWaitMs`; calling it again is harmless.
    package func shutdown() {
        let lifelines = state.withLock { state in
            state.isShutDown = true
            return Array(state.running.values)
        }
        for lifeline in lifelines {
            lifeline.cut()
        }
        _ = threads.wait(timeout: .now() + .milliseconds(ExecutionLimits.shutdownWaitMs))
    }

    /// The number of commands that run or are being cleaned up.
    package var runningCount: Int {
        state.withLock { $0.running.count }
    }

    private func enter(_ lifeline: Lifeline) throws(CommandSpawnError) -> UInt64 {
        let number: UInt64? = state.withLock { state in
            guard !state.isShutDown else { return nil }
            state.lastNumber += 1
            state.running[state.lastNumber] = lifeline
            threads.enter()
            return state.lastNumber
        }
        guard let number else {
            throw CommandSpawnError(
                kind: .shuttingDown, message: "the server is shutting down and starts no more commands")
        }
        return number
    }

    private func leave(_ number: UInt64) {
        state.withLock { state in
            state.running[number] = nil
        }
        threads.leave()
    }
}
