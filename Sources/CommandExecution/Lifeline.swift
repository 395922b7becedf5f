import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The server's end of what keeps a command alive. Cutting it is how anyone, on any thread and at any time, has the
/// supervisor kill everything the command started. It never blocks.
final class Lifeline: Sendable {
    private enum State {
        /// The command hasn't been started.
        case unused
        /// The socket to the supervisor.
        case holding(Int32)
        /// A kill was asked for. The socket stays open, so that its number isn't reused under the thread that polls it;
        /// `nil` if the command wasn't started yet, and then it never is.
        case cut(Int32?)
        /// The command is over and the socket closed.
        case released
    }

    private let state = Mutex(State.unused)

    /// Takes over the socket of a command that has just been started. It is cut at once if a kill came first.
    func hold(_ socket: Int32) {
        state.withLock { state in
            if case .cut = state {
                Self.cut(socket)
                state = .cut(socket)
            } else {
                state = .holding(socket)
            }
        }
    }

    /// Asks for the kill. Asking again, or when the command is over, does nothing.
    func cut() {
        state.withLock { state in
            switch state {
            case .unused:
                state = .cut(nil)
            case .holding(let socket):
                Self.cut(socket)
                state = .cut(socket)
            case .cut, .released:
                break
            }
        }
    }

    /// Whether a kill was asked for while the command was not over.
    var isCut: Bool {
        state.withLock { state in
            if case .cut = state { true } else { false }
        }
    }

    /// Closes the socket; the command is over.
    func release() {
        state.withLock { state in
            switch state {
            case .holding(let socket), .cut(.some(let socket)):
                close(socket)
            case .unused, .cut(nil), .released:
                break
            }
            state = .released
        }
    }

    /// Shutting down, unlike closing, also reaches copies that a fork at the same moment has inherited, and wakes the
    /// thread that polls our end.
    private static func cut(_ socket: Int32) {
        shutdown(socket, Int32(SHUT_RDWR))
    }
}
