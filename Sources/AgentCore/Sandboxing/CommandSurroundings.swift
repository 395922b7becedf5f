package import AppServerProtocol
package import CommandExecution
import ServerConfig

/// What holds for commands that clients run by themselves, without a thread: variables and sandbox, by the configuration.
package struct CommandSurroundings: Sendable {
    private let environment: AgentEnvironment

    /// The surroundings as they are configured now.
    package init(_ environment: AgentEnvironment) {
        self.environment = environment
    }

    /// A directory as a client names it, seen from the server's.
    package func directory(_ path: String?) -> String {
        PathText.resolve(path ?? ".", against: environment.workingDirectory)
    }

    /// What confines a command in a directory; nil for nothing. Blocks for some looks at the disk.
    ///
    /// - Parameters:
    ///   - policy: What the client demands; the configured policy if nil.
    ///   - profile: The same by the name of a built-in profile.
    package func confinement(
        _ policy: SandboxPolicy?, profile: String?, directory: String
    ) throws(AgentError) -> Confinement? {
        let configuration = environment.configuration()
        let mode = configuration.sandboxMode.flatMap(SandboxMode.init(rawValue:)) ?? .workspaceWrite
        var chosen = policy ?? SandboxPolicy(mode, configuration)
        if let profile { chosen = try SandboxPolicy(profile: profile, configuration) }
        let confinement = CommandConfinement(
            CommandConfinement.Basis(
                policy: chosen, directory: directory,
                unreadable: UnreadablePlaces(
                    configuration, directory: directory, userHome: environment.variables["HOME"],
                    files: environment.files),
                home: configuration.home.path, temporaryDirectory: environment.variables["TMPDIR"]))
        return confinement.confinement(sandboxed: chosen.restrictsCommands)
    }

    /// The variables of a command: the server's that commands get, without keys, and the client's over them.
    package func variables(_ overrides: [String: String?]?, isOffline: Bool = false) -> [String: String] {
        let configuration = environment.configuration()
        let secrets = ProviderChoice.secretVariables(configuration, environment.variables)
        var variables = EnvironmentPolicy(configuration).apply(to: environment.variables).filter { name, _ in
            !secrets.contains(name) && !CommandEnvironment.isSecret(name)
        }
        if isOffline { variables["CODEX_SANDBOX_NETWORK_DISABLED"] = "1" }
        for (name, value) in overrides ?? [:] { variables[name] = value }
        return variables
    }
}
