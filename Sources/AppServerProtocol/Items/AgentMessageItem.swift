/// An `agentMessage` item: what the agent said.
package struct AgentMessageItem: Codable, Hashable, Sendable {
    /// The item's id, given by the model if it gives ids.
    package var id: String
    /// The text; empty at first, complete in the end.
    package var text: String
    /// What part the message plays in the turn; null when the model doesn't say.
    package var phase: MessagePhase?
    /// Which memories the message rests on.
    package var memoryCitation: MemoryCitation?
    /// How the message reaches the user, if not as part of the conversation.
    package var delivery: AgentMessageDelivery?
    /// Questions that the message asks, and that the user may answer later.
    package var questions: [AsyncUserInputQuestion]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, text: String, phase: MessagePhase? = nil, memoryCitation: MemoryCitation? = nil,
        delivery: AgentMessageDelivery? = nil, questions: [AsyncUserInputQuestion]? = nil
    ) {
        self.id = id
        self.text = text
        self.phase = phase
        self.memoryCitation = memoryCitation
        self.delivery = delivery
        self.questions = questions
    }
}

/// What part a message of the agent's plays in the turn.
package struct MessagePhase: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A remark while the work goes on.
    package static let commentary = Self(rawValue: "commentary")
    /// A part of the answer.
    package static let partialAnswer = Self(rawValue: "partial_answer")
    /// The answer.
    package static let finalAnswer = Self(rawValue: "final_answer")

    package static let known: [Self] = [
        .commentary, .partialAnswer, .finalAnswer,
    ]
}

/// How a message reaches the user.
package enum AgentMessageDelivery: String, ClosedEnum {
    /// Apart from the conversation, whenever the user has time.
    case async
}

/// A question that the user may answer later.
package struct AsyncUserInputQuestion: Codable, Hashable, Sendable {
    /// The question.
    package var title: String
    /// Answers to choose from; null when any answer will do.
    package var options: [String]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(title: String, options: [String]? = nil) {
        self.title = title
        self.options = options
    }
}
