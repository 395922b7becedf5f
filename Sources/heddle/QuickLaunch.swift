import AppServer
import ServerConfig

/// Understands the plain start of a server without the argument parser.
///
/// Clients start a server for every window or script, and wait for it. The argument parser describes all commands to
/// itself before it reads the first word: 3.5 ms of 6 ms until the server's first statement, measured in a release
/// build. The few options that clients do pass are read here instead. Whatever else stands on the command line, also
/// what is wrong, is left to the parser, which explains it.
enum QuickLaunch {
    /// The options of the server to run, nil when the parser must look.
    ///
    /// - Parameters:
    ///   - arguments: the command line without the program.
    ///   - stdinIsTerminal: whether a person types; then a bare `heddle` is no server.
    ///   - environment: handed on to the server.
    static func options(
        for arguments: [String], stdinIsTerminal: Bool, environment: [String: String]
    ) -> ServerOptions? {
        var options = ServerOptions(environment: environment)
        // As with the parser, these win over -c, wherever they stand.
        var flags: [String] = []
        var isServer = !stdinIsTerminal
        var isAfterSubcommand = false
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            var name = argument
            var attached: String?
            if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
                name = String(argument[..<equals])
                attached = String(argument[argument.index(after: equals)...])
            }
            switch name {
            case "app-server" where !isAfterSubcommand:
                isServer = true
                isAfterSubcommand = true
            case "--stdio" where isAfterSubcommand && attached == nil,
                "--analytics-default-enabled" where isAfterSubcommand && attached == nil:
                break
            case "--listen" where isAfterSubcommand:
                guard (attached ?? rest.popFirst()) == ListenArgument.stdio else { return nil }
            case "-c", "--config":
                guard let value = attached ?? rest.popFirst(), (try? ConfigOverride(parsing: value)) != nil else {
                    return nil
                }
                options.configOverrides.append(value)
            case "-s", "--sandbox":
                guard let mode = (attached ?? rest.popFirst()).flatMap(SandboxArgument.init(rawValue:)) else {
                    return nil
                }
                flags.append(mode.override)
            case "-a", "--ask-for-approval":
                guard let policy = (attached ?? rest.popFirst()).flatMap(ApprovalArgument.init(rawValue:)) else {
                    return nil
                }
                flags.append(policy.override)
            default:
                return nil
            }
        }
        options.configOverrides += flags
        return isServer ? options : nil
    }
}
