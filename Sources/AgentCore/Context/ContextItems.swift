import AppServerProtocol
import ServerConfig
import Support
import ThreadStore
import WireJSON

/// What the model is told before the user's words: instructions, rights, surroundings, instruction files.
///
/// The items become part of the history. A later turn adds only those that have changed, so the beginning of the history
/// stays the same and a provider's cache keeps working.
struct ContextItems {
    /// One thing that the model is told.
    private struct Item {
        var item: RawJSON
        /// How its text begins, where the same thing can be told again with other content: then the newest one counts.
        /// Nil for what stays as it is.
        var opening: String?
        /// Whether it need not be told as long as nothing else was told in its place.
        var isUsual = false
    }

    private let items: [Item]

    /// All of it.
    var all: [RawJSON] { items.filter { !$0.isUsual }.map(\.item) }

    /// - Parameter instructions: what stands in the place of the agent's instructions, if anything does.
    init(
        settings: ThreadSettings, header: ThreadHeader, configuration: ServerConfig, environment: AgentEnvironment,
        instructions: String? = nil
    ) {
        let base = instructions ?? header.baseInstructions ?? configuration.instructions ?? BaseInstructions.text
        let developer = header.developerInstructions ?? configuration.developerInstructions
        let permissions = PermissionsInstructions(
            sandbox: settings.sandboxPolicy, approval: settings.approvalPolicy)
        let surroundings = EnvironmentContext(
            workingDirectory: settings.cwd,
            shell: environment.shell().name,
            time: LocalTime(secondsSinceEpoch: environment.clock.seconds), sandbox: settings.sandboxPolicy)
        let files = InstructionSources.files(settings.cwd, configuration, environment)
        let developerTexts: [(String?, String?)] = [
            (base, nil), (developer, nil), (permissions.message, Self.permissionsOpening),
        ]
        let userTexts: [(String?, String?)] = [
            (surroundings.message, Self.surroundingsOpening),
            (files.message(workingDirectory: settings.cwd), Self.filesOpening),
        ]
        items =
            developerTexts.compactMap { text, opening in
                text.map { Item(item: HistoryItems.developerMessage([$0]), opening: opening) }
            }
            + [
                Item(
                    item: HistoryItems.developerMessage([
                        CollaborationInstructions.message(settings.collaborationMode)
                    ]), opening: CollaborationInstructions.opening,
                    isUsual: CollaborationInstructions.isUsual(settings.collaborationMode))
            ]
            + userTexts.compactMap { text, opening in
                text.map { Item(item: HistoryItems.userMessage(texts: [$0]), opening: opening) }
            }
    }

    private static let permissionsOpening = "<permissions instructions>"
    private static let surroundingsOpening = "<environment_context>"
    private static let filesOpening = "# AGENTS.md instructions"

    /// What the model does not know from this history: what was never told, or was told differently the last time.
    func untold(in history: [RawJSON]) -> [RawJSON] {
        items.filter { item in
            guard let opening = item.opening else { return !history.contains(item.item) }
            let signature = item.item.signature(opening)
            guard let told = history.last(where: { $0.bytes.starts(with: signature) }) else { return !item.isUsual }
            return told != item.item
        }.map(\.item)
    }
}

extension RawJSON {
    /// This item's bytes up to the end of the words that its text begins with.
    fileprivate func signature(_ opening: String) -> ArraySlice<UInt8> {
        var encoded: [UInt8] = []
        JSONText.append(opening, to: &encoded)
        let words = encoded.dropLast()
        for start in bytes.indices where bytes[start...].starts(with: words) {
            return bytes[..<(start + words.count)]
        }
        return bytes[...]
    }
}

/// The instruction files (`AGENTS.md`) that hold for a working directory.
enum InstructionSources {
    /// The files with their texts.
    static func files(
        _ directory: String, _ configuration: ServerConfig, _ environment: AgentEnvironment
    ) -> AgentInstructionFiles {
        AgentInstructionFiles(
            workingDirectory: directory, homeDirectory: configuration.home.path,
            settings: AgentInstructionSettings(
                maxBytes: configuration.projectDocMaxBytes, fallbackNames: configuration.projectDocFallbackFilenames,
                rootMarkers: configuration.projectRootMarkers),
            files: environment.files)
    }

    /// Their absolute paths.
    static func find(_ directory: String, environment: AgentEnvironment) -> [String] {
        files(directory, environment.configuration(), environment).sources
    }
}
