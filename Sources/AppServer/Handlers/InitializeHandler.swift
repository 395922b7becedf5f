import AgentCore
package import AppServerProtocol
import Logging
import MCPClient
import ServerConfig
import Support
import ThreadStore
import WireJSON

/// `initialize`: learns who the client is and tells it who the server is.
package struct InitializeHandler: Sendable {
    let configuration: @Sendable () -> ServerConfig
    let homeProblem: @Sendable () -> HomeProblem?
    /// Begins to open what lists come from.
    let openLists: @Sendable () -> Void
    let host: HostDescription
    let clock: WallClock
    let logger: Logger

    /// Accepts the client. What the configuration has to say follows the answer.
    package func accept(
        _ params: InitializeParams, on connection: ClientConnection
    ) throws(ServerFailure) -> Handled<InitializeResponse> {
        let client = params.clientInfo
        guard client.name.isHeaderValue else {
            throw ServerFailure(
                kind: "invalidClientInfo",
                "Invalid clientInfo.name: '\(client.name)'. Must be a valid HTTP header value.")
        }
        let capabilities = params.capabilities
        let profile = ClientSession.Profile(
            client: client, isExperimental: capabilities?.experimentalApi ?? false,
            optedOut: Set(capabilities?.optOutNotificationMethods ?? []))
        guard connection.session.begin(profile) else { throw .alreadyInitialized }
        logger.notice(
            "client connected",
            metadata: [
                "client": "\(HostDescription.headerText(client.name))",
                "version": "\(HostDescription.headerText(client.version))", "connection": "\(connection.id)",
            ])
        let configuration = configuration()
        let response = InitializeResponse(
            userAgent: host.userAgent(client), codexHome: configuration.home.path, platformFamily: "unix",
            platformOs: host.system,
            server: ServerIdentity(
                name: ServerVersion.name, version: ServerVersion.version, protocol: ServerVersion.protocolLevel))
        return Handled(response) {
            // A client that has just come shows its threads first. Opening takes longer than listing them, and can begin
            // while the answer is on its way.
            openLists()
            let problem = homeProblem().map { ConfigWarningNotification($0) }
            for warning in Self.warnings(configuration) + [problem].compactMap({ $0 }) {
                connection.notify(warning, clock: clock)
            }
        }
    }

    private static func warnings(_ configuration: ServerConfig) -> [ConfigWarningNotification] {
        var warnings = configuration.problems.map(ConfigWarningNotification.init)
        warnings += RuleBook(configuration: configuration, files: .live).contents().problems.map(\.warning)
        if !configuration.mcpServers.isEmpty {
            let servers = configuration.mcpServers.map { name, table in describe(name, table) }.sorted()
            warnings.append(
                ConfigWarningNotification(
                    summary: "This version of Heddle does not start MCP servers.",
                    details: servers.joined(separator: "\n")))
        }
        return warnings
    }

    private static func describe(_ name: String, _ table: JSONValue) -> String {
        do {
            _ = try MCPServerDefinition(name: name, config: table)
            return "`\(name)` is configured."
        } catch {
            return "`\(name)` is configured wrongly: \(error)"
        }
    }
}

extension ConfigWarningNotification {
    /// A problem of the configuration as clients are told of it.
    init(_ problem: ConfigProblem) {
        self.init(
            summary: problem.summary, details: problem.details, path: problem.path,
            range: problem.range.map { range in
                TextRange(
                    start: TextPosition(line: range.start.line, column: range.start.column),
                    end: TextPosition(line: range.end.line, column: range.end.column))
            })
    }
}

extension ConfigWarningNotification {
    /// What clients are told when nothing can be kept.
    init(_ problem: HomeProblem) {
        self.init(
            summary: "Heddle's home directory can't be written: \(problem.path): \(problem.reason).",
            details:
                "Stored threads can be listed and read, and ephemeral threads work. Threads that are to be kept are "
                + "refused, and so are turns on stored ones. \(problem.remedy) That takes effect at once.",
            path: problem.path)
    }
}

extension String {
    /// Whether the text can be sent as an HTTP header's value: visible ASCII and blanks.
    fileprivate var isHeaderValue: Bool {
        utf8.allSatisfy { $0 == 0x09 || (0x20...0x7E).contains($0) || $0 >= 0x80 }
    }
}
