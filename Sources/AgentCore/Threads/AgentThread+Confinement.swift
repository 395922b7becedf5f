import AppServerProtocol
import CommandExecution
import ServerConfig

/// What confines a thread's commands.
extension AgentThread {
    /// What holds under some settings: the same as before as long as nothing has changed that it was made of.
    func confinement(_ settings: ThreadSettings) -> CommandConfinement {
        let variables = environment.variables
        let basis = CommandConfinement.Basis(
            policy: settings.sandboxPolicy, directory: settings.cwd,
            unreadable: UnreadablePlaces(
                configuration, directory: settings.cwd, userHome: variables["HOME"], files: environment.files),
            home: configuration.home.path, temporaryDirectory: variables["TMPDIR"])
        if let known = knownConfinement, known.basis == basis { return known }
        let made = CommandConfinement(basis)
        knownConfinement = made
        return made
    }
}
