/// The lane that a request runs in.
///
/// Requests of one lane run one after the other, in the order of their arrival; different lanes run side by side.
/// A request declares its lane in ``ClientRequest/scope(_:)``, so order is data and not a by-product of queues.
package enum OrderingScope: Hashable, Sendable {
    /// The lane of one thread, named by its id.
    case thread(String)
    /// A lane shared by all connections, named by a key that the methods agree on.
    case global(String)
    /// The lane of the connection itself: waits for everything that the connection sent before, and everything it
    /// sends later waits for it.
    case connection
    /// No lane: the order with other requests doesn't matter.
    case concurrent
    /// Runs at once, ahead of whatever waits in the lanes.
    case overtaking

    /// The same scope with a thread's id in the form that names it everywhere: one thread, one lane.
    package var canonical: OrderingScope {
        if case .thread(let id) = self { .thread(id.lowercased()) } else { self }
    }
}
