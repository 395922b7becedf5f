package import WireJSON

/// A model that the user can choose.
package struct Model: Codable, Hashable, Sendable {
    /// The entry's id.
    package var id: String
    /// The name to give in `model` params.
    package var model: String
    /// The name of a model that replaces this one.
    package var upgrade: String?
    /// More about that.
    package var upgradeInfo: ModelUpgradeInfo?
    /// What to tell users who see the model for the first time.
    package var availabilityNux: ModelAvailabilityNux?
    /// The name for people.
    package var displayName: String
    /// What the model is good for, in one line.
    package var description: String
    /// The one thing that the model is made for, if it is.
    package var modelSpecialty: String?
    /// Whether the usual list leaves the model out.
    package var hidden: Bool
    /// The efforts to choose from.
    package var supportedReasoningEfforts: [ReasoningEffortOption]
    /// The effort unless one is chosen.
    package var defaultReasoningEffort: ReasoningEffort
    /// What the model can take in.
    @Defaulted<DefaultsToTextAndImage> package var inputModalities: [InputModality]
    /// Whether the tone can be chosen; always false by now.
    @Defaulted<DefaultsToFalse> package var supportsPersonality: Bool
    /// How the model works with other agents, if the catalogue says so.
    package var multiAgentVersion: MultiAgentVersion?
    /// The older form of `serviceTiers`.
    @EmptyByDefault package var additionalSpeedTiers: [String]
    /// The service tiers to choose from.
    @EmptyByDefault package var serviceTiers: [ModelServiceTier]
    /// The service tier unless one is chosen.
    package var defaultServiceTier: String?
    /// The access programs that the user may choose; null when the catalogue doesn't say.
    package var availableAccessPrograms: ModelAccessPrograms?
    /// Whether this is the model unless one is chosen. One model of the list is.
    package var isDefault: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, model: String, upgrade: String? = nil, upgradeInfo: ModelUpgradeInfo? = nil,
        availabilityNux: ModelAvailabilityNux? = nil, displayName: String, description: String,
        modelSpecialty: String? = nil, hidden: Bool, supportedReasoningEfforts: [ReasoningEffortOption],
        defaultReasoningEffort: ReasoningEffort, inputModalities: [InputModality] = [.text, .image],
        supportsPersonality: Bool = false, multiAgentVersion: MultiAgentVersion? = nil,
        additionalSpeedTiers: [String] = [], serviceTiers: [ModelServiceTier] = [], defaultServiceTier: String? = nil,
        availableAccessPrograms: ModelAccessPrograms? = nil, isDefault: Bool
    ) {
        self.id = id
        self.model = model
        self.upgrade = upgrade
        self.upgradeInfo = upgradeInfo
        self.availabilityNux = availabilityNux
        self.displayName = displayName
        self.description = description
        self.modelSpecialty = modelSpecialty
        self.hidden = hidden
        self.supportedReasoningEfforts = supportedReasoningEfforts
        self.defaultReasoningEffort = defaultReasoningEffort
        self.inputModalities = inputModalities
        self.supportsPersonality = supportsPersonality
        self.multiAgentVersion = multiAgentVersion
        self.additionalSpeedTiers = additionalSpeedTiers
        self.serviceTiers = serviceTiers
        self.defaultServiceTier = defaultServiceTier
        self.availableAccessPrograms = availableAccessPrograms
        self.isDefault = isDefault
    }
}

/// More about the model that replaces another.
package struct ModelUpgradeInfo: Codable, Hashable, Sendable {
    /// Its name.
    package var model: String
    /// What to tell the user.
    package var upgradeCopy: String?
    /// Where to read more.
    package var modelLink: String?
    /// What to look out for, in Markdown.
    package var migrationMarkdown: String?
    /// When the older model goes away, in Unix seconds, if that is known.
    package var retirementAt: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        model: String, upgradeCopy: String? = nil, modelLink: String? = nil, migrationMarkdown: String? = nil,
        retirementAt: Int? = nil
    ) {
        self.model = model
        self.upgradeCopy = upgradeCopy
        self.modelLink = modelLink
        self.migrationMarkdown = migrationMarkdown
        self.retirementAt = retirementAt
    }
}

/// What to tell users who see a model for the first time.
package struct ModelAvailabilityNux: Codable, Hashable, Sendable {
    /// The text.
    package var message: String

    /// Makes the value from its fields.
    package init(message: String) {
        self.message = message
    }
}

/// An effort to choose.
package struct ReasoningEffortOption: Codable, Hashable, Sendable {
    /// The effort.
    package var reasoningEffort: ReasoningEffort
    /// What it is good for.
    package var description: String

    /// Makes the value from its fields.
    package init(reasoningEffort: ReasoningEffort, description: String) {
        self.reasoningEffort = reasoningEffort
        self.description = description
    }
}

/// What a model can take in.
package struct InputModality: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Text.
    package static let text = Self(rawValue: "text")
    /// Images.
    package static let image = Self(rawValue: "image")
    /// Sound.
    package static let audio = Self(rawValue: "audio")

    package static let known: [Self] = [
        .text, .image, .audio,
    ]
}

/// Text and images: what models took in before the field existed.
package enum DefaultsToTextAndImage: WireDefault {
    package static var value: [InputModality] { [.text, .image] }
    package static var json: JSONValue { ["text", "image"] }
}

/// How a model works with other agents.
package struct MultiAgentVersion: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Not at all.
    package static let disabled = Self(rawValue: "disabled")
    /// In the first way.
    package static let v1 = Self(rawValue: "v1")
    /// In the second way.
    package static let v2 = Self(rawValue: "v2")

    package static let known: [Self] = [
        .disabled, .v1, .v2,
    ]
}

/// A service tier to choose.
package struct ModelServiceTier: Codable, Hashable, Sendable {
    /// What to give in `serviceTier` params.
    package var id: String
    /// The name for people.
    package var name: String
    /// What it is good for.
    package var description: String

    /// Makes the value from its fields.
    package init(id: String, name: String, description: String) {
        self.id = id
        self.name = name
        self.description = description
    }
}

/// The access programs that a user may choose.
package struct ModelAccessPrograms: Codable, Hashable, Sendable {
    /// Those for security work.
    package var cyber: [CyberAccessProgram]

    /// Makes the value from its fields.
    package init(cyber: [CyberAccessProgram]) {
        self.cyber = cyber
    }
}
