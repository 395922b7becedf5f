import Testing
import WireJSON

@testable import ModelClient

@Suite("A request to the Responses API")
struct ResponsesRequestTests {
    private func raw(_ text: String) throws -> RawJSON { try RawJSON(validating: Array(text.utf8)) }

    private func body(_ request: ModelRequest) -> String {
        String(decoding: ResponsesRequest.body(request), as: UTF8.self)
    }

    @Test("has the history's bytes as they came, and everything that was asked for")
    func fullBody() throws {
        var request = try ModelRequest.test("unused")
        request.input = [try raw(#"{"type" : "message", "x": 1.0}"#), try raw(#"{"b":2,"a":1}"#)]
        request.tools = [try raw(#"{"type":"function","name":"f"}"#)]
        request.parallelToolCalls = false
        request.reasoningEffort = "low"
        request.reasoningSummary = "auto"
        request.verbosity = "high"
        request.serviceTier = "priority"
        request.outputSchema = try raw(#"{"type":"object"}"#)
        request.metadata = ["z": "\"quoted\"", "a": "1", "turn_id": "forged"]
        #expect(
            body(request)
                == #"{"model":"mock","stream":true,"input":[{"type" : "message", "x": 1.0},{"b":2,"a":1}],"#
                + #""tools":[{"type":"function","name":"f"}],"tool_choice":"auto","parallel_tool_calls":false,"#
                + #""reasoning":{"effort":"low","summary":"auto"},"store":false,"include":["reasoning.encrypted_content"],"#
                + #""prompt_cache_key":"thread","text":{"verbosity":"high","format":{"type":"json_schema","strict":true,"#
                + #""name":"codex_output_schema","schema":{"type":"object"}}},"service_tier":"priority","#
                + #""client_metadata":{"a":"1","root_turn_id":"turn","session_id":"session","thread_id":"thread","#
                + #""turn_id":"turn","z":"\"quoted\""}}"#)
    }

    @Test("leaves out what wasn't asked for, and the service tier that is the default", arguments: [nil, "default"])
    func smallBody(_ tier: String?) throws {
        var request = try ModelRequest.test("unused")
        request.input = []
        request.serviceTier = tier
        #expect(
            body(request)
                == #"{"model":"mock","stream":true,"input":[],"tool_choice":"auto","parallel_tool_calls":true,"#
                + #""reasoning":{},"store":false,"include":["reasoning.encrypted_content"],"prompt_cache_key":"thread","#
                + #""client_metadata":{"root_turn_id":"turn","session_id":"session","thread_id":"thread","#
                + #""turn_id":"turn"}}"#)
    }

    private let provider = ModelProvider(
        id: "p", name: "P", baseURL: "https://example.test/v1//", envKey: "KEY", envKeyInstructions: "Get one.",
        httpHeaders: ["X-Team": "blue", "User-Agent": "custom-agent"],
        envHTTPHeaders: ["X-Org": "ORG", "X-None": "NONE", "X-Empty": "EMPTY"],
        queryParams: ["api-version": "2026 01", "a": "ü&"])

    @Test("names who asks, and has the provider's headers in place of ours")
    func headers() throws {
        let headers = try ResponsesRequest.headers(
            .test("x"), provider: provider, environment: ["KEY": "sk-secret", "ORG": "o", "EMPTY": ""])
        let fields = Dictionary(uniqueKeysWithValues: headers.fields.map { ($0.name, $0.value) })
        #expect(
            fields == [
                "accept": "text/event-stream", "content-type": "application/json", "originator": "tests",
                "user-agent": "custom-agent", "session-id": "session", "thread-id": "thread",
                "x-client-request-id": "thread", "authorization": "Bearer sk-secret", "x-team": "blue", "x-org": "o",
            ])
    }

    @Test("goes to the base URL's `responses` with the query parameters encoded")
    func url() {
        #expect(ResponsesRequest.url(provider) == "https://example.test/v1/responses")
        #expect(ResponsesRequest.query(provider) == "?a=%C3%BC%26&api-version=2026%2001")
    }

    @Test("isn't made without the API key", arguments: [[:], ["KEY": ""]])
    func missingKey(_ environment: [String: String]) throws {
        let request = try ModelRequest.test("x")
        let failure = #expect(throws: ModelFailure.self) {
            try ResponsesRequest.headers(request, provider: provider, environment: environment)
        }
        #expect(failure?.kind == .missingEnvironmentVariable)
        #expect(failure?.message == "Missing environment variable: `KEY`. Get one.")
        #expect(failure?.isRetryable == false)
    }

    @Test("keeps its secrets out of failures that quote them")
    func redaction() throws {
        var headers = RequestHeaders()
        headers.secrets = ["sk-verysecret", "1"]
        let failure = headers.redact(
            ModelFailure(kind: .invalidRequest, message: "1 bad key sk-verysecret", details: "sk-verysecret!"))
        #expect(failure.message == "1 bad key [redacted]")
        #expect(failure.details == "[redacted]!")
    }
}
