/// `serverRequest/resolved`: a request of the server's no longer waits for an answer, because someone gave it or
/// the turn ended.
package struct ServerRequestResolvedNotification: ServerNotification {
    package static var method: String { "serverRequest/resolved" }

    /// The thread.
    package var threadId: String
    /// The request's id.
    package var requestId: RequestId

    /// Makes the value from its fields.
    package init(threadId: String, requestId: RequestId) {
        self.threadId = threadId
        self.requestId = requestId
    }
}

/// `account/rateLimits/updated`: the provider said how much of an allowance is used.
package struct AccountRateLimitsUpdatedNotification: ServerNotification {
    package static var method: String { "account/rateLimits/updated" }

    /// What is new. Null members say nothing, and don't clear what was known.
    package var rateLimits: RateLimitSnapshot

    /// Makes the value from its fields.
    package init(rateLimits: RateLimitSnapshot) {
        self.rateLimits = rateLimits
    }
}

/// `remoteControl/status/changed`: whether the server can be controlled from elsewhere. Every connection gets one
/// after `initialize`.
package struct RemoteControlStatusChangedNotification: ServerNotification {
    package static var method: String { "remoteControl/status/changed" }

    /// Whether it can.
    package var status: RemoteControlConnectionStatus
    /// The name that the server would be found under.
    package var serverName: String
    /// The id of this installation.
    package var installationId: String
    /// The id of the environment there; null while there is none.
    package var environmentId: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        status: RemoteControlConnectionStatus, serverName: String, installationId: String,
        environmentId: String? = nil
    ) {
        self.status = status
        self.serverName = serverName
        self.installationId = installationId
        self.environmentId = environmentId
    }
}

/// Whether a server can be controlled from elsewhere.
package enum RemoteControlConnectionStatus: String, ClosedEnum {
    /// No.
    case disabled
    /// Soon.
    case connecting
    /// Yes.
    case connected
    /// It should, and something is wrong.
    case errored
}

/// `model/rerouted`: the provider let another model answer.
package struct ModelReroutedNotification: ServerNotification {
    package static var method: String { "model/rerouted" }

    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The model that was asked.
    package var fromModel: String
    /// The model that answered.
    package var toModel: String
    /// Why.
    package var reason: ModelRerouteReason

    /// Makes the value from its fields.
    package init(threadId: String, turnId: String, fromModel: String, toModel: String, reason: ModelRerouteReason) {
        self.threadId = threadId
        self.turnId = turnId
        self.fromModel = fromModel
        self.toModel = toModel
        self.reason = reason
    }
}

/// Why a provider lets another model answer.
package enum ModelRerouteReason: String, ClosedEnum {
    /// The request looked like an attack on computers.
    case highRiskCyberActivity
}
