/// Heddle extension: what the server is.
package struct ServerIdentity: Codable, Hashable, Sendable {
    /// The server's name, `heddle`.
    package var name: String
    /// The server's own version.
    package var version: String
    /// The level of the app-server protocol that the server speaks, for example `0.163.0`.
    package var `protocol`: String

    /// Makes the value from its fields.
    package init(name: String, version: String, `protocol`: String) {
        self.name = name
        self.version = version
        self.protocol = `protocol`
    }
}
