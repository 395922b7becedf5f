/// What a transport must know of the thread logs: whether they are written up to a position (`OutboundMessage.barrier`).
package struct LogBarriers: Sendable {
    /// Whether everything up to the position has been written.
    package var isPassed: @Sendable (_ position: UInt64) -> Bool
    /// Blocks the calling thread until it has.
    package var wait: @Sendable (_ position: UInt64) -> Void

    /// Barriers from their closures.
    package init(
        isPassed: @escaping @Sendable (UInt64) -> Bool, wait: @escaping @Sendable (UInt64) -> Void
    ) {
        self.isPassed = isPassed
        self.wait = wait
    }
}
