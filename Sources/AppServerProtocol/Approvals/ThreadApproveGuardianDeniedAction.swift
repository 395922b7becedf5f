package import WireJSON

/// `thread/approveGuardianDeniedAction`: allows an action after all that the automatic reviewer refused. The agent is
/// told, and may try again.
package enum ThreadApproveGuardianDeniedAction: ClientRequest {
    package typealias Params = ThreadApproveGuardianDeniedActionParams
    package typealias Response = ThreadApproveGuardianDeniedActionResponse

    package static var method: String { "thread/approveGuardianDeniedAction" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which refusal to overrule.
package struct ThreadApproveGuardianDeniedActionParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The refusal, as the client got it.
    package var event: RawJSON

    /// Makes the value from its fields.
    package init(threadId: String, event: RawJSON) {
        self.threadId = threadId
        self.event = event
    }
}

/// Nothing to say.
package struct ThreadApproveGuardianDeniedActionResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
