package import WireJSON

/// The kind of a turn's error, for programs.
package enum CodexErrorInfo: KeyedUnion {
    /// The conversation no longer fits into the model's context window.
    case contextWindowExceeded
    /// The budget of the session is used up.
    case sessionBudgetExceeded
    /// The user's allowance with the provider is used up.
    case usageLimitExceeded
    /// Too many requests in too short a time.
    case rateLimitExceeded
    /// No capacity was left in the cheaper service tier.
    case flexUnavailable
    /// The model has no capacity at the moment.
    case serverOverloaded
    /// The provider refused for reasons of computer security.
    case cyberPolicy
    /// The provider refused because the agent seemed to act against the user's intent.
    case misalignmentPolicyViolation
    /// The reviewer of approvals said no too often.
    case tooManyDenials
    /// The model's server couldn't be reached, or gave a status that isn't retried by itself.
    case httpConnectionFailed(HTTPErrorStatus)
    /// The answer's stream couldn't be opened.
    case responseStreamConnectionFailed(HTTPErrorStatus)
    /// The provider failed inside.
    case internalServerError
    /// The credentials are missing or wrong.
    case unauthorized
    /// The provider didn't accept the request.
    case badRequest
    /// A thread couldn't be rolled back.
    case threadRollbackFailed
    /// The sandbox couldn't be set up, or stopped a command.
    case sandboxError
    /// The answer's stream broke off.
    case responseStreamDisconnected(HTTPErrorStatus)
    /// The request was tried as often as allowed.
    case responseTooManyFailedAttempts(HTTPErrorStatus)
    /// The running turn takes no further input.
    case activeTurnNotSteerable(ActiveTurnNotSteerable)
    /// Anything else.
    case other
    /// A kind that this version doesn't know, kept as it came.
    case unrecognized(JSONValue)

    package static var keepsUnknown: Bool { true }

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("contextWindowExceeded"),
            TaggedVariant("sessionBudgetExceeded"),
            TaggedVariant("usageLimitExceeded"),
            TaggedVariant("rateLimitExceeded"),
            TaggedVariant("flexUnavailable"),
            TaggedVariant("serverOverloaded"),
            TaggedVariant("cyberPolicy"),
            TaggedVariant("misalignmentPolicyViolation"),
            TaggedVariant("tooManyDenials"),
            TaggedVariant("httpConnectionFailed", HTTPErrorStatus.self),
            TaggedVariant("responseStreamConnectionFailed", HTTPErrorStatus.self),
            TaggedVariant("internalServerError"),
            TaggedVariant("unauthorized"),
            TaggedVariant("badRequest"),
            TaggedVariant("threadRollbackFailed"),
            TaggedVariant("sandboxError"),
            TaggedVariant("responseStreamDisconnected", HTTPErrorStatus.self),
            TaggedVariant("responseTooManyFailedAttempts", HTTPErrorStatus.self),
            TaggedVariant("activeTurnNotSteerable", ActiveTurnNotSteerable.self),
            TaggedVariant("other"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        self = try Self.known(in: decoder) ?? .unrecognized(try JSONValue(from: decoder))
    }

    /// The kind that `decoder` stands on, or nil if it is none that this version knows.
    private static func known(in decoder: any Decoder) throws -> CodexErrorInfo? {
        guard let content = try? content(from: decoder) else { return nil }
        switch content {
        case .word(let word):
            return words[word]
        case .keyed(let key, let object):
            let wireKey = WireKey(key)
            switch key {
            case "httpConnectionFailed":
                return .httpConnectionFailed(try object.decode(HTTPErrorStatus.self, forKey: wireKey))
            case "responseStreamConnectionFailed":
                return .responseStreamConnectionFailed(try object.decode(HTTPErrorStatus.self, forKey: wireKey))
            case "responseStreamDisconnected":
                return .responseStreamDisconnected(try object.decode(HTTPErrorStatus.self, forKey: wireKey))
            case "responseTooManyFailedAttempts":
                return .responseTooManyFailedAttempts(try object.decode(HTTPErrorStatus.self, forKey: wireKey))
            case "activeTurnNotSteerable":
                return .activeTurnNotSteerable(try object.decode(ActiveTurnNotSteerable.self, forKey: wireKey))
            default:
                return nil
            }
        }
    }

    private static let words: [String: CodexErrorInfo] = [
        "contextWindowExceeded": .contextWindowExceeded,
        "sessionBudgetExceeded": .sessionBudgetExceeded,
        "usageLimitExceeded": .usageLimitExceeded,
        "rateLimitExceeded": .rateLimitExceeded,
        "flexUnavailable": .flexUnavailable,
        "serverOverloaded": .serverOverloaded,
        "cyberPolicy": .cyberPolicy,
        "misalignmentPolicyViolation": .misalignmentPolicyViolation,
        "tooManyDenials": .tooManyDenials,
        "internalServerError": .internalServerError,
        "unauthorized": .unauthorized,
        "badRequest": .badRequest,
        "threadRollbackFailed": .threadRollbackFailed,
        "sandboxError": .sandboxError,
        "other": .other,
    ]

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .httpConnectionFailed(let payload): try Self.encode("httpConnectionFailed", payload, to: encoder)
        case .responseStreamConnectionFailed(let payload):
            try Self.encode("responseStreamConnectionFailed", payload, to: encoder)
        case .responseStreamDisconnected(let payload):
            try Self.encode("responseStreamDisconnected", payload, to: encoder)
        case .responseTooManyFailedAttempts(let payload):
            try Self.encode("responseTooManyFailedAttempts", payload, to: encoder)
        case .activeTurnNotSteerable(let payload): try Self.encode("activeTurnNotSteerable", payload, to: encoder)
        case .unrecognized(let value): try value.encode(to: encoder)
        case .contextWindowExceeded: try Self.encode("contextWindowExceeded", to: encoder)
        case .sessionBudgetExceeded: try Self.encode("sessionBudgetExceeded", to: encoder)
        case .usageLimitExceeded: try Self.encode("usageLimitExceeded", to: encoder)
        case .rateLimitExceeded: try Self.encode("rateLimitExceeded", to: encoder)
        case .flexUnavailable: try Self.encode("flexUnavailable", to: encoder)
        case .serverOverloaded: try Self.encode("serverOverloaded", to: encoder)
        case .cyberPolicy: try Self.encode("cyberPolicy", to: encoder)
        case .misalignmentPolicyViolation: try Self.encode("misalignmentPolicyViolation", to: encoder)
        case .tooManyDenials: try Self.encode("tooManyDenials", to: encoder)
        case .internalServerError: try Self.encode("internalServerError", to: encoder)
        case .unauthorized: try Self.encode("unauthorized", to: encoder)
        case .badRequest: try Self.encode("badRequest", to: encoder)
        case .threadRollbackFailed: try Self.encode("threadRollbackFailed", to: encoder)
        case .sandboxError: try Self.encode("sandboxError", to: encoder)
        case .other: try Self.encode("other", to: encoder)
        }
    }
}

/// The HTTP status behind an error.
package struct HTTPErrorStatus: Codable, Hashable, Sendable {
    /// The status, for example 503; null if there was no HTTP answer.
    package var httpStatusCode: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(httpStatusCode: Int? = nil) {
        self.httpStatusCode = httpStatusCode
    }
}

/// Why a turn takes no further input.
package struct ActiveTurnNotSteerable: Codable, Hashable, Sendable {
    /// What kind of turn it is.
    package var turnKind: NonSteerableTurnKind

    /// Makes the value from its fields.
    package init(turnKind: NonSteerableTurnKind) {
        self.turnKind = turnKind
    }
}

/// A kind of turn that takes no further input.
package enum NonSteerableTurnKind: String, ClosedEnum {
    /// A review of changes.
    case review
    /// The shortening of a history.
    case compact
}
