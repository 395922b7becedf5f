import AppServerProtocol
import ModelClient
import ServerConfig

/// What holds until the thread is unloaded: what the user has allowed, and what clients were told once.
extension AgentThread {
    // MARK: - Allowed

    /// Remembers that a command was approved.
    func approve(_ argv: [String], in directory: String, sandboxed: Bool) {
        sessionApprovals.insert(argv: argv, directory: directory, sandboxed: sandboxed)
    }

    /// Remembers that commands may do more than a sandbox policy lets them.
    func grant(_ grants: PermissionGrants, under policy: SandboxPolicy) {
        sessionGrants.add(grants, under: policy)
    }

    /// Remembers that files may be changed.
    func approve(files: Set<String>) {
        sessionApprovals.insert(files: files)
    }

    // MARK: - Told

    /// Tells clients what is wrong with the user's rules, unless they know.
    func announce(_ problems: [RuleFileProblem]) {
        guard problems != announcedRuleProblems else { return }
        announcedRuleProblems = problems
        for problem in problems { feed.emit(problem.warning) }
    }

    /// Says once per thread when nobody but the built-in model will answer, or when nothing is known of the model.
    func announceModel(_ settings: ThreadSettings, _ provider: ModelProvider) {
        guard !hasAnnouncedModel else { return }
        hasAnnouncedModel = true
        if provider.isOffline {
            feed.warning(
                "No model provider is configured and no API key is in the environment, so Heddle's built-in offline "
                    + "model answers. Set model_provider in config.toml, or OPENAI_API_KEY, to use a real one.")
        } else if !ModelCatalogue.models.contains(where: { $0.id == settings.model }) {
            feed.warning(
                "The model `\(settings.model)` is not in the catalogue: Heddle assumes a context window of "
                    + "\(ModelInfo.fallbackContextWindow) tokens.")
        }
    }
}
