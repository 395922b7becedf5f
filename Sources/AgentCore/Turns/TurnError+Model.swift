import AppServerProtocol
import ModelClient

extension TurnError {
    /// What a client is told about a model request that has finally failed.
    init(_ error: any Error) {
        guard let failure = error as? ModelFailure else {
            self.init(message: "\(error)", codexErrorInfo: .other)
            return
        }
        self.init(
            message: failure.message, codexErrorInfo: CodexErrorInfo(failure.errorInfo),
            additionalDetails: failure.details)
    }

    /// What a client is told about a model request that is tried again.
    init(_ notice: RetryNotice) {
        self.init(
            message: notice.message, codexErrorInfo: CodexErrorInfo(notice.errorInfo),
            additionalDetails: notice.details)
    }
}

extension CodexErrorInfo {
    /// A failure's classification as clients know it.
    init(_ info: ModelFailure.ErrorInfo) {
        switch info {
        case .withStatus("httpConnectionFailed", let status):
            self = .httpConnectionFailed(HTTPErrorStatus(httpStatusCode: status))
        case .withStatus("responseStreamDisconnected", let status):
            self = .responseStreamDisconnected(HTTPErrorStatus(httpStatusCode: status))
        case .withStatus("responseTooManyFailedAttempts", let status):
            self = .responseTooManyFailedAttempts(HTTPErrorStatus(httpStatusCode: status))
        case .withStatus:
            self = .other
        case .word(let word):
            self = Self.words[word] ?? .other
        }
    }

    private static let words: [String: CodexErrorInfo] = [
        "usageLimitExceeded": .usageLimitExceeded, "internalServerError": .internalServerError,
        "serverOverloaded": .serverOverloaded, "contextWindowExceeded": .contextWindowExceeded,
        "rateLimitExceeded": .rateLimitExceeded, "cyberPolicy": .cyberPolicy,
        "misalignmentPolicyViolation": .misalignmentPolicyViolation, "badRequest": .badRequest,
        "unauthorized": .unauthorized, "sessionBudgetExceeded": .sessionBudgetExceeded,
        "flexUnavailable": .flexUnavailable, "tooManyDenials": .tooManyDenials, "sandboxError": .sandboxError,
    ]
}
