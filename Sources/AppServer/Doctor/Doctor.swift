import AgentCore
import ServerConfig
import ThreadStore

/// Looks whether the server can work here, without changing anything: what `heddle doctor` does.
package struct Doctor: Sendable {
    /// The variables of the process.
    let variables: [String: String]
    /// Settings of the command line, as `key=value`.
    let overrides: [String]

    /// A doctor for a server with these variables and settings.
    package init(variables: [String: String], overrides: [String] = []) {
        self.variables = variables
        self.overrides = overrides
    }

    /// Makes all checks. Blocking, for some seconds where the network doesn't answer. No text of the report holds a key.
    package func report() -> DoctorReport {
        var checks: [DoctorCheck] = [
            DoctorCheck(
                "version", .ok,
                "\(ServerVersion.name) \(ServerVersion.version), app-server protocol \(ServerVersion.protocolLevel)")
        ]
        var secrets = SecretTexts(variables: variables)
        do throws(ConfigError) {
            let home = try HomeDirectory(environment: variables)
            let configuration = ServerConfig(home: home, overrides: try overrides.map(ConfigOverride.init(parsing:)))
            secrets.add(configuration)
            checks += HomeChecks(home: home.path).all
            checks += ConfigurationChecks(configuration: configuration).all
            checks += ProviderChecks(configuration: configuration, variables: variables).all
            checks += StoreChecks(home: home.path).all
            checks += HistoryChecks(configuration: configuration).all
        } catch {
            let name = error.kind == .homeUnknown || error.kind == .homeNotAbsolute ? "home" : "configuration"
            let advice =
                name == "home"
                ? "Set HEDDLE_HOME to an absolute path, or leave it out to use ~/.heddle."
                : "Correct what -c says: key=value, with a dotted key."
            checks.append(DoctorCheck(name, .failed, error.message, advice: advice))
        }
        checks += ToolChecks(variables: variables).all
        checks += SandboxChecks(variables: variables).all
        for index in checks.indices {
            checks[index].message = secrets.redact(checks[index].message)
            checks[index].advice = checks[index].advice.map(secrets.redact)
        }
        return DoctorReport(
            ok: checks.allSatisfy { $0.status != .failed }, version: ServerVersion.version,
            protocolLevel: ServerVersion.protocolLevel, checks: checks)
    }
}
