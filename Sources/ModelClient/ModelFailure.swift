/// Why an attempt at an answer failed: what clients are told, and whether another attempt may help.
package struct ModelFailure: Error, Hashable, Sendable {
    /// The stable word of a failure. One per row of the table in part 4.9 of the behaviour catalogue, and a few finer ones.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// HTTP 400; the message is the body.
        case invalidRequest
        /// An HTTP status that has no row of its own.
        case unexpectedStatus
        /// HTTP 429.
        case tooManyRequests
        /// HTTP 500.
        case internalServerError
        /// The account's allowance is used up.
        case usageLimitExceeded
        /// The account's plan doesn't include this model or service.
        case usageNotIncluded
        /// The provider has no capacity for this model at the moment.
        case serverOverloaded
        /// The conversation doesn't fit into the model's context window.
        case contextWindowExceeded
        /// The account has no money left.
        case quotaExceeded
        /// Too many requests or tokens a minute, said within a stream.
        case rateLimitExceeded
        /// The provider refuses this prompt.
        case promptRefused
        /// The provider refuses for reasons of computer security.
        case cyberPolicy
        /// The provider refuses for reasons of model behaviour.
        case misalignmentPolicyViolation
        /// The provider ended the stream with a failure that has no row of its own.
        case responseFailed
        /// The provider stopped in the middle, e.g. at the limit of output tokens.
        case incomplete
        /// The stream ended, or was no event stream, before the answer was complete.
        case streamClosed
        /// Nothing arrived for too long.
        case idleTimeout
        /// No connection: refused, unreachable, unknown host, TLS, or too slow.
        case connectionFailed
        /// The environment variable that should hold the API key isn't set.
        case missingEnvironmentVariable
        /// The provider's settings can't work, e.g. its URL isn't one.
        case invalidProvider
        /// No provider's answer leads here; the offline model can, so that clients can be tested with the word.
        case badRequest
        /// As `badRequest`, only to be had from the offline model.
        case unauthorized
        /// As `badRequest`, only to be had from the offline model.
        case sessionBudgetExceeded
        /// As `badRequest`, only to be had from the offline model.
        case flexUnavailable
        /// As `badRequest`, only to be had from the offline model.
        case tooManyDenials
        /// As `badRequest`, only to be had from the offline model.
        case sandboxError
    }

    /// Which retry layer may try again.
    package enum RetryLayer: Hashable, Sendable {
        /// None: the same request would fail again.
        case none
        /// The visible one: a new attempt, announced to clients.
        case stream
        /// The silent one first, then the visible one.
        case request
    }

    /// How the protocol classifies a failure (`CodexErrorInfo`).
    package enum ErrorInfo: Hashable, Sendable {
        /// A plain word, e.g. `usageLimitExceeded`.
        case word(String)
        /// An object with one member, e.g. `{"httpConnectionFailed": {"httpStatusCode": 404}}`.
        case withStatus(String, Int?)
    }

    /// What happened.
    package var kind: Kind
    /// The HTTP status, if the provider answered with one that is an error.
    package var httpStatus: Int?
    /// What clients show, in one or two sentences; without secrets.
    package var message: String
    /// More for those who look for the cause; without secrets.
    package var details: String?
    /// How long the provider asks to wait before the next attempt, in milliseconds.
    package var retryAfterMilliseconds: Int?

    /// Makes a failure.
    package init(
        kind: Kind, httpStatus: Int? = nil, message: String, details: String? = nil, retryAfterMilliseconds: Int? = nil
    ) {
        self.kind = kind
        self.httpStatus = httpStatus
        self.message = message
        self.details = details
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}

extension ModelFailure {
    /// The layer that may try again.
    package var retryLayer: RetryLayer {
        switch kind {
        case .internalServerError, .connectionFailed:
            .request
        case .unexpectedStatus:
            (httpStatus ?? 0) >= 500 ? .request : .stream
        case .tooManyRequests:
            // Without a hint when it would help, another request only makes it worse.
            retryAfterMilliseconds == nil ? .none : .stream
        case .rateLimitExceeded, .responseFailed, .streamClosed, .idleTimeout:
            .stream
        case .invalidRequest, .usageLimitExceeded, .usageNotIncluded, .serverOverloaded, .contextWindowExceeded,
            .quotaExceeded, .promptRefused, .cyberPolicy, .misalignmentPolicyViolation, .incomplete,
            .missingEnvironmentVariable, .invalidProvider, .badRequest, .unauthorized, .sessionBudgetExceeded,
            .flexUnavailable, .tooManyDenials, .sandboxError:
            .none
        }
    }

    /// Whether another attempt may help.
    package var isRetryable: Bool { retryLayer != .none }

    /// The protocol's classification of the final failure.
    package var errorInfo: ErrorInfo {
        switch kind {
        case .unexpectedStatus, .connectionFailed:
            .withStatus("httpConnectionFailed", httpStatus)
        case .tooManyRequests:
            .withStatus("responseTooManyFailedAttempts", httpStatus)
        case .usageLimitExceeded, .usageNotIncluded, .quotaExceeded:
            .word("usageLimitExceeded")
        case .invalidRequest, .promptRefused, .responseFailed, .incomplete, .streamClosed, .idleTimeout,
            .missingEnvironmentVariable, .invalidProvider:
            .word("other")
        case .internalServerError, .serverOverloaded, .contextWindowExceeded, .rateLimitExceeded, .cyberPolicy,
            .misalignmentPolicyViolation, .badRequest, .unauthorized, .sessionBudgetExceeded, .flexUnavailable,
            .tooManyDenials, .sandboxError:
            .word(kind.rawValue)
        }
    }

    /// The classification of a retry notice: always a disconnect, with the status where the peer tells it.
    package var noticeErrorInfo: ErrorInfo {
        let tellsStatus = kind == .unexpectedStatus || kind == .tooManyRequests
        return .withStatus("responseStreamDisconnected", tellsStatus ? httpStatus : nil)
    }
}

extension ModelFailure: CustomStringConvertible {
    /// Kind, status and message in one line, for logs.
    package var description: String {
        let status = httpStatus.map { " (HTTP \($0))" } ?? ""
        return "\(kind.rawValue)\(status): \(message)"
    }
}
