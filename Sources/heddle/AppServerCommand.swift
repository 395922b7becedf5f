import AppServer
import ArgumentParser

/// `heddle app-server`: serves one client.
struct AppServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app-server",
        abstract: "Serve one client over standard input and output.",
        usage: "heddle app-server [options]",
        discussion: """
            Reads requests from standard input and writes answers and events to standard output, one JSON message a \
            line; nothing else is ever written there. Logs go to standard error. A client begins with

              {"id":1,"method":"initialize",
               "params":{"clientInfo":{"name":"my-client","version":"1.0"}}}

            on one line, then sends {"method":"initialized"}, then requests such as thread/start and turn/start. \
            To see what a server says in a whole turn:

              heddle exec --json 'say: hello'

            At the end of input, and on SIGTERM or SIGINT, every request that was read is answered, running turns \
            are interrupted, their processes are killed, and the server ends with status 0. With --drain, running \
            turns end by themselves first: for scripts that pipe requests in.

            The types of all messages: heddle generate-json-schema, heddle generate-ts.
            """,
        subcommands: [GenerateJSONSchemaCommand.self, GenerateTypeScriptCommand.self])

    @Option(help: ArgumentHelp("Where to serve. Only stdio:// in this version.", valueName: "url"))
    var listen = ListenArgument.stdio

    @Flag(help: "The same as --listen stdio://.")
    var stdio = false

    @Flag(help: "At the end of input, let running turns finish instead of interrupting them.")
    var drain = false

    @Option(
        help: ArgumentHelp(
            "Keep a copy of every line in and out, with direction and time, in a new file in this directory.",
            valueName: "dir"))
    var mirrorDir: String?

    @Flag(help: "Refuse to start when the configuration has wrong values or keys that are not known.")
    var strictConfig = false

    @Flag(help: "Accepted for clients that pass it; nothing is ever reported to anybody.")
    var analyticsDefaultEnabled = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let problem = ListenArgument.problem(with: listen) { throw ValidationError(problem) }
    }

    func run() throws {
        let options = ServerOptions(
            configOverrides: global.overrides,
            drainOnEOF: drain,
            mirrorDirectory: mirrorDir,
            strictConfig: strictConfig,
            environment: ProcessEnvironment.current())
        throw ExitCode(AppServerMain.run(options))
    }
}
