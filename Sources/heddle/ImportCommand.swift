import AgentCore
import ArgumentParser
import Logging
import ServerConfig
import Support
import ThreadStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `heddle import`: takes over the sessions of the Codex CLI.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over sessions of the Codex CLI as threads.",
        usage: "heddle import [options] DIR",
        discussion: """
            Reads every session file (rollout-*.jsonl) below DIR, archived ones too, and writes each session as a thread \
            with its id, times, name, turns, items and token counts, and with what the model had seen, so that it goes \
            on where it was. The files are read, never changed.

              heddle import --dry-run ~/.codex
              heddle import ~/.codex
              heddle exec --resume 0199… 'go on'

            DIR may also be one session file; only that session is imported then.

            A session that is there already is left as it is, so the same command can be given again. A thread appears \
            whole or not at all; servers may run meanwhile. A file that ends in the middle of a record is imported up to \
            there. Records that are not known are left out, counted and named.

            A thread keeps its model provider; to go on with it, config.toml must have a provider of that name. Goals, \
            queues, attachments and memories are kept in databases of the other program and stay there.

            Exit status: 0 every session is there, 1 some could not be imported or there are none, 2 the command line \
            is wrong.
            """)

    @Argument(
        help: ArgumentHelp(
            "A home of the Codex CLI, its sessions folder, any folder with session files, or one session file.",
            valueName: "dir"))
    var directory: String

    @Flag(help: "Read everything and say what would be done; write nothing.")
    var dryRun = false

    @Flag(help: "Print the report as one JSON object.")
    var json = false

    func validate() throws {
        var status = stat()
        guard stat(directory, &status) == 0 else {
            throw ValidationError("\(directory): \(String(cString: strerror(errno)))")
        }
    }

    func run() throws {
        let home: HomeDirectory
        do {
            home = try HomeDirectory(environment: ProcessEnvironment.current())
        } catch {
            StandardError.write("heddle: \(error.message)\n")
            throw ExitCode(ExitStatus.failed)
        }
        throw ExitCode(
            ImportRunner(
                home: home.path, source: directory, isRehearsal: dryRun, printsJSON: json,
                secrets: ProviderChoice.secretValues(
                    ServerConfig(home: home, overrides: []), ProcessEnvironment.current())
            ).run())
    }
}
