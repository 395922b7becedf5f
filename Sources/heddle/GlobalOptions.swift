import AppServer
import ArgumentParser
import ServerConfig

/// The options that clients put before or behind the subcommand, alike for every command that runs a server.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: [.customShort("c"), .customLong("config")],
        help: ArgumentHelp(
            "Set a configuration key over config.toml. Dots reach into tables; the value is TOML, or plain text.",
            discussion: """
                -c model=some-model
                -c 'project_root_markers=[".git", ".hg"]'
                -c sandbox_workspace_write.network_access=true
                """,
            valueName: "key=value"))
    var config: [String] = []

    @Option(help: ArgumentHelp("Turn a feature on: the same as -c features.NAME=true.", valueName: "feature"))
    var enable: [String] = []

    @Option(help: ArgumentHelp("Turn a feature off: the same as -c features.NAME=false.", valueName: "feature"))
    var disable: [String] = []

    @Option(
        name: [.customShort("s"), .customLong("sandbox")],
        help: ArgumentHelp("What commands may touch, unless a thread says otherwise.", valueName: "mode"))
    var sandbox: SandboxArgument?

    @Option(
        name: [.customShort("a"), .customLong("ask-for-approval")],
        help: ArgumentHelp("When commands must be approved, unless a thread says otherwise.", valueName: "policy"))
    var approval: ApprovalArgument?

    func validate() throws {
        for argument in config {
            do throws(ConfigError) {
                _ = try ConfigOverride(parsing: argument)
            } catch {
                throw ValidationError(error.message)
            }
        }
    }

    /// The settings as `key=value`, without sandbox and approvals. A later one wins over an earlier one.
    var settings: [String] {
        config + enable.map { Self.feature($0, true) } + disable.map { Self.feature($0, false) }
    }

    /// All settings as `key=value`. A later one wins over an earlier one.
    var overrides: [String] {
        settings + [sandbox?.override, approval?.override].compactMap { $0 }
    }

    private static func feature(_ name: String, _ enabled: Bool) -> String {
        "\(ConfigKeyPath(segments: ["features", name]))=\(enabled)"
    }
}

/// A sandbox mode on the command line.
enum SandboxArgument: String, CaseIterable, ExpressibleByArgument {
    case readOnly = "read-only"
    case workspaceWrite = "workspace-write"
    case dangerFullAccess = "danger-full-access"

    /// The setting behind the option.
    var override: String { "sandbox_mode=\(rawValue)" }
}

/// An approval policy on the command line.
enum ApprovalArgument: String, CaseIterable, ExpressibleByArgument {
    case untrusted
    case onRequest = "on-request"
    case onFailure = "on-failure"
    case never

    /// The word of the protocol: `on-failure` is an old name for `on-request`.
    var policy: String {
        self == .onFailure ? Self.onRequest.rawValue : rawValue
    }

    /// The setting behind the option.
    var override: String { "approval_policy=\(policy)" }
}
