import WireJSON

extension ModelFailure {
    /// The failure that a `response.failed` event's `error`, or an `error` event itself, stands for.
    init(streamedError error: JSONNode?) {
        let text = error?["message"]?.string ?? ""
        switch error?["code"]?.string {
        case "context_length_exceeded":
            self = .contextWindow()
        case "insufficient_quota":
            self = .quota()
        case "usage_limit_reached":
            self = .usageLimit(resetsAt: error?["resets_at"]?.int64.map { Int(clamping: $0) })
        case "usage_not_included":
            self = .usageNotIncluded()
        case "server_is_overloaded":
            self = .overloaded()
        case "rate_limit_exceeded", "slow_down":
            self = .rateLimit(text)
        case "invalid_prompt", "bio_policy":
            self.init(kind: .promptRefused, message: text)
        case "cyber_policy":
            self.init(kind: .cyberPolicy, message: text)
        case "misalignment_policy_violation":
            self.init(kind: .misalignmentPolicyViolation, message: text)
        case let code:
            self = .disconnected(
                .responseFailed, reason: text.isEmpty ? code ?? "response.failed without an error" : text,
                details: code.map { "error code: \($0)" })
            retryAfterMilliseconds = RetryHint.milliseconds(inSentence: text)
        }
    }

    /// The failure that a `response.incomplete` event stands for.
    init(incomplete response: JSONNode?) {
        let reason = response?["incomplete_details"]?["reason"]?.string ?? "unknown"
        self.init(kind: .incomplete, message: "Incomplete response returned, reason: \(reason)")
    }
}
