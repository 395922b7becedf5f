package import ServerConfig

/// How far agents may make agents of their own: `max_threads` and `max_depth` in the configuration's table `[agents]`.
package struct AgentLimits: Hashable, Sendable {
    /// How many agents below one thread that a client made may be open at once.
    package var open: Int
    /// How many agents may stand in a line below such a thread.
    package var depth: Int

    /// Each agent that works asks a model and may run commands: a handful keeps a machine and an account usable.
    private static let standardOpen = 6
    /// Agents that make agents multiply; one generation is what most work needs.
    private static let standardDepth = 1

    /// The limits of a configuration.
    package init(_ configuration: ServerConfig) {
        open = configuration.agentThreads ?? Self.standardOpen
        depth = configuration.agentDepth ?? Self.standardDepth
    }
}
