import AppServerProtocol
import CommandExecution
import CommandPolicy
import Support

/// A command line that the model wants to run, with everything that follows from its arguments and the turn.
struct CommandCall: Sendable {
    /// What the model wrote.
    let arguments: ExecCommandArguments
    /// The program and its arguments.
    let argv: [String]
    /// The absolute directory that it runs in.
    let directory: String
    /// What can be told of it without running it.
    let parsed: ParsedCommand
    /// Finds programs as the command will.
    let executables: ExecutableLookup
    private let variables: [String: String]
    private let isExecutable: @Sendable (String) -> Bool

    init(_ arguments: ExecCommandArguments, context: TurnContext, environment: AgentEnvironment) {
        self.arguments = arguments
        let shell = environment.shell()
        argv = arguments.argv(userShell: shell, files: environment.files)
        directory = arguments.directory(from: context.settings.cwd)
        parsed = ParsedCommand(argv: argv, trustedShells: [shell.path])
        variables = context.variables
        isExecutable = environment.files.isExecutable
        executables = .searching(path: variables["PATH"] ?? "", isExecutable: isExecutable)
    }

    /// The command as one line.
    var text: String { parsed.text }

    /// What it seems to do.
    var actions: [CommandAction] {
        parsed.activities.map { CommandAction($0, workingDirectory: directory) }
    }

    /// The file that the program is; nil if there is none.
    var executable: String? {
        guard let program = argv.first else { return nil }
        guard program.contains("/") else { return executables.find(program) }
        let path = PathText.resolve(program, against: directory)
        return isExecutable(path) ? path : nil
    }

    /// What is to be run. With a border, the shell prints that before the command.
    func spec(
        callID: String, threadID: String, confinement: Confinement?, context: TurnContext, border: ProfileBorder
    ) -> CommandSpec {
        return CommandSpec(
            argv: border.argv(argv) ?? argv, cwd: directory,
            environment: CommandEnvironment.make(
                from: variables, removing: context.secretVariables, threadID: threadID, callID: callID,
                isOffline: confinement.map { !$0.allowsNetwork } ?? false),
            timeoutMs: arguments.timeoutMilliseconds,
            streams: arguments.isTerminal ? .terminal(.standard) : .merged, confinement: confinement)
    }
}
