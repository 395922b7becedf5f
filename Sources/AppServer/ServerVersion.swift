/// What the server calls itself.
package enum ServerVersion {
    /// The product's name.
    package static let name = "heddle"
    /// This program's own version.
    package static let version = "0.1.0"
    /// The level of the app-server protocol that it speaks. Clients read it from the user agent, and refuse features of
    /// servers whose version they do not know.
    package static let protocolLevel = "0.163.0"
}
