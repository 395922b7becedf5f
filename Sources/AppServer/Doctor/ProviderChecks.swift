import AgentCore
import ModelClient
import ServerConfig
import WireJSON

/// The provider of models that threads use: whether it is there, and whether its key is.
struct ProviderChecks {
    let configuration: ServerConfig
    let variables: [String: String]

    var all: [DoctorCheck] {
        guard configuration.loadFailure == nil else { return [] }
        let id = ProviderChoice.defaultID(configuration, variables)
        let provider: ModelProvider
        do throws(AgentError) {
            provider = try ProviderChoice.provider(id, configuration: configuration, variables: variables)
        } catch {
            let advice =
                configuration.modelProviders[id] == nil
                ? "Add a table [model_providers.\(id)], or set model_provider to one that is there."
                : "Correct what is named in [model_providers.\(id)], or what -c says of it."
            return [DoctorCheck("provider", .failed, error.message, advice: advice)]
        }
        guard provider.wireAPI != .offline else {
            return [
                DoctorCheck(
                    "provider", .ok, "the built-in offline model: it needs neither key nor network",
                    advice: "For a real model set model_provider in config.toml, or OPENAI_API_KEY.")
            ]
        }
        return [chosen(provider), key(provider), reach(provider)].compactMap { $0 }
    }

    private func chosen(_ provider: ModelProvider) -> DoctorCheck {
        let model = configuration.model.map { ", model \($0)" } ?? ""
        return DoctorCheck("provider", .ok, "\(provider.id)\(model)")
    }

    /// Only ever names variables.
    private func key(_ provider: ModelProvider) -> DoctorCheck? {
        let headers = provider.envHTTPHeaders.values.sorted().filter { variables[$0]?.isEmpty ?? true }
        if let name = provider.envKey, variables[name]?.isEmpty ?? true {
            return DoctorCheck(
                "providerKey", .failed, "the variable \(name) is not set",
                advice: provider.envKeyInstructions ?? "Set \(name) to the provider's key.")
        }
        guard headers.isEmpty else {
            return DoctorCheck(
                "providerKey", .warning,
                "headers are left out, because variables are not set: \(headers.joined(separator: ", "))",
                advice: "Set them, or take them out of env_http_headers.")
        }
        return provider.envKey.map { DoctorCheck("providerKey", .ok, "the variable \($0) is set") }
    }

    private func reach(_ provider: ModelProvider) -> DoctorCheck {
        guard let endpoint = NetworkEndpoint(url: provider.baseURL) else {
            return DoctorCheck(
                "providerReachable", .failed, "base_url is no URL of a server", advice: "Correct base_url.")
        }
        guard let failure = ConnectionAttempt.failure(to: endpoint) else {
            return DoctorCheck("providerReachable", .ok, "\(endpoint) takes connections")
        }
        return DoctorCheck(
            "providerReachable", .failed, "\(endpoint) can't be reached: \(failure)",
            advice: "See whether base_url is right, and whether this machine reaches it (network, VPN, firewall).")
    }
}
