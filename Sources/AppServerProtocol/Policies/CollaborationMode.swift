/// How agent and user work together.
package struct CollaborationMode: Codable, Hashable, Sendable {
    /// The mode.
    package var mode: ModeKind
    /// What the mode runs with.
    package var settings: Settings

    /// Makes the value from its fields.
    package init(mode: ModeKind, settings: Settings) {
        self.mode = mode
        self.settings = settings
    }
}

/// A way of working together.
package enum ModeKind: String, ClosedEnum {
    /// The agent makes a plan, and changes nothing.
    case plan
    /// The agent does the work.
    case `default`
}

/// What a ``CollaborationMode`` runs with.
package struct Settings: Codable, Hashable, Sendable {
    /// The model's name.
    package var model: String
    /// How hard the model thinks; null is the model's own default.
    package var reasoningEffort: ReasoningEffort?
    /// Instructions for the mode; null means the built-in ones.
    package var developerInstructions: String?

    private enum CodingKeys: String, CodingKey {
        case model
        case reasoningEffort = "reasoning_effort"
        case developerInstructions = "developer_instructions"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(model: String, reasoningEffort: ReasoningEffort? = nil, developerInstructions: String? = nil) {
        self.model = model
        self.reasoningEffort = reasoningEffort
        self.developerInstructions = developerInstructions
    }
}
