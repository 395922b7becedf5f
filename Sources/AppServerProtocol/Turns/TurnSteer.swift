package import WireJSON

/// `turn/steer`: adds an input to the running turn, at once.
package enum TurnSteer: ClientRequest {
    package typealias Params = TurnSteerParams
    package typealias Response = TurnSteerResponse

    package static var method: String { "turn/steer" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// An input for the running turn.
package struct TurnSteerParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The client's own id of the message; it comes back as `clientId` of the item. Heddle extension: the same id
    /// again has no further effect.
    package var clientUserMessageId: String?
    /// What the user says, part by part.
    package var input: [UserInput]
    /// Names and values to send to the provider from now on in the turn.
    @Experimental package var responsesapiClientMetadata: [String: String]?
    /// Texts that go to the model along with the input, by name.
    @Experimental package var additionalContext: [String: AdditionalContextEntry]?
    /// The turn that the client takes to be running. If it isn't, the call fails.
    package var expectedTurnId: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, clientUserMessageId: String? = nil, input: [UserInput],
        responsesapiClientMetadata: [String: String]? = nil,
        additionalContext: [String: AdditionalContextEntry]? = nil, expectedTurnId: String
    ) {
        self.threadId = threadId
        self.clientUserMessageId = clientUserMessageId
        self.input = input
        self.responsesapiClientMetadata = responsesapiClientMetadata
        self.additionalContext = additionalContext
        self.expectedTurnId = expectedTurnId
    }
}

/// The turn that got the input.
package struct TurnSteerResponse: Codable, Hashable, Sendable {
    /// The running turn.
    package var turnId: String

    /// Makes the value from its fields.
    package init(turnId: String) {
        self.turnId = turnId
    }
}
