import WireJSON

/// A `ModelRequest` as the Responses API wants it: `POST <base_url>/responses` (behaviour catalogue, 10.1).
enum ResponsesRequest {
    /// The JSON body. The history's bytes are appended as they are.
    static func body(_ request: ModelRequest) -> [UInt8] {
        var writer = ObjectWriter(capacity: request.input.reduce(2_048) { $0 + $1.bytes.count + 1 })
        writer.add("model", request.model)
        writer.add("stream", true)
        writer.add("input", request.input)
        if !request.tools.isEmpty { writer.add("tools", request.tools) }
        writer.add("tool_choice", "auto")
        writer.add("parallel_tool_calls", request.parallelToolCalls)
        writer.add("reasoning") { reasoning in
            if let effort = request.reasoningEffort { reasoning.add("effort", effort) }
            if let summary = request.reasoningSummary { reasoning.add("summary", summary) }
        }
        writer.add("store", false)
        // Nothing is stored at the provider, so thoughts come back to us sealed and travel with the history.
        writer.add("include", [RawJSON("reasoning.encrypted_content")])
        writer.add("prompt_cache_key", request.promptCacheKey)
        if request.verbosity != nil || request.outputSchema != nil {
            writer.add("text") { text in
                if let verbosity = request.verbosity { text.add("verbosity", verbosity) }
                if let schema = request.outputSchema {
                    text.add("format") { format in
                        format.add("type", "json_schema")
                        format.add("strict", true)
                        format.add("name", "codex_output_schema")
                        format.add("schema", schema)
                    }
                }
            }
        }
        if let tier = request.serviceTier, tier != ModelRequest.defaultServiceTier {
            writer.add("service_tier", tier)
        }
        writer.add("client_metadata") { metadata in
            for (key, value) in self.metadata(request) { metadata.add(key, value) }
        }
        return writer.finish()
    }

    /// The ids and the further metadata, sorted so that equal requests have equal bytes.
    private static func metadata(_ request: ModelRequest) -> [(key: String, value: String)] {
        let ids = [
            "thread_id": request.threadID, "session_id": request.sessionID, "turn_id": request.turnID,
            "root_turn_id": request.rootTurnID,
        ]
        return request.metadata.merging(ids) { _, id in id }.sorted { $0.key < $1.key }
    }

    /// The headers, apart from those of HTTP itself.
    ///
    /// A provider's own headers replace ours of the same name. Throws if the API key's variable is unset or empty.
    static func headers(
        _ request: ModelRequest, provider: ModelProvider, environment: [String: String]
    ) throws(ModelFailure) -> RequestHeaders {
        var headers = RequestHeaders()
        headers.set("accept", "text/event-stream")
        headers.set("content-type", "application/json")
        headers.set("originator", request.originator)
        headers.set("user-agent", request.userAgent)
        headers.set("session-id", request.sessionID)
        headers.set("thread-id", request.threadID)
        headers.set("x-client-request-id", request.threadID)
        if let variable = provider.envKey {
            guard let key = environment[variable], !key.isEmpty else {
                throw .missingEnvironmentVariable(variable, instructions: provider.envKeyInstructions)
            }
            headers.set("authorization", "Bearer \(key)")
            headers.secrets.append(key)
        }
        for (name, value) in provider.httpHeaders {
            headers.set(name, value)
            headers.secrets.append(value)
        }
        for (name, variable) in provider.envHTTPHeaders {
            guard let value = environment[variable], !value.isEmpty else { continue }
            headers.set(name, value)
            headers.secrets.append(value)
        }
        return headers
    }

    /// The URL without its query.
    static func url(_ provider: ModelProvider) -> String {
        var base = Substring(provider.baseURL)
        while base.hasSuffix("/") { base.removeLast() }
        return base + "/responses"
    }

    /// The query, with its `?`, sorted by name; empty if the provider has none.
    static func query(_ provider: ModelProvider) -> String {
        let members = provider.queryParams.sorted { $0.key < $1.key }
        if members.isEmpty { return "" }
        return "?" + members.map { "\(percentEncoded($0.key))=\(percentEncoded($0.value))" }.joined(separator: "&")
    }

    /// Everything but the unreserved characters of RFC 3986 as `%XX`.
    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return encoded
    }
}
