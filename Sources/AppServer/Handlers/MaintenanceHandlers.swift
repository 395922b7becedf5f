import AgentCore
import AppServerProtocol

/// The methods that ask for work on the home itself.
struct MaintenanceHandlers: Sendable {
    let threads: ThreadManager
    let maintenance: Maintenance

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(RolloutCompress.self) { _, _ in
            try await threads.checkHome()
            return Handled(RolloutCompressResponse(), afterwards: { maintenance.startCompressing() })
        }
    }
}
