import CommandExecution
package import ModelClient
package import ServerConfig
import WireJSON

/// Finds the model provider that a thread's settings name.
package enum ProviderChoice {
    /// The provider of a thread whose client and configuration name none: OpenAI when its key is in the environment,
    /// else the built-in offline model, which needs neither key nor network.
    package static func defaultID(_ configuration: ServerConfig, _ variables: [String: String]) -> String {
        if let configured = configuration.modelProvider { return configured }
        let hasKey = variables["OPENAI_API_KEY"].map { !$0.isEmpty } ?? false
        return hasKey ? ModelProvider.openAIID : ModelProvider.offline.id
    }

    /// The provider with this id: from `[model_providers]`, else a built-in one.
    package static func provider(
        _ id: String, configuration: ServerConfig, variables: [String: String]
    ) throws(AgentError) -> ModelProvider {
        if let table = configuration.modelProviders[id] {
            do {
                return try ModelProvider(id: id, config: table, environment: variables)
            } catch {
                throw AgentError(.configuration, ServerConfig.loadFailurePrefix + error.message)
            }
        }
        if let builtIn = ModelProvider.builtIn(environment: variables)[id] { return builtIn }
        throw AgentError(.configuration, ServerConfig.loadFailurePrefix + "Model provider `\(id)` not found")
    }

    /// The environment variables that hold the secrets of any provider; commands do not get them, whichever provider
    /// a thread uses.
    ///
    /// The tables of the configuration are read as they are: a table that is of no use still names a secret.
    package static func secretVariables(_ configuration: ServerConfig, _ variables: [String: String]) -> Set<String> {
        var names: Set<String> = []
        for provider in ModelProvider.builtIn(environment: variables).values {
            names.formUnion(provider.secretVariables)
        }
        for (_, table) in configuration.modelProviders {
            if let name = table["env_key"]?.stringValue { names.insert(name) }
            for (_, name) in table["env_http_headers"]?.objectValue ?? [:] {
                if let name = name.stringValue { names.insert(name) }
            }
        }
        return names
    }

    /// The secrets themselves: the values of these variables, and of those that commands never get.
    package static func secretValues(_ configuration: ServerConfig, _ variables: [String: String]) -> [String] {
        let names = secretVariables(configuration, variables)
        return variables.filter { names.contains($0.key) || CommandEnvironment.isSecret($0.key) }.map(\.value)
    }
}

extension ModelProvider {
    /// Whether this is the model that is built into the server.
    var isOffline: Bool { id == ModelProvider.offline.id }

    /// The id of the provider that an OpenAI key in the environment selects.
    static let openAIID = "openai"

    /// The environment variables that hold this provider's secrets; commands do not get them.
    var secretVariables: Set<String> {
        Set([envKey].compactMap { $0 } + envHTTPHeaders.values)
    }
}
