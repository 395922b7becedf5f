package import WireJSON

extension ServerConfig {
    /// One source of settings, before it is merged with the others.
    package struct ConfigLayer: Hashable, Sendable {
        /// Where a layer comes from.
        package enum Source: Hashable, Sendable {
            /// `-c`, `--enable`, `--disable`, and the `config` map of one request.
            case sessionFlags
            /// The user's file, with its absolute path.
            case user(file: String)

            /// How a message names the source.
            package var label: String {
                switch self {
                case .sessionFlags: "session flags"
                case .user(let file): file
                }
            }
        }

        /// Where the settings come from.
        package var source: Source
        /// The settings as a tree of tables.
        package var settings: JSONObject

        package init(source: Source, settings: JSONObject) {
            self.source = source
            self.settings = settings
        }

        /// Puts overrides into one layer; a later one wins over an earlier one of the same key.
        package init(source: Source, overrides: some Sequence<ConfigOverride>) {
            var settings: JSONObject = [:]
            for override in overrides {
                // JSON null is "not given": TOML has no such value, and clients send every field they know.
                guard let value = override.value.droppingNulls() else { continue }
                settings.set(value, at: override.path.segments[...])
            }
            self.init(source: source, settings: settings)
        }
    }
}
