import AgentCore
import AppServerProtocol
import Logging
import Support
import Synchronization
import ThreadStore

/// What the server does for its home by itself: it puts away and deletes threads beyond the limits of the settings, and
/// compresses old logs and removes images that no thread has any more. One process of a home does it at a time, at most once a day.
package final class Maintenance: Sendable {
    /// How long after the start it begins at the earliest, in milliseconds: whoever starts a server wants to use it first,
    /// and many live for one turn only.
    static let delayMilliseconds = 45_000
    /// How long it waits at least between two looks whether a pass is due, in milliseconds.
    static let leastWaitMilliseconds = 10 * 60_000
    /// How much time lies between two passes at least, in milliseconds.
    static let intervalMilliseconds = 24 * 3_600_000

    private let threads: ThreadManager
    private let store: ThreadStore
    private let scheduler: RequestScheduler
    private let clock: WallClock
    private let logger: Logger
    private let executor: (any TaskExecutor)?

    init(threads: ThreadManager, scheduler: RequestScheduler, environment: AgentEnvironment) {
        self.threads = threads
        self.scheduler = scheduler
        store = environment.store
        clock = environment.clock
        logger = environment.logger
        executor = environment.executor
    }

    /// Does what is due, day after day, until the task is cancelled.
    func run(sleep: @Sendable (_ milliseconds: Int) async throws -> Void) async throws {
        var wait = Self.delayMilliseconds
        while true {
            try await sleep(wait)
            wait = await passIfDue()
        }
    }

    /// Does a pass unless there was one within the last day. Returns after how many milliseconds the next may be due.
    package func passIfDue() async -> Int {
        guard let lock = await store.maintenanceLock() else { return Self.intervalMilliseconds }
        let now = clock.milliseconds()
        if let last = lock.lastPassMs, last <= now, now - last < Self.intervalMilliseconds {
            return max(Self.intervalMilliseconds - (now - last), Self.leastWaitMilliseconds)
        }
        lock.notePass(now)
        await applyLimits()
        await compress(under: lock)
        await collectBlobs(under: lock)
        return Self.intervalMilliseconds
    }

    /// Begins to compress old logs now. Nothing happens while another process, or a pass of this one, is at it.
    func startCompressing() {
        Task(executorPreference: executor) {
            guard let lock = await self.store.maintenanceLock() else { return }
            await self.compress(under: lock)
        }
    }

    private func compress(under lock: MaintenanceLock) async {
        do {
            try await store.compressOldLogs(nowMs: clock.milliseconds(), under: lock)
        } catch {
            logger.warning("old logs can't be compressed", metadata: ["error": "\(error)"])
        }
    }

    private func collectBlobs(under lock: MaintenanceLock) async {
        do {
            try await store.collectBlobs(nowMs: clock.milliseconds(), under: lock)
        } catch {
            logger.warning("unused images can't be removed", metadata: ["error": "\(error)"])
        }
    }

    /// Puts away and deletes what the settings say, and says in one line what that was.
    private func applyLimits() async {
        var done: [RetentionRule.Action.Kind: Int] = [:]
        defer {
            if !done.isEmpty {
                logger.notice(
                    "the limits of [history] were applied",
                    metadata: ["archived": "\(done[.archive] ?? 0)", "deleted": "\(done[.delete] ?? 0)"])
            }
        }
        do {
            for action in try await threads.retentionActions() {
                switch await perform(action) {
                case .done: done[action.kind, default: 0] += 1
                case .left: break
                case .isStopping: return
                }
            }
        } catch {
            logger.warning("the limits of [history] can't be applied", metadata: ["error": "\(error)"])
        }
    }

    /// What became of an action.
    private enum Outcome {
        case done
        /// The thread stays for now.
        case left
        /// The server takes nothing on any more.
        case isStopping
    }

    /// Does one action in the lane of its thread, as if a client had asked for it.
    private func perform(_ action: RetentionRule.Action) async -> Outcome {
        await withCheckedContinuation { continuation in
            let isTaken = scheduler.submit(OrderingScope.thread(action.id).canonical) { [threads, logger] in
                var outcome = Outcome.left
                do {
                    if let announce = try await threads.perform(action) {
                        logger.info(
                            "a thread is beyond a limit of [history]",
                            metadata: [
                                "thread": "\(action.id)", "done": "\(action.kind.rawValue)", "limit": "\(action.limit)",
                            ])
                        announce()
                        outcome = .done
                    }
                } catch {
                    logger.warning(
                        "a thread beyond a limit of [history] stays",
                        metadata: ["thread": "\(action.id)", "error": "\(error)"])
                }
                continuation.resume(returning: outcome)
            }
            if !isTaken { continuation.resume(returning: .isStopping) }
        }
    }
}
