/// A client's identity.
package struct ClientInfo: Codable, Hashable, Sendable {
    /// A short machine-friendly name, for example `my-editor`. It becomes part of HTTP headers, so it must be legal
    /// there.
    package var name: String
    /// A name for people.
    package var title: String?
    /// The client's version, in whatever form the client uses.
    package var version: String

    /// Makes the value from its fields; those with a default may be left out.
    package init(name: String, title: String? = nil, version: String) {
        self.name = name
        self.title = title
        self.version = version
    }
}
