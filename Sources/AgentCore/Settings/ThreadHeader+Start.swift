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
            historyMode: params.historyMode ?? .paginated,
            dynamicTools: params.dynamicTools.flatMap { $0.isEmpty ? nil : $0 })
    }
}

extension ThreadHeader {
    /// The facts of a copy of a thread.
    init(
        forkOf source: ThreadDigest, _ params: ThreadForkParams, id: String, settings: ThreadSettings,
        originator: String, environment: AgentEnvironment
    ) {
        self.init(
            id: id, createdAtMs: environment.clock.milliseconds(), cwd: settings.cwd, source: .vscode,
            originator: originator, cliVersion: environment.version, modelProvider: settings.modelProvider,
            model: settings.model, threadSource: params.threadSource ?? source.header.threadSource,
            gitInfo: GitFacts.read(settings.cwd, files: environment.files), forkedFromId: source.header.id,
            baseInstructions: source.header.baseInstructions,
            developerInstructions: source.header.developerInstructions, historyMode: source.header.historyMode,
            dynamicTools: source.header.dynamicTools)
        take(ThreadOverrides(params))
    }

    /// Takes the instructions that a client sets anew; empty ones take the old ones away.
    mutating func take(_ overrides: ThreadOverrides) {
        if let instructions = overrides.baseInstructions { baseInstructions = instructions.nonEmpty }
        if let instructions = overrides.developerInstructions { developerInstructions = instructions.nonEmpty }
    }
}

extension String {
    /// The text, nil when there is none.
    var nonEmpty: String? { isEmpty ? nil : self }
}
