import Synchronization

/// Whether the server takes new requests. It is closed once, when the server begins to stop.
package final class Intake: Sendable {
    private let isClosed = Atomic(false)

    /// An open intake.
    package init() {}

    /// Whether requests are taken.
    package var isOpen: Bool { !isClosed.load(ordering: .acquiring) }

    /// Takes none any more.
    package func close() { isClosed.store(true, ordering: .releasing) }
}
