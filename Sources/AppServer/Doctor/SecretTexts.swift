package import ServerConfig
import WireJSON

/// Texts that are nobody else's business, to be taken out of whatever is printed.
package struct SecretTexts: Sendable {
    /// Shorter values are no secrets: `1` or `true` would only riddle texts with holes.
    private static let shortest = 8

    /// Parts of the names of variables and settings that hold secrets.
    private static let words = [
        "key", "token", "secret", "password", "passwd", "credential", "authorization", "cookie",
    ]

    /// Tables of the configuration whose values are sent to providers and servers.
    private static let tables: Set<String> = ["http_headers", "query_params", "env"]

    /// The texts, longest first, so that a part of one doesn't spoil the rest of it.
    private var texts: [String] = []

    /// The secrets in the variables of a process.
    package init(variables: [String: String]) {
        add(variables.filter { Self.isSecret($0.key) }.map(\.value))
    }

    /// Adds the secrets of a configuration. Of a file that can't be parsed every value counts as one.
    package mutating func add(_ configuration: ServerConfig) {
        for layer in configuration.layers { collect(.object(layer.settings), isSecret: false) }
        for (_, provider) in configuration.modelProviders {
            if let url = provider["base_url"]?.stringValue, let part = Self.userPart(of: url) { add([part]) }
        }
        guard configuration.loadFailure != nil,
            let bytes = (try? ConfigFile.read(configuration.home.configFile)) ?? nil
        else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        add(
            text.split { !($0.isLetter || $0.isNumber || "-_./+=~".contains($0)) }.map(String.init).filter(
                Self.isRandom))
    }

    /// The text without any of them.
    package func redact(_ text: String) -> String {
        var text = text
        for secret in texts { text.replace(secret, with: "[redacted]") }
        return text
    }

    private mutating func add(_ news: [String]) {
        texts += news.filter { $0.utf8.count >= Self.shortest }
        texts.sort { $0.utf8.count > $1.utf8.count }
    }

    private mutating func collect(_ value: JSONValue, isSecret: Bool) {
        if let object = value.objectValue {
            for (key, member) in object {
                // `env_key` and its like name variables.
                let isName = key.hasPrefix("env_")
                collect(member, isSecret: !isName && (isSecret || Self.tables.contains(key) || Self.isSecret(key)))
            }
        } else if let array = value.arrayValue {
            for element in array { collect(element, isSecret: isSecret) }
        } else if isSecret, let text = value.stringValue {
            add([text])
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return words.contains { name.contains($0) }
    }

    /// Whether a word of a file looks like a key rather than like a word of a language or a path.
    private static func isRandom(_ word: String) -> Bool {
        word.utf8.count >= shortest && !word.hasPrefix("/") && word.contains(where: \.isNumber)
    }

    /// What stands before the host in a URL: a name and perhaps a password.
    private static func userPart(of url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        return authority.lastIndex(of: "@").map { String(authority[..<$0]) }
    }
}
