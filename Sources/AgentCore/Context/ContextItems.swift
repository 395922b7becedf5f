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
    /// How many items at each end of the history are looked through for context that was told before. The first turn's
    /// context stands at the beginning; a change of settings stands near the end or is told again.
    static let searchDepth = 64

    /// The items, in order.
    let items: [RawJSON]

    init(
        settings: ThreadSettings, header: ThreadHeader, configuration: ServerConfig, environment: AgentEnvironment
    ) {
        let base = header.baseInstructions ?? configuration.instructions ?? BaseInstructions.text
        let developer = header.developerInstructions ?? configuration.developerInstructions
        let permissions = PermissionsInstructions(
            sandbox: settings.sandboxPolicy, approval: settings.approvalPolicy, sandboxIsAvailable: false)
        let surroundings = EnvironmentContext(
            workingDirectory: settings.cwd,
            shell: UserShell(environment: environment.variables, files: environment.files).name,
            time: LocalTime(secondsSinceEpoch: environment.clock.seconds), sandbox: settings.sandboxPolicy)
        let files = InstructionSources.files(settings.cwd, configuration, environment)
        items =
            [
                HistoryItems.developerMessage([base]),
                HistoryItems.developerMessage([developer, permissions.message].compactMap { $0 }),
                HistoryItems.userMessage(texts: [surroundings.message]),
            ] + (files.message(workingDirectory: settings.cwd).map { [HistoryItems.userMessage(texts: [$0])] } ?? [])
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
