/// Something about the configuration that the user should hear of, while the server goes on. The server sends it as a
/// `configWarning`; the fields are that notification's.
package struct ConfigProblem: Hashable, Sendable {
    /// One or more lines for people.
    package var summary: String
    /// The precise reason, when there is more to say.
    package var details: String?
    /// The file, when there is one.
    package var path: String?
    /// The place in the file.
    package var range: SourceRange?

    package init(summary: String, details: String? = nil, path: String? = nil, range: SourceRange? = nil) {
        self.summary = summary
        self.details = details
        self.path = path
        self.range = range
    }

    /// What the problem of a layer that could not be used is called. Clients recognise it; the defaults hold for what
    /// works without a thread, since none is started under them.
    package static let unusableSummary = "Invalid configuration; using defaults."

    /// A layer that could not be used.
    static func unusable(_ error: ConfigError, path: String?) -> ConfigProblem {
        ConfigProblem(
            summary: unusableSummary, details: error.message, path: path, range: error.range)
    }

    /// The keys that have no meaning, nil when there are none.
    ///
    /// A long list is cut: the warning is for a person, and one misspelt table can hold hundreds of keys.
    package static func unknown(_ keys: [UnknownKey]) -> ConfigProblem? {
        guard let first = keys.first else { return nil }
        let shown = keys.prefix(mostKeysNamed).map { "\n  `\($0.path)` in \($0.source.label)" }.joined()
        let more = keys.count > mostKeysNamed ? "\n  and \(keys.count - mostKeysNamed) more" : ""
        let noun = keys.count == 1 ? "1 configuration setting has" : "\(keys.count) configuration settings have"
        var file: String?
        if case .user(let path) = first.source, keys.allSatisfy({ $0.source == first.source }) { file = path }
        return ConfigProblem(
            summary: "Ignored: \(noun) no meaning here, perhaps through a typing error." + shown + more, path: file)
    }

    private static let mostKeysNamed = 8
}

/// A key that no part of the server reads.
package struct UnknownKey: Hashable, Sendable {
    /// The layer that sets it.
    package var source: ServerConfig.ConfigLayer.Source
    /// The key.
    package var path: ConfigKeyPath

    package init(source: ServerConfig.ConfigLayer.Source, path: ConfigKeyPath) {
        self.source = source
        self.path = path
    }
}
