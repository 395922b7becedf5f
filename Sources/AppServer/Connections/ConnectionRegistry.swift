package import AgentCore
package import AppServerProtocol
package import Support
import Synchronization

/// Every open connection.
package final class ConnectionRegistry: Sendable {
    private let connections = Mutex<[Int: ClientConnection]>([:])

    /// An empty registry.
    package init() {}

    /// Adds a connection.
    package func add(_ connection: ClientConnection) {
        connections.withLock { $0[connection.id] = connection }
    }

    /// Removes a connection that is gone.
    package func remove(_ connection: ClientConnection) {
        _ = connections.withLock { $0.removeValue(forKey: connection.id) }
    }

    /// Sends every client a notification that belongs to no thread.
    package func notify(_ event: some ServerNotification, clock: WallClock) {
        for connection in connections.withLock({ Array($0.values) }) { connection.notify(event, clock: clock) }
    }

    /// Ends the processes that clients run; with `onlyNamed`, those that only the clients themselves can end.
    func endProcesses(onlyNamed: Bool) {
        for connection in connections.withLock({ Array($0.values) }) {
            if onlyNamed { connection.processes.endNamed() } else { connection.processes.close() }
            connection.handles.close()
        }
    }

    /// The connections as the agent core reaches them.
    package var audience: Audience {
        Audience { line, except in
            let others = self.connections.withLock { connections in
                connections.values.filter { !except.contains($0.id) }
            }
            for connection in others { connection.deliver(line) }
        }
    }
}
