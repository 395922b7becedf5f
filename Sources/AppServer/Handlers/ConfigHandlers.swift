import AppServerProtocol
import ServerConfig
import WireJSON

/// The methods of the configuration.
struct ConfigHandlers: Sendable {
    let configuration: @Sendable () -> ServerConfig

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ConfigRead.self) { params, _ in Handled(try read(params)) }
    }

    /// The settings in force, the approval policy in the words of the wire.
    private func resolved(_ configuration: ServerConfig) -> JSONObject {
        var settings = configuration.resolved
        if let policy = configuration.approvalPolicy { settings["approval_policy"] = policy }
        return settings
    }

    private func read(_ params: ConfigReadParams) throws -> ConfigReadResponse {
        let configuration = configuration()
        let layers = configuration.layers.map { layer in
            ConfigLayer(
                name: ConfigLayerSource(layer.source), version: layer.version, config: .object(layer.settings))
        }
        var origins: [String: ConfigLayerMetadata] = [:]
        for (key, layer) in configuration.origins {
            origins[key] = ConfigLayerMetadata(name: layers[layer].name, version: layers[layer].version)
        }
        return ConfigReadResponse(
            config: try RawJSON(.object(resolved(configuration))).decode(Config.self), origins: origins,
            layers: params.includeLayers ? layers : nil)
    }
}

extension ConfigLayerSource {
    /// A layer's source as clients are told of it.
    init(_ source: ServerConfig.ConfigLayer.Source) {
        switch source {
        case .sessionFlags: self = .sessionFlags
        case .user(let file): self = .user(ConfigUserSource(file: file))
        }
    }
}
