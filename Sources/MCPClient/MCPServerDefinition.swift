package import WireJSON

/// One Model Context Protocol server as its table under `[mcp_servers]` describes it: how to reach it, how long to
/// wait, and which of its tools may be used.
///
/// This is what a client connection starts from. Reading it starts nothing; a server that is not started must be
/// reported by whoever read the definition.
package struct MCPServerDefinition: Hashable, Sendable {
    /// How a server is reached.
    package enum Transport: Hashable, Sendable {
        /// A child process that speaks over its standard streams.
        case process(Process)
        /// A server behind a URL, spoken to by streamable HTTP.
        case http(Endpoint)
    }

    /// The child process of a server.
    package struct Process: Hashable, Sendable {
        /// The program: a path, or a name to look up in `PATH`.
        package var command: String
        /// Its arguments, without the program.
        package var arguments: [String]
        /// Variables set for it, over those that it inherits.
        package var environment: [String: String]
        /// Its working directory, nil for the thread's.
        package var workingDirectory: String?

        package init(
            command: String, arguments: [String] = [], environment: [String: String] = [:],
            workingDirectory: String? = nil
        ) {
            self.command = command
            self.arguments = arguments
            self.environment = environment
            self.workingDirectory = workingDirectory
        }
    }

    /// The address of a server.
    package struct Endpoint: Hashable, Sendable {
        /// The URL, `http` or `https`.
        package var url: String
        /// The variable that holds a bearer token. The token itself is never in the configuration.
        package var bearerTokenVariable: String?
        /// Headers sent with every request.
        package var headers: [String: String]

        package init(url: String, bearerTokenVariable: String? = nil, headers: [String: String] = [:]) {
            self.url = url
            self.bearerTokenVariable = bearerTokenVariable
            self.headers = headers
        }
    }

    /// The name of the table, which is the server's name for users and models.
    package var name: String
    /// How the server is reached.
    package var transport: Transport
    /// How long a start may take.
    package var startupTimeout: Duration
    /// How long one tool call may take.
    package var toolTimeout: Duration
    /// Whether the server is to be used at all.
    package var isEnabled: Bool
    /// Whether a thread must not start without it.
    package var isRequired: Bool
    /// The only tools that may be used, nil for all.
    package var enabledTools: Set<String>?
    /// Tools that may not be used, even when they are enabled.
    package var disabledTools: Set<String>

    /// Servers are scripts and small programs, up in a second or two; a thread waits for the required ones.
    package static let defaultStartupTimeout = Duration.seconds(10)
    /// Tools search, build and browse; beyond a minute the model had better be told.
    package static let defaultToolTimeout = Duration.seconds(60)

    /// Reads the table of one server. Keys that are not known are left alone.
    ///
    /// - Throws: an error that names the server, the key, and what is wrong with it.
    package init(name: String, config: JSONValue) throws(MCPServerDefinitionError) {
        let table = try DefinitionTable(server: name, config: config)
        self.name = name
        transport = try Self.transport(in: table)
        startupTimeout = try table.seconds("startup_timeout_sec") ?? Self.defaultStartupTimeout
        toolTimeout = try table.seconds("tool_timeout_sec") ?? Self.defaultToolTimeout
        isEnabled = try table.flag("enabled") ?? true
        isRequired = try table.flag("required") ?? false
        enabledTools = try table.strings("enabled_tools").map { Set($0) }
        disabledTools = Set(try table.strings("disabled_tools") ?? [])
    }

    /// Whether a tool of this server may be offered and called.
    package func allows(tool: String) -> Bool {
        guard !disabledTools.contains(tool) else { return false }
        return enabledTools?.contains(tool) ?? true
    }

    private static func transport(in table: DefinitionTable) throws(MCPServerDefinitionError) -> Transport {
        let command = try table.string("command")
        let url = try table.string("url")
        switch (command, url) {
        case (let command?, nil):
            guard !command.isEmpty else { throw table.failure(.emptyValue, "command", "must not be empty") }
            try table.forbid(["bearer_token_env_var", "http_headers"], because: "belongs to a server with a `url`")
            return .process(
                Process(
                    command: command,
                    arguments: try table.strings("args") ?? [],
                    environment: try table.stringMap("env") ?? [:],
                    workingDirectory: try table.string("cwd")))
        case (nil, let url?):
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                throw table.failure(.invalidURL, "url", "must begin with http:// or https://")
            }
            try table.forbid(["args", "env", "cwd"], because: "belongs to a server with a `command`")
            return .http(
                Endpoint(
                    url: url,
                    bearerTokenVariable: try table.string("bearer_token_env_var"),
                    headers: try table.stringMap("http_headers") ?? [:]))
        case (nil, nil):
            throw table.failure(.missingTransport, "command", "is missing: give a `command` to start or a `url`")
        case (_?, _?):
            throw table.failure(.ambiguousTransport, "url", "cannot stand beside `command`: keep one of them")
        }
    }
}
