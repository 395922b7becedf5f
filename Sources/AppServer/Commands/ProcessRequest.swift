import AppServerProtocol
import CommandExecution

/// What clients can say of a process in both of their ways to run one, checked.
struct ProcessRequest: Sendable {
    /// The method, for errors.
    let method: String
    var command: [String]
    var isTerminal: Bool
    var streamsInput: Bool
    var streamsOutput: Bool
    var size: (rows: Int, columns: Int)?
    var timeoutMs: Int?

    /// Checks what can't be, in the words that clients know.
    func check() throws(ServerFailure) {
        guard !command.isEmpty else { throw ServerFailure(kind: "invalidParams", "command must not be empty") }
        if let timeoutMs, timeoutMs < 0 {
            throw invalid("\(method) timeoutMs must be non-negative, got \(timeoutMs)")
        }
        if let size {
            guard isTerminal else { throw invalid("\(method) size requires tty: true") }
            guard Self.isPossible(size) else {
                throw invalid("\(method) size rows and cols must be greater than 0")
            }
        }
    }

    /// What its streams are.
    var streams: CommandStreams {
        guard isTerminal else { return .pipes(opensInput: streamsInput, separatesErrors: true) }
        return .terminal(size.flatMap(Self.terminalSize) ?? .standard)
    }

    /// A size that a terminal can have.
    static func terminalSize(_ size: (rows: Int, columns: Int)) -> TerminalSize? {
        guard isPossible(size) else { return nil }
        return TerminalSize(rows: UInt16(size.rows), columns: UInt16(size.columns))
    }

    private static func isPossible(_ size: (rows: Int, columns: Int)) -> Bool {
        (1...Int(UInt16.max)).contains(size.rows) && (1...Int(UInt16.max)).contains(size.columns)
    }

    private func invalid(_ message: String) -> ServerFailure {
        ServerFailure(code: .invalidParams, kind: "invalidParams", message)
    }
}

extension ServerFailure {
    /// A process could not be started.
    init(starting what: String, _ error: CommandSpawnError) {
        self.init(
            code: .internalError, kind: error.kind.rawValue, "failed to spawn \(what): \(error.message)")
    }

    /// Something could not be given to a process.
    init(_ error: CommandInputError, notOpen: String) {
        let message =
            switch error {
            case .notOpen: notOpen
            case .closed: "the process does not read its input any more"
            case .full: "too much waits to be read by the process; write again when it has read"
            case .noTerminal: "failed to resize PTY: process is not attached to a PTY"
            case .system(let errno): "the system refused (errno \(errno))"
            }
        self.init(kind: error == .full ? "inputFull" : "inputClosed", message)
    }
}
