package import WireJSON

/// The settings in force: layers of settings, and the tree that they make together.
///
/// Making one never fails. A layer that cannot be used is left out; `problems` says so to people, and `loadFailure`
/// makes `thread/start` refuse, so that no thread runs under settings that its user did not choose.
package struct ServerConfig: Sendable {
    /// The directory that the configuration belongs to.
    package let home: HomeDirectory
    /// The layers, highest precedence first.
    package private(set) var layers: [ConfigLayer]
    /// All layers merged: tables merge key by key, any other value replaces the one below it.
    package private(set) var merged: JSONObject
    /// What to tell every client once.
    package private(set) var problems: [ConfigProblem]
    /// Keys in the layers that nothing reads. They are in `problems` as well.
    package private(set) var unknownKeys: [UnknownKey]
    /// Why layers were left out.
    private var failures: [ConfigError] = []

    /// Why layers were left out, as a refused `thread/start` says it: `failed to load configuration: …`. Nil when all is
    /// well.
    package var loadFailure: String? {
        failures.isEmpty ? nil : Self.loadFailurePrefix + failures.map(\.message).joined(separator: "; ")
    }

    /// Reads `config.toml` of the home directory, if there is one, and puts the overrides over it.
    ///
    /// - Parameters:
    ///   - home: where `config.toml` is looked for. Nothing is created.
    ///   - overrides: settings of the command line, a later one over an earlier one.
    package init(home: HomeDirectory, overrides: [ConfigOverride] = []) {
        self.init(home: home)
        addUserFile()
        if !overrides.isEmpty { addFlags(overrides) }
        finish()
    }

    /// A configuration of defaults only.
    private init(home: HomeDirectory) {
        self.home = home
        layers = []
        merged = [:]
        problems = []
        unknownKeys = []
    }

    /// What `applying` gives: the new configuration, and the keys that had no meaning.
    package struct Applied: Sendable {
        package var configuration: ServerConfig
        /// For a `configWarning` to the client that sent them: `ConfigProblem.unknown`.
        package var unknownKeys: [UnknownKey]
    }

    /// This configuration with the `config` map of a request over it.
    ///
    /// - Parameter overrides: values by dotted key. A null value means "not given".
    /// - Throws: an error whose message begins `failed to load configuration:`, when a key cannot be split, when a
    ///   known key has a wrong value, or when this configuration has a `loadFailure` already.
    package func applying(
        _ overrides: some Sequence<(key: String, value: JSONValue)>
    ) throws(ConfigError) -> Applied {
        if let loadFailure { throw ConfigError(.invalidValue, loadFailure) }
        do throws(ConfigError) {
            var parsed: [ConfigOverride] = []
            for (key, value) in overrides {
                parsed.append(ConfigOverride(path: try ConfigKeyPath(parsing: key), value: value))
            }
            // A map has no order of its own: the more precise key wins, whichever was sent first.
            parsed.sort { ($0.path.segments.count, $0.path.joined) < ($1.path.segments.count, $1.path.joined) }
            let layer = ConfigLayer(source: .sessionFlags, overrides: parsed)
            guard !layer.settings.isEmpty else { return Applied(configuration: self, unknownKeys: []) }
            let findings = Self.check(layer)
            if let failure = findings.failure { throw failure }
            var config = self
            config.layers.insert(layer, at: 0)
            config.merged = merged.overlaid(by: layer.settings)
            return Applied(configuration: config, unknownKeys: findings.unknown)
        } catch {
            throw ConfigError(error.kind, Self.loadFailurePrefix + error.message, range: error.range)
        }
    }

    /// What a refused request says before the reason. Clients look for these words.
    package static let loadFailurePrefix = "failed to load configuration: "

    /// Everything that is wrong, a line for each, for servers that were started with `--strict-config`: layers that can't
    /// be used, and keys that nothing reads.
    package var strictFailure: ConfigError? {
        let lines =
            failures.map(\.message)
            + unknownKeys.map { "\($0.source.label): unknown configuration field `\($0.path)`" }
        guard !lines.isEmpty else { return nil }
        return ConfigError(failures.first?.kind ?? .unknownKey, lines.joined(separator: "\n"))
    }

    /// The setting at a dotted key, nil when no layer has it. Defaults are not looked up here.
    package func value(at key: String) -> JSONValue? {
        guard let path = try? ConfigKeyPath(parsing: key) else { return nil }
        return merged.value(at: path.segments[...])
    }

    /// Which layer each setting comes from, by dotted key. Array elements have keys of their own (`notify.0`), and
    /// segments are joined as they are, as the protocol does it.
    ///
    /// Made on each call, since only `config/read` asks. The indices are those of `layers`.
    package var origins: [(key: String, layer: Int)] {
        var origins: [(key: String, layer: Int)] = []
        merged.forEachSetting { path, value in
            guard let layer = layers.firstIndex(where: { $0.settings.value(at: path[...]) != nil }) else { return }
            let key = path.joined(separator: ".")
            if let elements = value.arrayValue {
                origins.append(contentsOf: elements.indices.map { ("\(key).\($0)", layer) })
            } else {
                origins.append((key, layer))
            }
        }
        return origins
    }

    // MARK: - Building

    private mutating func addUserFile() {
        let file = home.configFile
        do throws(ConfigError) {
            let settings = try ConfigFile.read(file).map { bytes throws(ConfigError) in
                try TOMLDocument(parsing: bytes).root
            }
            let layer = ConfigLayer(source: .user(file: file), settings: settings ?? [:])
            let findings = Self.check(layer)
            unknownKeys = findings.unknown
            if let failure = findings.failure { throw failure }
            layers.append(layer)
        } catch {
            reject(error.located(in: file), path: file)
        }
    }

    private mutating func addFlags(_ overrides: [ConfigOverride]) {
        let layer = ConfigLayer(source: .sessionFlags, overrides: overrides)
        let findings = Self.check(layer)
        unknownKeys = findings.unknown + unknownKeys
        if let failure = findings.failure {
            reject(failure, path: nil)
        } else {
            layers.insert(layer, at: 0)
        }
    }

    private mutating func reject(_ error: ConfigError, path: String?) {
        problems.append(.unusable(error, path: path))
        failures.append(error)
    }

    private mutating func finish() {
        merged = layers.reversed().reduce([:]) { $0.overlaid(by: $1.settings) }
        if let problem = ConfigProblem.unknown(unknownKeys) { problems.append(problem) }
    }

    private static func check(_ layer: ConfigLayer) -> (unknown: [UnknownKey], failure: ConfigError?) {
        var findings = SettingShape.Findings()
        if !layer.settings.isEmpty { KnownSettings.shape.check(.object(layer.settings), at: [], into: &findings) }
        let unknown = findings.unknown.map { UnknownKey(source: layer.source, path: ConfigKeyPath(segments: $0)) }
        guard !findings.mismatches.isEmpty else { return (unknown, nil) }
        return (unknown, ConfigError(.invalidValue, findings.mismatches.joined(separator: "; ")))
    }
}

extension ConfigError {
    /// The same error with the file before it, and the place when it is known: `file:line:column: message`.
    fileprivate func located(in file: String) -> ConfigError {
        guard kind != .unreadableFile else { return self }
        var error = self
        let place = range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
        error.message = "\(file)\(place): \(message)"
        return error
    }
}
