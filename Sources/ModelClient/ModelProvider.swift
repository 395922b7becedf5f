/// Where a model is reached, and how patiently. Holds the names of secrets, never secrets from the environment.
package struct ModelProvider: Hashable, Sendable {
    /// How a provider is spoken to.
    package enum WireAPI: String, Hashable, Sendable {
        /// The Responses API over HTTP, with server-sent events.
        case responses
        /// Not at all: the built-in offline model answers.
        case offline
    }

    /// The key of its table in the configuration, e.g. `openai`.
    package var id: String
    /// Its name for people.
    package var name: String
    /// The URL that `/responses` is appended to.
    package var baseURL: String
    /// The environment variable that holds the API key; nil if none is needed.
    package var envKey: String?
    /// What to tell people who haven't set it.
    package var envKeyInstructions: String?
    /// Headers sent with every request.
    package var httpHeaders: [String: String]
    /// Headers whose values are read from environment variables; left out while those are unset or empty.
    package var envHTTPHeaders: [String: String]
    /// Members of the URL's query.
    package var queryParams: [String: String]
    /// Silent repetitions of a request; see `RetryPolicy`.
    package var requestMaxRetries: Int
    /// Visible new attempts; see `RetryPolicy`.
    package var streamMaxRetries: Int
    /// How long a stream may be silent before it counts as broken, in milliseconds.
    package var streamIdleTimeoutMs: Int
    /// Whether it wants an account at OpenAI rather than only a key.
    package var requiresOpenAIAuth: Bool
    /// How it is spoken to.
    package var wireAPI: WireAPI

    /// The peer's default for `stream_idle_timeout_ms`: models think for minutes without a word.
    package static let defaultStreamIdleTimeoutMs = 300_000

    /// Makes a provider; what is left out has the peer's defaults.
    package init(
        id: String,
        name: String,
        baseURL: String,
        envKey: String? = nil,
        envKeyInstructions: String? = nil,
        httpHeaders: [String: String] = [:],
        envHTTPHeaders: [String: String] = [:],
        queryParams: [String: String] = [:],
        requestMaxRetries: Int = 4,
        streamMaxRetries: Int = 5,
        streamIdleTimeoutMs: Int = ModelProvider.defaultStreamIdleTimeoutMs,
        requiresOpenAIAuth: Bool = false,
        wireAPI: WireAPI = .responses
    ) {
        self.id = id
        self.name = name
        self.baseURL = baseURL
        self.envKey = envKey
        self.envKeyInstructions = envKeyInstructions
        self.httpHeaders = httpHeaders
        self.envHTTPHeaders = envHTTPHeaders
        self.queryParams = queryParams
        self.requestMaxRetries = requestMaxRetries
        self.streamMaxRetries = streamMaxRetries
        self.streamIdleTimeoutMs = streamIdleTimeoutMs
        self.requiresOpenAIAuth = requiresOpenAIAuth
        self.wireAPI = wireAPI
    }

    /// How often requests to it are tried again.
    package var retryPolicy: RetryPolicy {
        RetryPolicy(requestMaxRetries: requestMaxRetries, streamMaxRetries: streamMaxRetries)
    }
}

extension ModelProvider {
    /// The built-in model that needs no network.
    ///
    /// Its requests are never repeated in silence, so that each scripted failure is seen once per visible attempt.
    package static let offline = ModelProvider(
        id: "offline", name: "Heddle offline model", baseURL: "", requestMaxRetries: 0, wireAPI: .offline)

    /// OpenAI's own service. `OPENAI_BASE_URL` in the environment replaces its URL.
    package static func openAI(environment: [String: String]) -> ModelProvider {
        let override = environment["OPENAI_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
        return ModelProvider(
            id: "openai", name: "OpenAI", baseURL: override ?? "https://api.openai.com/v1", envKey: "OPENAI_API_KEY",
            envKeyInstructions: "Create an API key at https://platform.openai.com/api-keys and export it.",
            requiresOpenAIAuth: true)
    }

    /// The providers that need no table in the configuration, by id.
    package static func builtIn(environment: [String: String]) -> [String: ModelProvider] {
        let all = [openAI(environment: environment), offline]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    }
}
