import Testing

@testable import ModelClient

/// Every row of the failure table (behaviour catalogue, 4.9) against a real server.
@Suite("A provider's failure")
struct HTTPFailureTests {
    /// One answer of the server, and what becomes of it.
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: [LoopbackServer.Action]
        var kind: ModelFailure.Kind
        /// The message; `URL` stands for the request's URL.
        var message: String
        var status: Int?
        var info: ModelFailure.ErrorInfo
        var layer: ModelFailure.RetryLayer = .none
        var retryAfter: Int?

        var testDescription: String { name }
    }

    private static func error(_ text: String) -> String { #"{"error":\#(text)}"# }

    static let statuses: [Row] = [
        Row(
            name: "400", answer: [.json(400, #"{"detail":"raw"}"#)], kind: .invalidRequest,
            message: #"{"detail":"raw"}"#,
            status: 400, info: .word("other")),
        Row(
            name: "400 cyber_policy", answer: [.json(400, error(#"{"code":"cyber_policy","message":"no"}"#))],
            kind: .cyberPolicy, message: "no", status: 400, info: .word("cyberPolicy")),
        Row(
            name: "400 context_length_exceeded", answer: [.json(400, error(#"{"code":"context_length_exceeded"}"#))],
            kind: .contextWindowExceeded,
            message: "The conversation no longer fits into the model's context window. "
                + "Shorten it (`thread/compact/start`), revert its last turns, or start a new thread.",
            status: 400, info: .word("contextWindowExceeded")),
        Row(
            name: "401", answer: [.json(401, error(#"{"message":"who?"}"#), headers: ["x-request-id": "rq"])],
            kind: .unexpectedStatus, message: "unexpected status 401 Unauthorized: who?, url: URL, request id: rq",
            status: 401, info: .withStatus("httpConnectionFailed", 401), layer: .stream),
        Row(
            name: "404 without an error", answer: [.json(404, "gone")], kind: .unexpectedStatus,
            message: "unexpected status 404 Not Found: gone, url: URL", status: 404,
            info: .withStatus("httpConnectionFailed", 404), layer: .stream),
        Row(
            name: "redirect", answer: [.json(302, "", headers: ["location": "http://127.0.0.1:1/"])],
            kind: .unexpectedStatus, message: "unexpected status 302 Found: , url: URL", status: 302,
            info: .withStatus("httpConnectionFailed", 302), layer: .stream),
        Row(
            name: "429", answer: [.json(429, "{}", headers: ["x-request-id": "rq"])], kind: .tooManyRequests,
            message: "exceeded retry limit, last status: 429 Too Many Requests, request id: rq", status: 429,
            info: .withStatus("responseTooManyFailedAttempts", 429)),
        Row(
            name: "429 with Retry-After", answer: [.json(429, "{}", headers: ["retry-after": "2"])],
            kind: .tooManyRequests,
            message: "exceeded retry limit, last status: 429 Too Many Requests", status: 429,
            info: .withStatus("responseTooManyFailedAttempts", 429), layer: .stream, retryAfter: 2_000),
        Row(
            name: "429 usage_limit_reached",
            answer: [.json(429, error(#"{"type":"usage_limit_reached","resets_at":1795225980}"#))],
            kind: .usageLimitExceeded,
            message: "The account's usage limit is reached. Try again at 2026-11-21 01:53 UTC.",
            status: 429, info: .word("usageLimitExceeded")),
        Row(
            name: "429 usage_not_included", answer: [.json(429, error(#"{"type":"usage_not_included"}"#))],
            kind: .usageNotIncluded,
            message: "The account's plan does not include this model or service. Change the plan, or use an API key.",
            status: 429, info: .word("usageLimitExceeded")),
        Row(
            name: "429 insufficient_quota", answer: [.json(429, error(#"{"code":"insufficient_quota"}"#))],
            kind: .quotaExceeded, message: "The account's quota is used up. See its plan and billing at the provider.",
            status: 429,
            info: .word("usageLimitExceeded")),
        Row(
            name: "500", answer: [.json(500, "")], kind: .internalServerError,
            message: "We’re currently experiencing high demand, which may cause temporary errors.", status: 500,
            info: .word("internalServerError"), layer: .request),
        Row(
            name: "503", answer: [.json(503, "", headers: ["retry-after": "1"])], kind: .unexpectedStatus,
            message: "unexpected status 503 Service Unavailable: , url: URL", status: 503,
            info: .withStatus("httpConnectionFailed", 503), layer: .request, retryAfter: 1_000),
        Row(
            name: "503 server_is_overloaded", answer: [.json(503, error(#"{"code":"server_is_overloaded"}"#))],
            kind: .serverOverloaded,
            message:
                "The provider has no capacity for this model at the moment. Try again later, or choose another model.",
            status: 503,
            info: .word("serverOverloaded")),
    ]

    static let closed = "stream disconnected before completion: stream closed before response.completed"

    static let streams: [Row] = [
        Row(
            name: "response.failed",
            answer: [.streamHead(), .events(Events.created, Events.failed(code: "server_error", message: "m"))],
            kind: .responseFailed, message: "stream disconnected before completion: m", status: nil,
            info: .word("other"),
            layer: .stream),
        Row(
            name: "rate limit in the stream",
            answer: [.streamHead(), .events(Events.failed(code: "rate_limit_exceeded", message: "try again in 1.5s"))],
            kind: .rateLimitExceeded, message: "rate limit exceeded: try again in 1.5s", status: nil,
            info: .word("rateLimitExceeded"), layer: .stream, retryAfter: 1_500),
        Row(
            name: "response.incomplete",
            answer: [
                .streamHead(),
                .events(
                    #"{"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}}"#),
            ], kind: .incomplete, message: "Incomplete response returned, reason: content_filter", status: nil,
            info: .word("other")),
        Row(
            name: "end without completion", answer: [.streamHead(), .events(Events.created), .streamEnd],
            kind: .streamClosed, message: closed, status: nil, info: .word("other"), layer: .stream),
        Row(
            name: "cut stream", answer: [.streamHead(), .events(Events.created), .text("ff\r\ndata: {"), .close],
            kind: .streamClosed, message: closed, status: nil, info: .word("other"), layer: .stream),
        Row(
            name: "garbage instead of events", answer: [.json(200, "<html>welcome to the hotel</html>")],
            kind: .streamClosed, message: closed, status: nil, info: .word("other"), layer: .stream),
        Row(
            name: "garbage in the chunk framing", answer: [.streamHead(), .text("zz\r\nnonsense\r\n"), .close],
            kind: .streamClosed, message: closed, status: nil, info: .word("other"), layer: .stream),
        Row(
            name: "connection closed without an answer", answer: [.close], kind: .connectionFailed,
            message: "Connection failed: the server closed the connection, url: URL", status: nil,
            info: .withStatus("httpConnectionFailed", nil), layer: .request),
    ]

    @Test("is told in the words and the class that clients know", arguments: statuses + streams)
    func table(_ row: Row) async throws {
        try await withServer({ _, _ in row.answer }) { server, http in
            let failure = try await failure(of: http.client(for: .test(server)), .test("x"))
            #expect(failure.kind == row.kind)
            #expect(failure.message == row.message.replacing("URL", with: server.baseURL + "/responses"))
            #expect(failure.httpStatus == row.status)
            #expect(failure.errorInfo == row.info)
            #expect(failure.retryLayer == row.layer)
            #expect(failure.retryAfterMilliseconds == row.retryAfter)
        }
    }

    @Test("quotes a long body only in part")
    func longBody() async throws {
        let body = String(repeating: "x", count: 200_000)
        try await withServer({ _, _ in [.json(418, body)] }) { server, http in
            let failure = try await failure(of: http.client(for: .test(server)), .test("x"))
            #expect(failure.message.hasPrefix("unexpected status 418 I'm a teapot: xxx"))
            #expect(failure.message.count < 1_200)
        }
    }

    @Test("never shows the key or the query")
    func secrets() async throws {
        let answer = #"{"error":{"message":"wrong key sk-topsecret"}}"#
        try await withServer({ _, _ in [.json(401, answer)] }, environment: ["K": "sk-topsecret"]) { server, http in
            var provider = ModelProvider.test(server)
            provider.envKey = "K"
            provider.queryParams = ["token": "querysecret"]
            let failure = try await failure(of: http.client(for: provider), .test("x"))
            #expect(failure.message.contains("wrong key [redacted]"))
            #expect(!"\(failure) \(failure.details ?? "")".contains("secret"))
            #expect(server.requests.first?.headers["authorization"] == "Bearer sk-topsecret")
            #expect(server.requests.first?.line == "POST /v1/responses?token=querysecret HTTP/1.1")
        }
    }

    @Test("to connect is told with its cause, and keeps to stream_max_retries")
    func refused() async throws {
        let port = try DeafPort()
        let provider = ModelProvider(
            id: "test", name: "Test", baseURL: "http://127.0.0.1:\(port.number)/v1", requestMaxRetries: 1,
            streamMaxRetries: 2)
        let http = HTTPModelClient(environment: [:])
        let waits = Recorder<Int>()
        var notices: [String] = []
        let failure = await #expect(throws: ModelFailure.self) {
            try await http.client(for: provider).streamWithRetries(
                .test("x"), environment: .recording(waits),
                onRetry: { notices.append("\($0.message): \($0.details)") }, handle: { _ in })
        }
        await http.shutdown()
        port.close()
        let cause = "Connection failed: connection refused, url: \(provider.baseURL)/responses"
        #expect(failure?.kind == .connectionFailed)
        #expect(failure?.message == cause)
        #expect(notices == ["Reconnecting... 1/2: \(cause)", "Reconnecting... 2/2: \(cause)"])
        #expect(waits.all == [200, 200, 200, 400, 200])
    }

    @Test("to find the host or to use the URL is told as such")
    func unusable() async throws {
        let http = HTTPModelClient(environment: [:])
        let unknown = ModelProvider(id: "p", name: "P", baseURL: "http://host.invalid/v1")
        let failure1 = try await failure(of: http.client(for: unknown), .test("x"))
        #expect(failure1.kind == .connectionFailed)
        #expect(failure1.message.contains("host.invalid"))
        let broken = ModelProvider(id: "p", name: "P", baseURL: "http://")
        let failure2 = try await failure(of: http.client(for: broken), .test("x"))
        #expect(failure2.kind == .invalidProvider)
        #expect(!failure2.isRetryable)
        await http.shutdown()
    }

    @Test("with HTTP 500 for ever makes 30 requests and 5 notices")
    func persistent500() async throws {
        try await withServer({ _, _ in [.json(500, "")] }) { server, http in
            let client = http.client(for: .test(server, requestMaxRetries: 4, streamMaxRetries: 5))
            var notices = 0
            await #expect(throws: ModelFailure.self) {
                try await client.streamWithRetries(
                    .test("x"), environment: .recording(Recorder()), onRetry: { _ in notices += 1 }, handle: { _ in })
            }
            #expect(server.requests.count == 30)
            #expect(notices == 5)
        }
    }
}
