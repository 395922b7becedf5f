/// `initialize`: the first request of every connection. Both sides say who they are; everything before it is
/// refused.
package enum Initialize: ClientRequest {
    package typealias Params = InitializeParams
    package typealias Response = InitializeResponse

    package static var method: String { "initialize" }

    package static func scope(_ params: Params) -> OrderingScope {
        .connection
    }
}

/// Who the client is, and what it can do.
package struct InitializeParams: Codable, Hashable, Sendable {
    /// The client's identity. It is required, and written to the log.
    package var clientInfo: ClientInfo
    /// What the client wants and can do; null is the same as an object of defaults.
    package var capabilities: InitializeCapabilities?

    /// Makes the value from its fields; those with a default may be left out.
    package init(clientInfo: ClientInfo, capabilities: InitializeCapabilities? = nil) {
        self.clientInfo = clientInfo
        self.capabilities = capabilities
    }
}

/// Who the server is.
package struct InitializeResponse: Codable, Hashable, Sendable {
    /// How the server names itself to model providers: `<client>/<protocol level> (<system>; <architecture>)
    /// <terminal> (<client>; <version>)`. Older clients read the protocol level out of it.
    package var userAgent: String
    /// The directory with the server's configuration and threads; an absolute path.
    package var codexHome: AbsolutePathBuf
    /// The family of the server's operating system: `unix` or `windows`.
    package var platformFamily: String
    /// The server's operating system: `linux`, `macos` or `windows`.
    package var platformOs: String
    /// Heddle extension: the server's name and versions.
    package var server: ServerIdentity?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        userAgent: String, codexHome: AbsolutePathBuf, platformFamily: String, platformOs: String,
        server: ServerIdentity? = nil
    ) {
        self.userAgent = userAgent
        self.codexHome = codexHome
        self.platformFamily = platformFamily
        self.platformOs = platformOs
        self.server = server
    }
}
