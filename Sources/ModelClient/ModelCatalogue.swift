/// The models that clients can choose from.
///
/// A provider's list isn't asked for: the entries are the ids of the protocol level, and any other id works too, with the
/// fallback's numbers.
package enum ModelCatalogue {
    /// The id of the built-in model that needs no network.
    package static let offlineModelID = "heddle-offline"

    /// All entries, in the order of lists: those of providers first, the offline model last.
    package static let models: [ModelInfo] = hosted + [offline]

    /// The entry of a model; for an unknown id, one with the fallback's numbers, hidden and without efforts.
    package static func lookup(_ id: String) -> ModelInfo {
        models.first { $0.id == id } ?? fallback(id)
    }

    /// The entry to use when no model is chosen and a provider is configured.
    package static let defaultModelID = "gpt-6.1-sol"

    private static func fallback(_ id: String) -> ModelInfo {
        ModelInfo(
            id: id, displayName: id, description: "A model that this catalogue does not list.", isHidden: true,
            isDefault: false, efforts: [], defaultEffort: "medium", inputModalities: ["text", "image"],
            contextWindow: ModelInfo.fallbackContextWindow)
    }

    private static let offline = ModelInfo(
        id: offlineModelID, displayName: "Heddle Offline",
        description: "Built in and deterministic; follows directives in the prompt and needs no network.",
        isHidden: false, isDefault: false, efforts: [effort("low")], defaultEffort: "low", inputModalities: ["text"],
        contextWindow: ModelInfo.fallbackContextWindow)

    private static let hosted: [ModelInfo] = [
        entry(
            "gpt-6.1-sol", "GPT-6.1-Sol", "The newest large model, for demanding work on code.", upTo: "ultra", "low"),
        entry("gpt-6-astra", "GPT-6-Astra", "A large model for long and open-ended tasks.", upTo: "ultra", "low"),
        entry("gpt-6-sol", "GPT-6-Sol", "The large model of the sixth generation.", upTo: "ultra", "medium"),
        entry(
            "gpt-6-luna", "GPT-6-Luna", "The small model of the sixth generation: quick and cheap.", upTo: "max",
            "medium"),
        entry("gpt-5.6-sol", "GPT-5.6-Sol", "A large model of the fifth generation.", upTo: "ultra", "low"),
        entry(
            "gpt-5.6-terra", "GPT-5.6-Terra", "A middle-sized model of the fifth generation.", upTo: "ultra", "medium"),
        entry("gpt-5.6-luna", "GPT-5.6-Luna", "A small model of the fifth generation.", upTo: "max", "medium"),
        entry(
            "gpt-daybreak-blue-latest", "Daybreak Blue", "For accounts that were given access to it.", upTo: "ultra",
            "low", isHidden: true),
        entry(
            "gpt-daybreak-red-latest", "Daybreak Red", "For accounts that were given access to it.", upTo: "ultra",
            "medium", isHidden: true),
        entry("gpt-5.5", "GPT-5.5", "An older model that many set-ups still name.", upTo: "xhigh", "medium"),
        entry(
            "codex-auto-review", "Codex Auto Review", "Judges approval requests in a person's place.", upTo: "max",
            "medium", isHidden: true),
    ]

    /// All efforts of the protocol level, weakest first, with when to choose them.
    private static let allEfforts: [ModelInfo.Effort] = [
        ModelInfo.Effort(name: "low", description: "Answers soon and thinks little"),
        ModelInfo.Effort(name: "medium", description: "Weighs speed against care, for everyday work"),
        ModelInfo.Effort(name: "high", description: "Thinks longer, for work with pitfalls"),
        ModelInfo.Effort(name: "xhigh", description: "Thinks much longer, for hard problems"),
        ModelInfo.Effort(name: "max", description: "Thinks as long as the model can by itself"),
        ModelInfo.Effort(name: "ultra", description: "Thinks as long as it can and hands parts to helpers"),
    ]

    private static func effort(_ name: String) -> ModelInfo.Effort {
        allEfforts.first { $0.name == name } ?? ModelInfo.Effort(name: name, description: "")
    }

    private static func entry(
        _ id: String, _ name: String, _ description: String, upTo strongest: String, _ defaultEffort: String,
        isHidden: Bool = false
    ) -> ModelInfo {
        let count = allEfforts.prefix { $0.name != strongest }.count + 1
        return ModelInfo(
            id: id, displayName: name, description: description, isHidden: isHidden, isDefault: id == defaultModelID,
            efforts: Array(allEfforts.prefix(count)), defaultEffort: defaultEffort,
            inputModalities: ["text", "image"], contextWindow: ModelInfo.fallbackContextWindow)
    }
}
