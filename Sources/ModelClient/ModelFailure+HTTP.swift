import NIOHTTP1
import WireJSON

extension ModelFailure {
    /// Longest body text in a message, in characters. An HTML error page tells no more in full.
    private static let longestQuotedBody = 1_000

    /// The failure that a response with an error status stands for.
    init(_ response: HTTPFailureResponse) {
        let error = (try? JSONDocument(parsing: response.body))?.root["error"]
        let code = error?["code"]?.string
        let type = error?["type"]?.string
        let status = response.status
        switch (status, code, type) {
        case (400, "context_length_exceeded", _):
            self = .contextWindow(httpStatus: status)
        case (400, "cyber_policy", _):
            self.init(kind: .cyberPolicy, message: error?["message"]?.string ?? Self.text(response.body))
        case (400, _, _):
            self.init(kind: .invalidRequest, message: Self.text(response.body))
        case (429, _, "usage_limit_reached"):
            self = .usageLimit(httpStatus: status, resetsAt: error?["resets_at"]?.int64.map { Int(clamping: $0) })
        case (429, _, "usage_not_included"):
            self = .usageNotIncluded(httpStatus: status)
        case (429, "insufficient_quota", _):
            self = .quota(httpStatus: status)
        case (429, _, _):
            self.init(
                kind: .tooManyRequests,
                message: "exceeded retry limit, last status: \(Self.statusLine(status))" + Self.requestID(response),
                details: error?["message"]?.string,
                retryAfterMilliseconds: RetryHint.milliseconds(header: response.header))
        case (503, "server_is_overloaded", _):
            self = .overloaded(httpStatus: status)
        case (500, _, _):
            self = .internalServerError()
            details = error?["message"]?.string
            retryAfterMilliseconds = RetryHint.milliseconds(header: response.header)
        default:
            let reason = error?["message"]?.string ?? Self.shortened(Self.text(response.body))
            self.init(
                kind: .unexpectedStatus,
                message: "unexpected status \(Self.statusLine(status)): \(reason), url: \(response.url)"
                    + Self.requestID(response),
                retryAfterMilliseconds: RetryHint.milliseconds(header: response.header))
        }
        httpStatus = status
    }

    /// The code and its standard phrase, whatever phrase the server sent.
    private static func statusLine(_ status: Int) -> String {
        "\(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)"
    }

    /// The provider's id of the request, for its support; empty if it gave none.
    private static func requestID(_ response: HTTPFailureResponse) -> String {
        response.header("x-request-id").map { ", request id: \($0)" } ?? ""
    }

    private static func text(_ body: [UInt8]) -> String {
        String(decoding: body, as: UTF8.self)
    }

    private static func shortened(_ text: String) -> String {
        text.count > longestQuotedBody ? text.prefix(longestQuotedBody) + "…" : text
    }
}
