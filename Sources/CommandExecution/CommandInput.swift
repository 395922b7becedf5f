import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why something could not be given to a command.
package enum CommandInputError: Error, Sendable, Hashable {
    /// It was started without an input.
    case notOpen
    /// Its input was closed before, by us or by the command, or the command is over.
    case closed
    /// It reads too slowly: `ExecutionLimits.waitingInputBytes` are waiting. Nothing of this piece was taken.
    case full
    /// It has no terminal to resize.
    case noTerminal
    /// The system refused.
    case system(errno: Int32)
}

/// What is on its way to a command's stdin. Anyone puts it in, at any time and without blocking; the command's thread
/// writes it.
final class CommandInput: Sendable {
    private struct State {
        /// The written part, up to `start`, is cut off from time to time.
        var waiting: [UInt8] = []
        var start = 0
        var isEnding: Bool
        /// The descriptors, while the command runs: its stdin, and the pipe that wakes the thread.
        var descriptors: (input: Int32, wakeUp: Int32)?
        var isOver = false

        var count: Int { waiting.count - start }
    }

    private let state: Mutex<State>
    private let isTerminal: Bool

    /// What ends the input at a terminal: Control-D.
    private static let endOfTransmission: UInt8 = 4

    init(_ streams: CommandStreams) {
        isTerminal = streams.isTerminal
        state = Mutex(State(isEnding: !streams.opensInput))
    }

    // MARK: - For anyone

    func write(_ bytes: some Collection<UInt8>) throws(CommandInputError) {
        let failure: CommandInputError? = state.withLock { state in
            guard !state.isOver, !state.isEnding else { return .closed }
            guard state.count + bytes.count <= ExecutionLimits.waitingInputBytes else { return .full }
            state.waiting.append(contentsOf: bytes)
            Self.wake(state)
            return nil
        }
        if let failure { throw failure }
    }

    /// Ends the input after what is waiting. Asking again does nothing.
    func end() {
        state.withLock { state in
            guard !state.isOver, !state.isEnding else { return }
            if isTerminal {
                state.waiting.append(Self.endOfTransmission)
            } else {
                state.isEnding = true
            }
            Self.wake(state)
        }
    }

    private static func wake(_ state: State) {
        guard let descriptors = state.descriptors else { return }
        var byte: UInt8 = 0
        // A full pipe wakes as well.
        _ = Self.put(descriptors.wakeUp, &byte, 1)
    }

    // MARK: - For the command's thread

    /// Takes over the stdin of a command that has just been started. Returns the descriptor that becomes readable when
    /// there is something to do, which the thread closes; -1 if there never will be.
    func hold(_ input: Int32) -> Int32 {
        guard input >= 0 else { return -1 }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            close(input)
            state.withLock { $0.isOver = true }
            return -1
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        state.withLock { state in
            state.descriptors = (input, ends[1])
            if state.count > 0 || state.isEnding { Self.wake(state) }
        }
        return ends[0]
    }

    /// Writes what can be written now. Returns the descriptor to wait for before the next call, or -1 if nothing is
    /// waiting.
    func advance() -> Int32 {
        state.withLock { state in
            guard let descriptors = state.descriptors else { return -1 }
            while state.count > 0 {
                let count = state.waiting.withUnsafeBytes { bytes in
                    Self.put(descriptors.input, bytes.baseAddress.map { $0 + state.start }, state.count)
                }
                if count > 0 {
                    state.start += count
                } else if count < 0, errno == EAGAIN {
                    return descriptors.input
                } else if count < 0, errno != EINTR {
                    // Nobody reads any more, which is the command's good right.
                    Self.release(&state)
                    return -1
                }
            }
            state.waiting.removeAll(keepingCapacity: true)
            state.start = 0
            if state.isEnding {
                Self.release(&state)
            }
            return -1
        }
    }

    /// The command is over.
    func release() {
        state.withLock { Self.release(&$0) }
    }

    private static func release(_ state: inout State) {
        state.isOver = true
        state.waiting = []
        state.start = 0
        guard let descriptors = state.descriptors else { return }
        close(descriptors.input)
        close(descriptors.wakeUp)
        state.descriptors = nil
    }

    private static func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}
