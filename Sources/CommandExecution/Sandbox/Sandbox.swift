import CPlatform
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Confines commands by what this machine has for that: bubblewrap if it is installed and works, else mounts of
/// Heddle's own with Landlock, else, where the user may make no namespaces, Landlock alone, each with a system call
/// filter. Which one works is tried when the first command needs it, and kept.
///
/// On macOS the profile of `sandbox-exec` takes their place. That has been written against its documentation, and has
/// not been run.
package final class Sandbox: Sendable {
    private let searchPath: String
    private let allowed: Set<SandboxMechanism.Name>
    private let found = Mutex<SandboxReport?>(nil)

    /// - Parameters:
    ///   - searchPath: where `bwrap` is looked for, like `PATH`; the server's own if `nil`.
    ///   - allowed: the mechanisms to choose from.
    package init(
        searchPath: String? = nil, allowed: Set<SandboxMechanism.Name> = Set(SandboxMechanism.Name.allCases)
    ) {
        self.searchPath = searchPath ?? getenv("PATH").map { String(cString: $0) } ?? LaunchPlan.fallbackSearchPath
        self.allowed = allowed
    }

    /// What there is and whether it works. Blocks for some ten milliseconds the first time, when it is tried.
    package func report() -> SandboxReport {
        found.withLock { found in
            if let found { return found }
            let report = SandboxProbe(searchPath: searchPath, allowed: allowed).report()
            // What failed for lack of something may work the next time.
            if report.chosen != nil {
                found = report
            }
            return report
        }
    }

    /// How to launch a command so that it is confined as it says. Placeholders that it needs are taken into the lease.
    func plan(_ spec: CommandSpec, _ placeholders: Placeholders.Lease) throws(CommandSpawnError) -> LaunchPlan {
        guard let confinement = spec.confinement, confinement.restricts else { return LaunchPlan(spec) }
        if case .bubblewrap = report().chosen {
            try spec.checkProgram()
        }
        do throws(SandboxError) {
            switch try mechanism {
            case .bubblewrap(let path):
                return try Bubblewrap(path: path).plan(spec, ConfinementPlan(confinement), placeholders)
            case .namespaces(let user, let landlock):
                return try Namespaces(user: user, landlock: landlock)
                    .plan(spec, ConfinementPlan(confinement), placeholders)
            case .landlock(let version):
                return try Landlock(version: version).plan(spec, ConfinementPlan(confinement))
            case .seatbelt:
                return Seatbelt.plan(spec, try ConfinementPlan(confinement))
            }
        } catch {
            throw CommandSpawnError(kind: .sandboxError, message: "`\(spec.program)` was not run: \(error.message)")
        }
    }

    private var mechanism: SandboxMechanism {
        get throws(SandboxError) {
            let report = report()
            guard let mechanism = report.chosen else {
                throw SandboxError(
                    kind: .noMechanism,
                    message: "nothing on this machine can confine commands (\(report.reasons)); install bubblewrap, "
                        + "or choose full access if that is meant")
            }
            return mechanism
        }
    }
}
