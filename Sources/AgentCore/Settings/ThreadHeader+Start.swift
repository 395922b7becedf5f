import AppServerProtocol
import Support
import ThreadStore

extension ThreadHeader {
    /// The facts of a thread that a client starts.
    init(
        _ params: ThreadStartParams, id: String, settings: ThreadSettings, originator: String,
        environment: AgentEnvironment
    ) {
        self.init(
            id: id, createdAtMs: environment.clock.milliseconds(), cwd: settings.cwd,
            // Clients expect this word for every thread made over the protocol, whoever made it.
            source: .vscode, originator: originator, cliVersion: environment.version,
            modelProvider: settings.modelProvider, model: settings.model, threadSource: params.threadSource,
            gitInfo: GitFacts.read(settings.cwd, files: environment.files),
            baseInstructions: params.baseInstructions?.nonEmpty,
            developerInstructions: params.developerInstructions?.nonEmpty,
            historyMode: params.historyMode ?? .paginated)
    }
}

extension String {
    /// The text, nil when there is none.
    var nonEmpty: String? { isEmpty ? nil : self }
}
