/// Why the table of an MCP server cannot be used.
package struct MCPServerDefinitionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word for a kind of failure. Open, so that a new kind breaks no caller.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A value has the wrong type.
        package static let invalidType = Kind(rawValue: "invalidType")
        /// A text that must say something is empty.
        package static let emptyValue = Kind(rawValue: "emptyValue")
        /// A number is outside what it may be.
        package static let outOfRange = Kind(rawValue: "outOfRange")
        /// The URL is none that can be connected to.
        package static let invalidURL = Kind(rawValue: "invalidURL")
        /// There is neither a command nor a URL.
        package static let missingTransport = Kind(rawValue: "missingTransport")
        /// There are both a command and a URL.
        package static let ambiguousTransport = Kind(rawValue: "ambiguousTransport")
        /// A key belongs to the other kind of server.
        package static let misplacedKey = Kind(rawValue: "misplacedKey")
    }

    /// The stable word for this failure.
    package var kind: Kind
    /// The name of the server.
    package var server: String
    /// The key in its table, empty when the table itself is wrong.
    package var key: String
    /// What is wrong with it, to be read after the key.
    package var reason: String

    package init(_ kind: Kind, server: String, key: String, reason: String) {
        self.kind = kind
        self.server = server
        self.key = key
        self.reason = reason
    }

    package var description: String {
        key.isEmpty ? "MCP server `\(server)` \(reason)" : "MCP server `\(server)`: `\(key)` \(reason)"
    }
}
