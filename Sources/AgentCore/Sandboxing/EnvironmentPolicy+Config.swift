package import CommandExecution
package import ServerConfig
import WireJSON

extension EnvironmentPolicy {
    /// What the table `[shell_environment_policy]` says; without it commands get all of the server's variables but keys.
    package init(_ configuration: ServerConfig) {
        let table = configuration.shellEnvironmentPolicy
        func strings(_ key: String) -> [String] { table[key]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        self.init(
            inherited: table["inherit"]?.stringValue.flatMap(Inherited.init(rawValue:)) ?? .all,
            keepsSecrets: table["ignore_default_excludes"]?.boolValue ?? true, excluded: strings("exclude"),
            set: Dictionary(
                (table["set"]?.objectValue ?? [:]).compactMap { name, value in value.stringValue.map { (name, $0) } },
                uniquingKeysWith: { $1 }),
            includedOnly: strings("include_only"))
    }
}
