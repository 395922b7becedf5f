/// How the server is to run, as the command line says it.
package struct ServerOptions: Sendable {
    /// `key=value` settings that stand above the configuration file.
    package var configOverrides: [String]
    /// Whether running turns are finished after the end of the input, instead of interrupted.
    package var drainOnEOF: Bool
    /// Where a copy of every line goes, if anywhere.
    package var mirrorDirectory: String?
    /// Whether wrong values and unknown keys in the configuration end the start.
    package var strictConfig: Bool
    /// The environment variables.
    package var environment: [String: String]

    /// Options from their parts.
    package init(
        configOverrides: [String] = [], drainOnEOF: Bool = false, mirrorDirectory: String? = nil,
        strictConfig: Bool = false, environment: [String: String]
    ) {
        self.configOverrides = configOverrides
        self.drainOnEOF = drainOnEOF
        self.mirrorDirectory = mirrorDirectory
        self.strictConfig = strictConfig
        self.environment = environment
    }
}
