/// What a command's stdin, stdout and stderr are.
package enum CommandStreams: Sendable, Hashable {
    /// Pipes.
    ///
    /// - Parameters:
    ///   - opensInput: whether there is something to read; stdin is `/dev/null` otherwise.
    ///   - separatesErrors: whether stderr is told from stdout; otherwise both are one pipe, in the order written.
    case pipes(opensInput: Bool, separatesErrors: Bool)

    /// A pseudo-terminal, which controls the command's session.
    case terminal(TerminalSize)

    /// Nothing to read, and one pipe to write to.
    package static let merged = CommandStreams.pipes(opensInput: false, separatesErrors: false)

    /// Whether something can be written to the command.
    package var opensInput: Bool {
        switch self {
        case .pipes(let opensInput, _): opensInput
        case .terminal: true
        }
    }

    /// Whether it is a terminal.
    var isTerminal: Bool {
        if case .terminal = self { true } else { false }
    }
}

/// The size of a terminal in characters.
package struct TerminalSize: Sendable, Hashable {
    package var rows: UInt16
    package var columns: UInt16

    /// What terminals have been since they were made of glass.
    package static let standard = TerminalSize(rows: 24, columns: 80)

    package init(rows: UInt16, columns: UInt16) {
        self.rows = rows
        self.columns = columns
    }
}

/// Where a piece of output was written to.
package enum CommandOutputStream: Sendable, Hashable {
    /// Stdout; also stderr if they are merged, and everything that a terminal shows.
    case output
    /// Stderr.
    case errors
}
