package import WireJSON

extension ModelProvider {
    /// Reads a `[model_providers.X]` table. Keys that it doesn't know, such as `supports_websockets`, are skipped.
    ///
    /// A table for a built-in id changes only what it names.
    package init(id: String, config: JSONValue, environment: [String: String] = [:]) throws(ModelProviderError) {
        let table = ProviderTable(id: id, config: config)
        try table.checkIsTable()
        if let api = try table.string("wire_api"), api != WireAPI.responses.rawValue {
            throw table.error(
                .unsupportedWireAPI, "wire_api",
                "`\(api)` is not supported; the only wire_api that Heddle speaks is `responses`")
        }
        let base = ModelProvider.builtIn(environment: environment)[id]
        guard let baseURL = try table.string("base_url") ?? base?.baseURL else {
            throw table.error(
                .missingValue, "base_url",
                "is missing; set it to the URL that `/responses` is appended to, e.g. `http://localhost:11434/v1`")
        }
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") || base?.wireAPI == .offline else {
            throw table.error(.invalidValue, "base_url", "`\(baseURL)` must begin with `http://` or `https://`")
        }
        try self.init(
            id: id,
            name: table.string("name") ?? base?.name ?? id,
            baseURL: baseURL,
            envKey: table.string("env_key") ?? base?.envKey,
            envKeyInstructions: table.string("env_key_instructions") ?? base?.envKeyInstructions,
            httpHeaders: table.strings("http_headers") ?? base?.httpHeaders ?? [:],
            envHTTPHeaders: table.strings("env_http_headers") ?? base?.envHTTPHeaders ?? [:],
            queryParams: table.strings("query_params") ?? base?.queryParams ?? [:],
            requestMaxRetries: table.count("request_max_retries") ?? base?.requestMaxRetries ?? 4,
            streamMaxRetries: table.count("stream_max_retries") ?? base?.streamMaxRetries ?? 5,
            streamIdleTimeoutMs: table.count("stream_idle_timeout_ms", atLeast: 1) ?? base?.streamIdleTimeoutMs
                ?? Self.defaultStreamIdleTimeoutMs,
            requiresOpenAIAuth: table.flag("requires_openai_auth") ?? base?.requiresOpenAIAuth ?? false,
            wireAPI: base?.wireAPI ?? .responses)
    }
}
