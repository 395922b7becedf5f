package import ServerConfig

/// What no command may read, not even an approved one, unless the policy is full access: the places that the user names
/// (`permissions.filesystem.deny_read`), and the files of the home that hold credentials.
package struct UnreadablePlaces: Hashable, Sendable {
    /// Absolute paths.
    package var paths: [String]
    /// Absolute paths with `*`, `?` and `**`.
    package var patterns: [String]

    /// The files of the home that may hold keys.
    private static let credentials = ["auth.json", "config.toml", ".env"]

    /// The places of a configuration.
    ///
    /// - Parameters:
    ///   - directory: Relative places are seen from here.
    ///   - userHome: What `~` stands for.
    package init(_ configuration: ServerConfig, directory: String, userHome: String?, files: FileAccess) {
        // A file that isn't there needs no protection, and protecting it would confine commands that are free otherwise.
        paths = Self.credentials.map { PathText.join(configuration.home.path, $0) }.filter(files.exists)
        patterns = []
        for place in configuration.deniedReads {
            let path = PathText.resolve(Self.expanded(place, userHome), against: directory)
            if path.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) {
                patterns.append(path)
            } else {
                paths.append(path)
            }
        }
    }

    private static func expanded(_ place: String, _ userHome: String?) -> String {
        guard let userHome, place == "~" || place.hasPrefix("~/") else { return place }
        return userHome + place.dropFirst()
    }
}
