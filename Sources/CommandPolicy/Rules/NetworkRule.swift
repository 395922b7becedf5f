/// A rule about connections to a host.
package struct NetworkRule: Hashable, Sendable {
    /// The host's name.
    package var host: String
    /// The protocol.
    package var scheme: Scheme
    /// What it says.
    package var decision: RuleDecision
    /// Why, in the words of who wrote it.
    package var justification: String?

    /// The protocols that rules can name.
    package enum Scheme: String, Hashable, Sendable, CaseIterable {
        /// Plain HTTP.
        case http
        /// HTTP over TLS.
        case https
        /// Anything over TCP by way of a SOCKS proxy.
        case socks5TCP = "socks5_tcp"
        /// Anything over UDP by way of a SOCKS proxy.
        case socks5UDP = "socks5_udp"
    }
}
