/// Which of the server's variables commands get: what the configuration calls `shell_environment_policy`.
package struct EnvironmentPolicy: Sendable, Hashable {
    /// What is taken over to begin with.
    package enum Inherited: String, Sendable, Hashable, CaseIterable {
        /// Everything.
        case all
        /// What programs need to find their way around: the user, the search path, the language, temporary directories.
        case core
        /// Nothing.
        case none
    }

    /// What is taken over to begin with.
    package var inherited: Inherited

    /// Whether variables stay whose names say that they are secret: those with `KEY`, `SECRET` or `TOKEN` in them.
    package var keepsSecrets: Bool

    /// Patterns of names to leave out. In all patterns `*` stands for any characters and `?` for one, and upper and lower
    /// case are the same.
    package var excluded: [String]

    /// Variables to set, whatever has been left out.
    package var set: [String: String]

    /// If not empty, only variables whose names match one of these patterns remain; also of those set.
    package var includedOnly: [String]

    private static let core: Set<String> = [
        "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "PATH", "SHELL", "TEMP", "TMP", "TMPDIR", "USER",
    ]
    private static let secretWords = ["*KEY*", "*SECRET*", "*TOKEN*"]

    package init(
        inherited: Inherited = .all, keepsSecrets: Bool = true, excluded: [String] = [], set: [String: String] = [:],
        includedOnly: [String] = []
    ) {
        self.inherited = inherited
        self.keepsSecrets = keepsSecrets
        self.excluded = excluded
        self.set = set
        self.includedOnly = includedOnly
    }

    /// What becomes of the server's environment.
    package func apply(to server: [String: String]) -> [String: String] {
        var environment: [String: String] =
            switch inherited {
            case .all: server
            case .core: server.filter { Self.core.contains($0.key) }
            case .none: [:]
            }
        let left = Self.matcher(excluded + (keepsSecrets ? [] : Self.secretWords))
        environment = environment.filter { !left($0.key) }
        environment.merge(set) { _, set in set }
        guard !includedOnly.isEmpty else { return environment }
        let stays = Self.matcher(includedOnly)
        return environment.filter { stays($0.key) }
    }

    private static func matcher(_ patterns: [String]) -> (String) -> Bool {
        let patterns = patterns.map { Array($0.lowercased()) }
        return { name in
            let name = Array(name.lowercased())
            return patterns.contains { PathPattern.matches(name, $0) }
        }
    }
}
