/// One line on its way to a client.
package struct OutboundMessage: Sendable {
    /// The line with its `\n`. Shared between the clients that receive the same event.
    package var bytes: [UInt8]
    /// The position in the thread logs that must be written before this line may leave, 0 for none: what a client has
    /// seen survives a crash of the server.
    package var barrier: UInt64

    /// A line and what it waits for.
    package init(bytes: [UInt8], barrier: UInt64 = 0) {
        self.bytes = bytes
        self.barrier = barrier
    }
}
