/// The failures that the offline model can be asked for, by the protocol's words (`CodexErrorInfo`) and a few plain ones.
enum OfflineFailures {
    /// The words, in the order of help texts.
    static var names: [String] { table.map(\.name) }

    /// The failure of a word; nil if it is unknown. Except for its cause it is what a real provider leads to, retries included.
    static func failure(named name: String) -> ModelFailure? {
        table.first { $0.name == name }?.failure
    }

    private static let table: [(name: String, failure: ModelFailure)] = [
        ("contextWindowExceeded", .contextWindow()),
        ("usageLimitExceeded", .usageLimit()),
        ("rateLimitExceeded", .rateLimit("the offline model was asked to fail like this")),
        ("serverOverloaded", .overloaded()),
        ("internalServerError", .internalServerError()),
        ("httpConnectionFailed", status(404, "Not Found")),
        ("responseTooManyFailedAttempts", tooManyRequests),
        ("responseStreamDisconnected", .streamClosed()),
        ("disconnect", .streamClosed()),
        ("idle", .idle()),
        (
            "incomplete",
            ModelFailure(kind: .incomplete, message: "Incomplete response returned, reason: max_output_tokens")
        ),
        ("cyberPolicy", scripted(.cyberPolicy)),
        ("misalignmentPolicyViolation", scripted(.misalignmentPolicyViolation)),
        ("unauthorized", scripted(.unauthorized)),
        ("badRequest", scripted(.badRequest)),
        ("sessionBudgetExceeded", scripted(.sessionBudgetExceeded)),
        ("flexUnavailable", scripted(.flexUnavailable)),
        ("tooManyDenials", scripted(.tooManyDenials)),
        ("sandboxError", scripted(.sandboxError)),
        ("other", ModelFailure(kind: .promptRefused, message: sentence)),
    ]

    private static let sentence = "The offline model was asked to fail like this."

    private static func scripted(_ kind: ModelFailure.Kind) -> ModelFailure {
        ModelFailure(kind: kind, message: sentence)
    }

    private static func status(_ code: Int, _ phrase: String) -> ModelFailure {
        ModelFailure(
            kind: .unexpectedStatus, httpStatus: code,
            message: "unexpected status \(code) \(phrase): \(sentence), url: offline")
    }

    private static let tooManyRequests = ModelFailure(
        kind: .tooManyRequests, httpStatus: 429, message: "exceeded retry limit, last status: 429 Too Many Requests")
}
