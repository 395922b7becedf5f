import CPlatform
import Foundation
import Testing

@testable import CommandExecution

@Suite("What is known of a running command")
struct CommandProgressTests {
    private static let spec = CommandSpec(argv: ["prog"], cwd: "/work", environment: [:])
    private let start = SuspendingClock.now

    private func at(_ milliseconds: Int) -> SuspendingClock.Instant {
        start + .milliseconds(milliseconds)
    }

    private func record(_ kind: heddle_status_kind, _ value: Int32 = 0, _ detail: Int32 = 0) -> heddle_status_record {
        heddle_status_record(kind: kind.rawValue, value: value, detail: detail)
    }

    /// A command that has started, and is fed these events.
    private func progress(
        timeoutMs: Int? = nil, _ events: (inout CommandProgress) -> Void
    ) -> CommandProgress {
        var progress = CommandProgress(start: start, timeoutMs: timeoutMs)
        progress.receive(record(HEDDLE_COMMAND_FORKED, 4711), at: at(0))
        progress.receive(record(HEDDLE_COMMAND_STARTED), at: at(1))
        events(&progress)
        return progress
    }

    private func outcome(_ progress: CommandProgress) throws -> CommandOutcome {
        try progress.result(Self.spec).get()
    }

    /// Statuses as `waitpid(2)` gives them.
    private static let exitedWith3: Int32 = 3 << 8
    private static let killedBySIGKILL: Int32 = SIGKILL
    private static let killedBySIGTERM: Int32 = SIGTERM

    @Test("it is over when everything of it is gone, and took as long as the command itself")
    func ordinaryEnd() throws {
        let progress = progress { progress in
            progress.receive(record(HEDDLE_COMMAND_ENDED, Self.exitedWith3), at: at(20))
            #expect(!progress.isOver)
            progress.receive(record(HEDDLE_COMMAND_GONE), at: at(270))
        }
        #expect(progress.isOver)
        #expect(try outcome(progress) == CommandOutcome(exit: .exited(3), durationMs: 20))
    }

    @Test("a command that died of our signal was killed, one that ended otherwise was not")
    func killed() throws {
        func exit(_ status: Int32, isKilled: Bool) throws -> CommandExit {
            try outcome(
                progress { progress in
                    if isKilled {
                        progress.killRequested(at: at(10))
                    }
                    progress.receive(record(HEDDLE_COMMAND_ENDED, status), at: at(11))
                }
            ).exit
        }
        #expect(try exit(Self.killedBySIGKILL, isKilled: true) == .killed)
        #expect(try exit(Self.killedBySIGKILL, isKilled: false) == .signaled(SIGKILL))
        #expect(try exit(Self.killedBySIGTERM, isKilled: true) == .signaled(SIGTERM))
        #expect(try exit(Self.exitedWith3, isKilled: true) == .exited(3))
    }

    @Test("its time-out is told once, and names the reason of the kill that follows")
    func timeOut() throws {
        let progress = progress(timeoutMs: 100) { progress in
            #expect(progress.millisecondsToDeadline(at: at(40)) == 61)
            #expect(progress.deadlinePassed(at: at(99)) == nil)
            #expect(progress.deadlinePassed(at: at(100)) == .timeOut)
            #expect(progress.deadlinePassed(at: at(101)) == nil)
            progress.killRequested(at: at(102))
            progress.receive(record(HEDDLE_COMMAND_ENDED, Self.killedBySIGKILL), at: at(103))
        }
        #expect(try outcome(progress).exit == .timedOut)
    }

    @Test("its time-out is for the command, not for what it leaves behind")
    func timeOutAfterEnd() {
        let progress = progress(timeoutMs: 100) { progress in
            progress.receive(record(HEDDLE_COMMAND_ENDED, Self.exitedWith3), at: at(90))
        }
        #expect(progress.millisecondsToDeadline(at: at(90)) == -1)
    }

    @Test("a kill that takes too long is given up, and the command counts as killed")
    func unkillable() throws {
        let limit = ExecutionLimits.killWaitMs
        let progress = progress { progress in
            progress.killRequested(at: at(10))
            #expect(progress.deadlinePassed(at: at(9 + limit)) == nil)
            #expect(progress.deadlinePassed(at: at(10 + limit)) == .giveUp)
        }
        #expect(try outcome(progress) == CommandOutcome(exit: .killed, durationMs: 10 + limit))
    }

    @Test("without a deadline there is nothing to wake up for")
    func noDeadline() {
        #expect(progress { _ in }.millisecondsToDeadline(at: at(5)) == -1)
    }

    @Test("a supervisor that vanishes leaves its command to be killed")
    func lostSupervisor() throws {
        let lost = progress { $0.statusEnded(at: at(30)) }
        #expect(lost.commandWithoutSupervisor == 4711)
        #expect(try outcome(lost) == CommandOutcome(exit: .signaled(SIGKILL), durationMs: 30))
        let ended = progress { progress in
            progress.receive(record(HEDDLE_COMMAND_ENDED, 0), at: at(29))
            progress.statusEnded(at: at(30))
        }
        #expect(ended.commandWithoutSupervisor == nil)
    }

    @Test("a failure to start says at which stage")
    func failures() {
        func kind(_ stage: heddle_spawn_stage, _ number: Int32) -> CommandSpawnError.Kind? {
            var progress = CommandProgress(start: start, timeoutMs: nil)
            progress.receive(record(HEDDLE_COMMAND_FAILED, stage.rawValue, number), at: at(1))
            #expect(progress.isOver)
            guard case .failure(let error) = progress.result(Self.spec) else { return nil }
            #expect(error.errnoValue == number)
            return error.kind
        }
        #expect(kind(HEDDLE_STAGE_CHANGE_DIRECTORY, EACCES) == .workingDirectoryUnusable)
        #expect(kind(HEDDLE_STAGE_EXECUTE, EACCES) == .programNotExecutable)
        #expect(kind(HEDDLE_STAGE_EXECUTE, ENOENT) == .programNotFound)
        #expect(kind(HEDDLE_STAGE_FORK, EAGAIN) == .resourcesExhausted)
        #expect(kind(HEDDLE_STAGE_PREPARE, EIO) == .systemRefused)
    }
}
