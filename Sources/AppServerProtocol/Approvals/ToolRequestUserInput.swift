/// `item/tool/requestUserInput`: the agent asks the user. The turn waits for the answer.
package enum ItemToolRequestUserInput: ServerRequest {
    package typealias Params = ToolRequestUserInputParams
    package typealias Response = ToolRequestUserInputResponse

    package static var method: String { "item/tool/requestUserInput" }
}

/// The questions.
package struct ToolRequestUserInputParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The model's call.
    package var itemId: String
    /// The questions, in order.
    package var questions: [ToolRequestUserInputQuestion]
    /// Whether the turn waits for the answers.
    package var isBlocking: Bool
    /// After how many milliseconds the request would answer itself; null for never.
    package var autoResolutionMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, turnId: String, itemId: String, questions: [ToolRequestUserInputQuestion],
        isBlocking: Bool = true, autoResolutionMs: Int? = nil
    ) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.questions = questions
        self.isBlocking = isBlocking
        self.autoResolutionMs = autoResolutionMs
    }
}

/// One question.
package struct ToolRequestUserInputQuestion: Codable, Hashable, Sendable {
    /// Its id, by which it is answered.
    package var id: String
    /// What it is about, in a word or two.
    package var header: String
    /// The question.
    package var question: String
    /// Whether the user may answer in words of their own.
    package var isOther: Bool
    /// Whether the answer is to be hidden while it is typed.
    package var isSecret: Bool
    /// The answers to choose from.
    package var options: [ToolRequestUserInputOption]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, header: String, question: String, isOther: Bool = true, isSecret: Bool = false,
        options: [ToolRequestUserInputOption]? = nil
    ) {
        self.id = id
        self.header = header
        self.question = question
        self.isOther = isOther
        self.isSecret = isSecret
        self.options = options
    }
}

/// One answer to choose.
package struct ToolRequestUserInputOption: Codable, Hashable, Sendable {
    /// The answer.
    package var label: String
    /// What follows from it.
    package var description: String

    /// Makes the value from its fields.
    package init(label: String, description: String) {
        self.label = label
        self.description = description
    }
}

/// The answers.
package struct ToolRequestUserInputResponse: Codable, Hashable, Sendable {
    /// The answers, by the ids of the questions.
    package var answers: [String: ToolRequestUserInputAnswer]

    /// Makes the value from its fields.
    package init(answers: [String: ToolRequestUserInputAnswer]) {
        self.answers = answers
    }
}

/// What the user says to one question.
package struct ToolRequestUserInputAnswer: Codable, Hashable, Sendable {
    /// The labels that the user chose, or the user's own words.
    package var answers: [String]

    /// Makes the value from its fields.
    package init(answers: [String]) {
        self.answers = answers
    }
}
