package import ModelClient
package import ServerConfig
package import Support
import Synchronization

/// The ways to the models: one HTTP client for all providers, made when a turn first needs it, and the built-in model.
package final class ModelClients: Sendable {
    private let http: HTTPModelClient
    private let configuration: @Sendable () -> ServerConfig
    private let sleeper: Sleeper
    private let scenarios = Mutex<[String: Scenario]>([:])

    /// Clients that read keys from `environment`.
    package init(
        environment: [String: String], configuration: @escaping @Sendable () -> ServerConfig, sleeper: Sleeper
    ) {
        http = HTTPModelClient(environment: environment)
        self.configuration = configuration
        self.sleeper = sleeper
    }

    /// The client for a provider.
    package func client(for provider: ModelProvider) -> ModelClient {
        guard provider.id == ModelProvider.offline.id else { return http.client(for: provider) }
        let sleep = { @Sendable (milliseconds: Int) in try await self.sleeper.sleep(milliseconds: milliseconds) }
        guard let path = configuration().offlineScenario else { return .offline(sleep: sleep) }
        do {
            return .offline(scenario: try scenario(path), sleep: sleep)
        } catch {
            // A scenario that can't be played ends the turn with the reason, where the user of the test looks.
            let failure = ModelFailure(kind: .invalidProvider, message: "offline_scenario: \(error)")
            return ModelClient(stream: { _, _ in throw failure })
        }
    }

    /// The scenario of a file, read once.
    private func scenario(_ path: String) throws(ScenarioError) -> Scenario {
        if let known = scenarios.withLock({ $0[path] }) { return known }
        let scenario = try Scenario(contentsOf: path)
        scenarios.withLock { $0[path] = scenario }
        return scenario
    }
}
