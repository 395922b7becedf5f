import Synchronization

/// A command that has been started. Letting go of it changes nothing: it runs until it ends or is killed.
package final class RunningCommand: Sendable {
    private enum Ending {
        case awaited([CheckedContinuation<CommandOutcome, Never>])
        case known(CommandOutcome)
    }

    /// The process id; that of the sandbox's own program if one stands around the command. 0 for a command that was
    /// killed before it had one.
    package let pid: Int32

    private let controls: CommandControls
    private let ending = Mutex(Ending.awaited([]))

    init(pid: Int32, controls: CommandControls) {
        self.pid = pid
        self.controls = controls
    }

    /// Has bytes written to the command's stdin or terminal. Returns at once; they are written as the command reads.
    package func write(_ bytes: some Collection<UInt8>) throws(CommandInputError) {
        guard controls.streams.opensInput else { throw .notOpen }
        try controls.input.write(bytes)
    }

    /// Ends the command's stdin after what is still to be written; at a terminal, by its end-of-input character.
    package func endInput() throws(CommandInputError) {
        guard controls.streams.opensInput else { throw .notOpen }
        controls.input.end()
    }

    /// Gives the terminal another size, which its programs are told.
    package func resize(_ size: TerminalSize) throws(CommandInputError) {
        guard case .terminal = controls.streams else { throw .noTerminal }
        try controls.terminal.resize(size)
    }

    /// Kills the command and everything it started. Never blocks; when it is over it does nothing.
    package func kill() {
        controls.lifeline.cut()
    }

    /// How it ended; waits for that. By then all output has been delivered, and nothing that it started is alive.
    /// Cancelling the task that waits does not end the command.
    package var outcome: CommandOutcome {
        get async {
            await withCheckedContinuation { continuation in
                ending.withLock { ending in
                    switch ending {
                    case .known(let outcome): continuation.resume(returning: outcome)
                    case .awaited(let waiting): ending = .awaited(waiting + [continuation])
                    }
                }
            }
        }
    }

    /// How it ended; `nil` while it runs.
    package var outcomeIfOver: CommandOutcome? {
        ending.withLock { ending in
            if case .known(let outcome) = ending { outcome } else { nil }
        }
    }

    /// It is over.
    func end(_ outcome: CommandOutcome) {
        let waiting: [CheckedContinuation<CommandOutcome, Never>] = ending.withLock { ending in
            guard case .awaited(let waiting) = ending else { return [] }
            ending = .known(outcome)
            return waiting
        }
        for continuation in waiting {
            continuation.resume(returning: outcome)
        }
    }
}

/// What reaches into a command from outside of its thread.
struct CommandControls: Sendable {
    let streams: CommandStreams
    let lifeline = Lifeline()
    let input: CommandInput
    let terminal = TerminalControl()

    init(_ streams: CommandStreams) {
        self.streams = streams
        input = CommandInput(streams)
    }
}
