import CPlatform
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The server's end of a command's terminal, for as long as the command runs.
final class TerminalControl: Sendable {
    private let terminal = Mutex<Int32?>(nil)

    func hold(_ descriptor: Int32) {
        terminal.withLock { $0 = descriptor }
    }

    /// The command is over: whoever resizes from now on is told so, and the descriptor can be closed.
    func release() {
        terminal.withLock { $0 = nil }
    }

    func resize(_ size: TerminalSize) throws(CommandInputError) {
        let failure: CommandInputError? = terminal.withLock { terminal in
            guard let terminal else { return .closed }
            let failure = heddle_resize_terminal(terminal, size.rows, size.columns)
            return failure == 0 ? nil : .system(errno: failure)
        }
        if let failure { throw failure }
    }
}
