package import CommandExecution
package import Logging
package import ModelClient
package import ServerConfig
package import Support
package import ThreadStore

/// Everything outside the agent core that it works with. Built once by the executable; tests build it from other parts.
package struct AgentEnvironment: Sendable {
    /// Wall-clock time.
    package var clock: WallClock
    /// New ids for threads, turns and items.
    package var identifiers: IdentifierSource
    /// Where threads are kept.
    package var store: ThreadStore
    /// The children that run commands.
    package var processes: ProcessTable
    /// Files of the working directory: instructions, images.
    package var files: FileAccess
    /// The configuration as it is now; read again when its file has changed.
    package var configuration: @Sendable () -> ServerConfig
    /// A client for a provider's models.
    package var models: @Sendable (ModelProvider) -> ModelClient
    /// The threads that tasks run on; nil for the runtime's own.
    package var executor: (any TaskExecutor)?
    /// How waits between two attempts at a model pass.
    package var retries: RetryEnvironment
    /// Requests to clients that wait for answers.
    package var requests: OutgoingRequests
    /// Every connected client.
    package var audience: Audience
    /// The server's own environment variables.
    package var variables: [String: String]
    /// The user's shell.
    package var shell: @Sendable () -> UserShell
    /// The server's own working directory, absolute; relative paths of clients count from it.
    package var workingDirectory: String
    /// Random bits for ids that need not be unique for ever.
    package var randomBits: @Sendable () -> UInt64
    /// The version that threads and model requests are marked with.
    package var version: String
    /// What happens inside, for people who look after the server.
    package var logger: Logger

    /// An environment from its parts.
    package init(
        clock: WallClock, identifiers: IdentifierSource, store: ThreadStore, processes: ProcessTable,
        files: FileAccess, configuration: @escaping @Sendable () -> ServerConfig,
        models: @escaping @Sendable (ModelProvider) -> ModelClient, executor: (any TaskExecutor)? = nil,
        retries: RetryEnvironment = .system, requests: OutgoingRequests, audience: Audience,
        variables: [String: String], shell: (@Sendable () -> UserShell)? = nil, workingDirectory: String,
        randomBits: @escaping @Sendable () -> UInt64,
        version: String, logger: Logger
    ) {
        self.clock = clock
        self.identifiers = identifiers
        self.store = store
        self.processes = processes
        self.files = files
        self.configuration = configuration
        self.models = models
        self.executor = executor
        self.retries = retries
        self.requests = requests
        self.audience = audience
        self.variables = variables
        self.shell = shell ?? { UserShell(environment: variables, files: files) }
        self.workingDirectory = workingDirectory
        self.randomBits = randomBits
        self.version = version
        self.logger = logger
    }
}
