import AgentCore
import CPlatform
import CommandExecution
import ServerConfig

// `environ` is a variable of the C library.
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The keys in the variables that the process was started with. Whoever may look at the process sees them there (on
/// Linux in `/proc/PID/environ`), and commands that nothing confines may: so they are overwritten once they were read.
package enum SecretEnvironment {
    /// The variables that hold secrets of a server with these variables and settings. A configuration that can't be used
    /// leaves the built-in providers, and the names that say it themselves.
    package static func names(variables: [String: String], overrides: [String]) -> Set<String> {
        var configuration: ServerConfig?
        if let home = try? HomeDirectory(environment: variables) {
            configuration = ServerConfig(
                home: home, overrides: overrides.compactMap { try? ConfigOverride(parsing: $0) })
        }
        return names(variables: variables, configuration)
    }

    /// The same with settings that were read before.
    static func names(variables: [String: String], _ configuration: ServerConfig?) -> Set<String> {
        let ofProviders = configuration.map { ProviderChoice.secretVariables($0, variables) } ?? []
        return Set(variables.keys.filter { ofProviders.contains($0) || CommandEnvironment.isSecret($0) })
    }

    /// Overwrites the values of these variables where the kernel put them, and closes the process's memory to other
    /// processes of the same user. Call it before any other thread exists, and after the variables were copied.
    package static func hide(_ names: Set<String>) {
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        while let text = entry.pointee {
            entry += 1
            guard let equals = strchr(text, CInt(UInt8(ascii: "="))) else { continue }
            let name = String(decoding: UnsafeRawBufferPointer(start: text, count: equals - text), as: UTF8.self)
            guard names.contains(name) else { continue }
            let value = equals + 1
            // With nothing but zeros: `strlen` is 0 from here on, so that nobody copies a part.
            memset(value, 0, strlen(value))
        }
        heddle_close_memory()
    }
}
