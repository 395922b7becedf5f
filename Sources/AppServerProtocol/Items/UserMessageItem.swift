/// A `userMessage` item: what the user said.
package struct UserMessageItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The `clientUserMessageId` that the message came with.
    package var clientId: String?
    /// The parts of the input, as they were sent.
    package var content: [UserInput]

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String, clientId: String? = nil, content: [UserInput]) {
        self.id = id
        self.clientId = clientId
        self.content = content
    }
}

/// A `hookPrompt` item: what hooks added to the user's input.
package struct HookPromptItem: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The additions, in order.
    package var fragments: [HookPromptFragment]

    /// Makes the value from its fields.
    package init(id: String, fragments: [HookPromptFragment]) {
        self.id = id
        self.fragments = fragments
    }
}

/// What one run of a hook added.
package struct HookPromptFragment: Codable, Hashable, Sendable {
    /// The text.
    package var text: String
    /// The run's id.
    package var hookRunId: String

    /// Makes the value from its fields.
    package init(text: String, hookRunId: String) {
        self.text = text
        self.hookRunId = hookRunId
    }
}
