import ModelClient
import Testing
import WireJSON

@Suite("A model provider")
struct ModelProviderTests {
    @Test("is read from its table, every key")
    func full() throws {
        let provider = try ModelProvider(
            id: "p",
            config: [
                "name": "Pee", "base_url": "http://localhost:1/v1", "env_key": "K", "env_key_instructions": "I",
                "http_headers": ["a": "b"], "env_http_headers": ["c": "D"], "query_params": ["e": "f"],
                "wire_api": "responses", "request_max_retries": 1, "stream_max_retries": 0, "stream_idle_timeout_ms": 7,
                "requires_openai_auth": true, "supports_websockets": true, "unknown": [1],
            ])
        #expect(
            provider
                == ModelProvider(
                    id: "p", name: "Pee", baseURL: "http://localhost:1/v1", envKey: "K", envKeyInstructions: "I",
                    httpHeaders: ["a": "b"], envHTTPHeaders: ["c": "D"], queryParams: ["e": "f"], requestMaxRetries: 1,
                    streamMaxRetries: 0, streamIdleTimeoutMs: 7, requiresOpenAIAuth: true))
        #expect(provider.retryPolicy == RetryPolicy(requestMaxRetries: 1, streamMaxRetries: 0))
    }

    @Test("has the peer's defaults for what its table leaves out")
    func defaults() throws {
        let provider = try ModelProvider(id: "p", config: ["base_url": "https://h/v1", "name": nil])
        #expect(provider == ModelProvider(id: "p", name: "p", baseURL: "https://h/v1"))
        #expect(provider.requestMaxRetries == 4)
        #expect(provider.streamMaxRetries == 5)
        #expect(provider.streamIdleTimeoutMs == 300_000)
        #expect(provider.wireAPI == .responses)
    }

    /// Tables that can't be used, with the kind, the key and the text of the error.
    static let broken: [(JSONValue, ModelProviderError.Kind, String, String)] = [
        ([:], .missingValue, "base_url", "is missing; set it to the URL"),
        (["base_url": "localhost:1"], .invalidValue, "base_url", "must begin with `http://` or `https://`"),
        (["base_url": 5], .invalidValue, "base_url", "expected a string"),
        (["base_url": "http://h", "wire_api": "chat"], .unsupportedWireAPI, "wire_api", "`chat` is not supported"),
        (["base_url": "http://h", "stream_max_retries": -1], .invalidValue, "stream_max_retries", "from 0 to"),
        (["base_url": "http://h", "stream_max_retries": "2"], .invalidValue, "stream_max_retries", "whole number"),
        (["base_url": "http://h", "stream_idle_timeout_ms": 0], .invalidValue, "stream_idle_timeout_ms", "from 1 to"),
        (["base_url": "http://h", "http_headers": ["a": 1]], .invalidValue, "http_headers.a", "expected a string"),
        (["base_url": "http://h", "query_params": "a=b"], .invalidValue, "query_params", "table of strings"),
        (["base_url": "http://h", "requires_openai_auth": "yes"], .invalidValue, "requires_openai_auth", "`true`"),
    ]

    @Test("that is broken is refused by the name of the key", arguments: broken)
    func errors(_ config: JSONValue, _ kind: ModelProviderError.Kind, _ key: String, _ text: String) {
        let error = #expect(throws: ModelProviderError.self) { try ModelProvider(id: "p", config: config) }
        #expect(error?.kind == kind)
        #expect(error?.key == "model_providers.p.\(key)")
        #expect(error?.message.hasPrefix("model_providers.p.\(key): ") == true)
        #expect(error?.message.contains(text) == true)
    }

    @Test("that is no table is refused")
    func noTable() {
        let error = #expect(throws: ModelProviderError.self) { try ModelProvider(id: "p", config: "x") }
        #expect(error?.message == "model_providers.p: expected a table")
    }

    @Test("needs no table if it is built in, and OPENAI_BASE_URL moves OpenAI's")
    func builtIn() {
        let plain = ModelProvider.builtIn(environment: [:])
        #expect(plain.keys.sorted() == ["offline", "openai"])
        #expect(plain["openai"]?.baseURL == "https://api.openai.com/v1")
        #expect(plain["openai"]?.envKey == "OPENAI_API_KEY")
        #expect(plain["offline"]?.wireAPI == .offline)
        let moved = ModelProvider.builtIn(environment: ["OPENAI_BASE_URL": "http://localhost:9/v1"])
        #expect(moved["openai"]?.baseURL == "http://localhost:9/v1")
    }

    @Test("that is built in is changed by a table only where the table says so")
    func overriding() throws {
        let provider = try ModelProvider(id: "openai", config: ["stream_max_retries": 1])
        var expected = ModelProvider.openAI(environment: [:])
        expected.streamMaxRetries = 1
        #expect(provider == expected)
    }
}
