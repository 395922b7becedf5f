import AppServer
import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program: picks what to do by the command line.
@main
struct Heddle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ServerVersion.name,
        abstract: "An app-server for coding agents: threads, turns and tools over JSON lines.",
        discussion: """
            A client (an editor, a script, an SDK) starts `heddle app-server` and talks to it over standard input \
            and output, one JSON message a line. Without a subcommand, and with standard input not a terminal, \
            that is what `heddle` does.

            Try it without an account or a network; the built-in offline model follows directives:
              heddle exec 'run: uname -a'
              heddle exec 'plan: look; tell'

            Use a real model: set a provider in ~/.heddle/config.toml (or $HEDDLE_HOME, $CODEX_HOME), for example
              model = "some-model"
              model_provider = "mine"
              [model_providers.mine]
              base_url = "https://models.example/v1"
              env_key = "MINE_API_KEY"

            Exit status: 0 done, 1 failed, 2 the command line is wrong.
            """,
        version: versionLine,
        subcommands: [
            AppServerCommand.self, ExecCommand.self, ImportCommand.self, FsckCommand.self, DoctorCommand.self,
            GenerateJSONSchemaCommand.self, GenerateTypeScriptCommand.self, ExtractDocsCommand.self,
        ])

    /// The program's version, and the level of the protocol that clients depend on.
    private static let versionLine =
        "\(ServerVersion.name) \(ServerVersion.version) (app-server protocol \(ServerVersion.protocolLevel))"

    /// The start of the process.
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let stdinIsTerminal = isatty(STDIN_FILENO) == 1
        let quick = QuickLaunch.options(
            for: arguments, stdinIsTerminal: stdinIsTerminal, environment: ProcessEnvironment.current())
        if let quick {
            endProcess(AppServerMain.run(quick))
        }
        let leading = LeadingOptions(arguments, stdinIsTerminal: stdinIsTerminal)
        for option in leading.ignored {
            StandardError.write("heddle: ignoring unknown option \(option)\n")
        }
        let commands = configuration.subcommands.compactMap { $0.configuration.commandName }
        if let guess = CommandGuess(leading.arguments, commands: commands) {
            StandardError.write(guess.message)
            endProcess(ExitStatus.usage)
        }
        endProcess(run(leading.arguments))
    }

    /// Reached only when there is nothing to do and a person is watching.
    func run() throws {
        throw CleanExit.helpRequest(self)
    }

    /// Parses the command line, runs the command, and says what went wrong. The exit status is the result.
    private static func run(_ arguments: [String]) -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            return ExitStatus.done
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            let code = exitCode(for: error)
            guard !code.isSuccess else {
                // The help or the version that was asked for.
                print(fullMessage(for: error))
                return ExitStatus.done
            }
            StandardError.write(fullMessage(for: error) + "\n")
            return code == .validationFailure ? ExitStatus.usage : ExitStatus.failed
        }
    }
}

/// Ends the process at once. Here, since commands have a method of the name `exit`.
private func endProcess(_ status: Int32) -> Never {
    exit(status)
}
