import AppServer
import AppServerProtocol
import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `heddle exec`: one turn, for people.
struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Send one prompt to an agent and watch it work.",
        usage: "heddle exec [options] PROMPT",
        discussion: """
            Starts a server of its own, runs one turn in the current directory, and ends. The answer goes to standard \
            output as it is written; what the agent does meanwhile (commands as `$ …` with their output and exit \
            status, plans, thoughts, warnings) goes to standard error, so that the answer can be piped.

              heddle exec 'why does make test fail?'
              heddle exec -C ~/src/app -s read-only 'summarise this project' > summary.md
              git diff | heddle exec -
              heddle exec --resume 0199… 'now fix it'

            Without a configured model the built-in offline model answers. It does what it is told, a line at a time:
              heddle exec 'run: date'
              heddle exec 'plan: look; tell'

            Approvals are asked on the terminal: [y]es, [a]lways this session, [n]o, [c]ancel the turn. Without a \
            terminal they are declined. -a never asks nothing and refuses what would need an approval; with \
            -s danger-full-access as well, every command runs.

            Ctrl-C interrupts the turn, a second Ctrl-C stops the server.

            Exit status: 0 the turn completed, 1 it failed, 2 the command line is wrong, 130 it was interrupted.
            """)

    @Argument(
        help: ArgumentHelp(
            "What to say. With `-`, or when left out with standard input not a terminal, it is read from there.",
            valueName: "prompt"))
    var prompt: String?

    @Flag(help: "Print every line that the server sends, unchanged, and nothing else on standard output.")
    var json = false

    @Option(
        name: [.customShort("C"), .customLong("cd")],
        help: ArgumentHelp("Work in this directory. The default is the current one.", valueName: "dir"))
    var directory: String?

    @Option(
        name: [.customShort("m"), .customLong("model")],
        help: ArgumentHelp("The model to ask, over the configuration.", valueName: "model"))
    var model: String?

    @Option(help: ArgumentHelp("Go on with a thread; its id is shown when a turn begins.", valueName: "thread-id"))
    var resume: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let plan = ExecPlan(
            prompt: try promptText(),
            threadID: resume,
            directory: try workingDirectory(),
            model: model,
            approvalPolicy: global.approval?.wire,
            sandbox: global.sandbox?.wire)
        // The server is given the variables anew, and hides its own.
        SecretEnvironment.hide(
            SecretEnvironment.names(variables: ProcessEnvironment.current(), overrides: global.settings))
        let arguments = ["app-server"] + global.settings.flatMap { ["-c", $0] }
        throw ExitCode(ExecRunner.run(plan, serverArguments: arguments, printsWire: json))
    }

    private func promptText() throws -> String {
        if let prompt, prompt != "-" { return prompt }
        if prompt == nil, isatty(STDIN_FILENO) == 1 {
            throw ValidationError("Say something: heddle exec 'run: date', or pipe a text into heddle exec -")
        }
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        while let last = text.last, last.isNewline { text.removeLast() }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("There is nothing on standard input to send.")
        }
        return text
    }

    /// The directory for the thread as an absolute path. Nil lets a resumed thread keep its own.
    private func workingDirectory() throws -> String? {
        if directory == nil, resume != nil { return nil }
        let path = directory ?? "."
        guard let resolved = realpath(path, nil) else {
            throw ValidationError("\(path): \(String(cString: strerror(errno)))")
        }
        defer { free(resolved) }
        var status = stat()
        guard stat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw ValidationError("\(path) is not a directory")
        }
        return String(cString: resolved)
    }
}

extension ApprovalArgument {
    /// The policy as the protocol's type.
    fileprivate var wire: AskForApproval {
        switch self {
        case .untrusted: .untrusted
        case .onRequest, .onFailure: .onRequest
        case .never: .never
        }
    }
}

extension SandboxArgument {
    /// The mode as the protocol's type.
    fileprivate var wire: SandboxMode {
        switch self {
        case .readOnly: .readOnly
        case .workspaceWrite: .workspaceWrite
        case .dangerFullAccess: .dangerFullAccess
        }
    }
}
