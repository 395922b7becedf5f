// The rows of the failure table (behaviour catalogue, 4.9) that more than one place makes. Where clients see or search for a
// fixed sentence of the peer, that sentence stands here.

extension ModelFailure {
    /// HTTP 500.
    static func internalServerError() -> ModelFailure {
        ModelFailure(
            kind: .internalServerError, httpStatus: 500,
            message: "We’re currently experiencing high demand, which may cause temporary errors.")
    }

    /// The account's allowance is used up; `resetsAt` is in Unix seconds.
    static func usageLimit(httpStatus: Int? = nil, resetsAt: Int? = nil) -> ModelFailure {
        let advice = resetsAt.map { " Try again at \(UTCTime(unixSeconds: $0)) UTC." } ?? " Try again later."
        return ModelFailure(
            kind: .usageLimitExceeded, httpStatus: httpStatus, message: "The account's usage limit is reached." + advice
        )
    }

    /// The account's plan doesn't include the service.
    static func usageNotIncluded(httpStatus: Int? = nil) -> ModelFailure {
        ModelFailure(
            kind: .usageNotIncluded, httpStatus: httpStatus,
            message: "The account's plan does not include this model or service. Change the plan, or use an API key.")
    }

    /// No capacity.
    static func overloaded(httpStatus: Int? = nil) -> ModelFailure {
        ModelFailure(
            kind: .serverOverloaded, httpStatus: httpStatus,
            message:
                "The provider has no capacity for this model at the moment. Try again later, or choose another model.")
    }

    /// The conversation is too long.
    static func contextWindow(httpStatus: Int? = nil) -> ModelFailure {
        ModelFailure(
            kind: .contextWindowExceeded, httpStatus: httpStatus,
            message: "The conversation no longer fits into the model's context window. "
                + "Shorten it (`thread/compact/start`), revert its last turns, or start a new thread.")
    }

    /// No money left.
    static func quota(httpStatus: Int? = nil) -> ModelFailure {
        ModelFailure(
            kind: .quotaExceeded, httpStatus: httpStatus,
            message: "The account's quota is used up. See its plan and billing at the provider.")
    }

    /// Too fast, said within a stream. The provider's sentence often says when to come back.
    static func rateLimit(_ text: String) -> ModelFailure {
        ModelFailure(
            kind: .rateLimitExceeded, message: "rate limit exceeded: \(text)",
            retryAfterMilliseconds: RetryHint.milliseconds(inSentence: text))
    }

    /// The stream broke off; `reason` becomes part of the message that clients know.
    static func disconnected(_ kind: Kind, reason: String, details: String? = nil) -> ModelFailure {
        ModelFailure(kind: kind, message: "stream disconnected before completion: \(reason)", details: details)
    }

    /// The stream ended, or was cut, or held something else than events.
    static func streamClosed(details: String? = nil) -> ModelFailure {
        disconnected(.streamClosed, reason: "stream closed before response.completed", details: details)
    }

    /// Nothing arrived for too long.
    static func idle() -> ModelFailure {
        disconnected(.idleTimeout, reason: "idle timeout waiting for SSE")
    }

    /// The API key's variable isn't set or is empty.
    static func missingEnvironmentVariable(_ name: String, instructions: String?) -> ModelFailure {
        let advice = instructions.map { " \($0)" } ?? ""
        return ModelFailure(
            kind: .missingEnvironmentVariable, message: "Missing environment variable: `\(name)`.\(advice)")
    }
}
