/// A host and a port, taken from a URL without anything else that stands in it.
struct NetworkEndpoint: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: UInt16

    /// Nil when the text is no URL with a host.
    init?(url: String) {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let isSecure = url[..<scheme.lowerBound].lowercased() == "https"
        var authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        var portText: Substring = ""
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = String(authority[authority.index(after: authority.startIndex)..<end])
            let rest = authority[authority.index(after: end)...]
            portText = rest.dropFirst()
        } else if let colon = authority.lastIndex(of: ":") {
            host = String(authority[..<colon])
            portText = authority[authority.index(after: colon)...]
        } else {
            host = String(authority)
        }
        guard !host.isEmpty else { return nil }
        guard !portText.isEmpty else {
            port = isSecure ? 443 : 80
            return
        }
        guard let number = UInt16(portText) else { return nil }
        port = number
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
