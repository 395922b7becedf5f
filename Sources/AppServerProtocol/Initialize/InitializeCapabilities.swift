package import WireJSON

/// What a client asks of a connection. Missing members have their defaults.
package struct InitializeCapabilities: Codable, Hashable, Sendable {
    /// Whether the client may use, and wants to see, methods, fields and variants outside the stable contract.
    @Defaulted<DefaultsToFalse> package var experimentalApi: Bool
    /// Whether the client answers `attestation/generate` requests.
    @Defaulted<DefaultsToFalse> package var requestAttestation: Bool
    /// Whether the client can show `openai/form` questions of MCP servers. Says the same as `openai/form` in
    /// `extensions`, for older clients.
    @FalseByDefault package var mcpServerOpenaiFormElicitation: Bool
    /// Whether logging in to a model gateway waits for the client to start it. Once a connection asked for it, it
    /// stays so for the whole process.
    @FalseByDefault package var explicitGatewayOauth: Bool
    /// Names of notifications that this connection doesn't want, compared exactly. Unknown names do no harm.
    package var optOutNotificationMethods: [String]?
    /// The MCP extensions that the client offers: an object with one member an extension, its value the extension's
    /// settings.
    package var extensions: JSONObject?
    /// Heddle extension: the longest line in bytes that the client can take. What would be longer is split into
    /// pages or left out with a reference.
    package var maxFrameBytes: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        experimentalApi: Bool = false, requestAttestation: Bool = false, mcpServerOpenaiFormElicitation: Bool = false,
        explicitGatewayOauth: Bool = false, optOutNotificationMethods: [String]? = nil, extensions: JSONObject? = nil,
        maxFrameBytes: Int? = nil
    ) {
        self.experimentalApi = experimentalApi
        self.requestAttestation = requestAttestation
        self.mcpServerOpenaiFormElicitation = mcpServerOpenaiFormElicitation
        self.explicitGatewayOauth = explicitGatewayOauth
        self.optOutNotificationMethods = optOutNotificationMethods
        self.extensions = extensions
        self.maxFrameBytes = maxFrameBytes
    }
}
