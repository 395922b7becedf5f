import CommandExecution
import Synchronization

/// The commands of a thread that run: those that a call waits for, and those that were left running in the background.
///
/// A command is known to the model by its number. Those of an interrupted turn end with it; others run until they end by
/// themselves, somebody ends them, or the thread is unloaded.
final class TerminalSessions: Sendable {
    private struct State {
        var sessions: [Int: TerminalSession] = [:]
        var isClosed = false
    }

    /// Commands that one thread may have at a time: more than anybody watches, and few enough that a model that forgets
    /// them does not use up the machine.
    static let limit = 64

    /// The numbers have five digits, so that one that a model remembers from a process that is gone is hardly ever taken
    /// for another.
    private static let numbers = 10_000..<100_000

    private let state = Mutex(State())

    /// Makes a place for a command; nil if there are too many, or the thread is being unloaded.
    func reserve(_ facts: TerminalSession.Facts, random: UInt64) -> TerminalSession? {
        state.withLock { state in
            if state.sessions.count >= Self.limit {
                // Ends that nobody has looked at make room.
                for session in state.sessions.values where session.isOver { state.sessions[session.number] = nil }
            }
            guard !state.isClosed, state.sessions.count < Self.limit else { return nil }
            var number = Self.numbers.lowerBound + Int(random % UInt64(Self.numbers.count))
            while state.sessions[number] != nil {
                number = number + 1 < Self.numbers.upperBound ? number + 1 : Self.numbers.lowerBound
            }
            let session = TerminalSession(number: number, facts)
            state.sessions[number] = session
            return session
        }
    }

    /// The command with a number.
    subscript(_ number: Int) -> TerminalSession? {
        state.withLock { $0.sessions[number] }
    }

    /// Forgets a command.
    func remove(_ session: TerminalSession) {
        state.withLock { $0.sessions[session.number] = nil }
    }

    /// The commands that no call waits for any more, oldest first.
    var inBackground: [TerminalSession] {
        state.withLock { Array($0.sessions.values) }.filter { $0.isInBackground && !$0.isOver }
            .sorted { ($0.startedAtMs, $0.number) < ($1.startedAtMs, $1.number) }
    }

    /// Ends the commands that a turn has begun, and waits until their items are complete.
    func end(turnID: String) async {
        await end(state.withLock { $0.sessions.values.filter { $0.facts.turnID == turnID } })
    }

    /// Ends the commands that were left in the background.
    func endBackground() async {
        await end(inBackground)
    }

    /// Ends all commands, waits until their items are complete, and takes no new ones.
    func close() async {
        await end(shut())
    }

    /// Ends all commands without waiting, and takes no new ones.
    func kill() {
        for session in shut() { session.kill() }
    }

    private func shut() -> [TerminalSession] {
        state.withLock { state in
            state.isClosed = true
            return Array(state.sessions.values)
        }
    }

    private func end(_ sessions: [TerminalSession]) async {
        for session in sessions { session.kill() }
        for session in sessions { await session.ended() }
    }
}
