package import WireJSON

/// `config/read`: shows the configuration that is in force.
package enum ConfigRead: ClientRequest {
    package typealias Params = ConfigReadParams
    package typealias Response = ConfigReadResponse

    package static var method: String { "config/read" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Whose configuration to show.
package struct ConfigReadParams: Codable, Hashable, Sendable {
    /// Whether to show every layer as well.
    @FalseByDefault package var includeLayers: Bool
    /// The directory whose project files count; missing means none do.
    package var cwd: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(includeLayers: Bool = false, cwd: String? = nil) {
        self.includeLayers = includeLayers
        self.cwd = cwd
    }
}

/// The configuration, and where it comes from.
package struct ConfigReadResponse: Codable, Hashable, Sendable {
    /// What is in force.
    package var config: Config
    /// The layer that each setting comes from, by the setting's dotted name.
    package var origins: [String: ConfigLayerMetadata]
    /// Every layer, the strongest first; null unless asked for.
    package var layers: [ConfigLayer]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(config: Config, origins: [String: ConfigLayerMetadata], layers: [ConfigLayer]? = nil) {
        self.config = config
        self.origins = origins
        self.layers = layers
    }
}
