/// Positions in the commit order as plain numbers, for code that passes them on without knowing the store.
extension LogTicket {
    /// The position: 1 for the first append of the store, 0 for what is on disk from the start.
    package var position: UInt64 { number }
}

extension LogCommitter {
    /// Blocks the calling thread until the writer has tried to write everything up to a position.
    package func wait(forPosition position: UInt64) {
        wait(for: LogTicket(number: position, file: LogTicket.none.file))
    }

    /// Whether the writer has tried to write everything up to a position.
    package func isSettled(position: UInt64) -> Bool { settledPosition >= position }
}
