import CPlatform
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds out what can confine commands here, by confining one.
struct SandboxProbe {
    let searchPath: String
    let allowed: Set<SandboxMechanism.Name>

    /// A command that does nothing takes a hundredth of it on a machine at rest.
    private static let timeoutMs = 5000

    /// What is kept of what a mechanism says about its failure: enough for its reason.
    private static let outputBytes = 1000

    func report() -> SandboxReport {
        var states: [SandboxMechanism.Name: SandboxReport.State] = [:]
        for name in allowed {
            states[name] = state(name)
        }
        return SandboxReport(states)
    }

    private func state(_ name: SandboxMechanism.Name) -> SandboxReport.State? {
        #if os(Linux)
            switch name {
            case .bubblewrap: bubblewrap
            case .landlock: landlock
            case .seatbelt: nil
            }
        #else
            name == .seatbelt ? .works(.seatbelt) : nil
        #endif
    }

    private var bubblewrap: SandboxReport.State {
        guard let path = programs("bwrap").first else { return .missing("bwrap is not in PATH") }
        let mechanism = SandboxMechanism.bubblewrap(path: path)
        return trial { plan, spec, placeholders throws(SandboxError) in
            try Bubblewrap(path: path).plan(spec, plan, placeholders)
        }.map { .fails("\(path) does not work here: \($0)") } ?? .works(mechanism)
    }

    private var landlock: SandboxReport.State {
        let version = Int(heddle_landlock_version())
        guard version > 0 else {
            return .missing("the kernel offers none: \(CommandSpawnError.text(ofErrno: Int32(-version)))")
        }
        guard version >= LandlockRuleset.lowestVersion else {
            return .fails("version \(version) of the kernel's interface can't keep files from being emptied")
        }
        let mechanism = SandboxMechanism.landlock(version: version)
        return trial { plan, spec, _ throws(SandboxError) in
            try Landlock(version: version).plan(spec, plan)
        }.map { .fails("a confined command did not run: \($0)") } ?? .works(mechanism)
    }

    /// Programs of a name along the search path. A relative entry would mean another place for every directory that the
    /// server is started in.
    private func programs(_ name: String) -> [String] {
        searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.map { Places.canonical("\($0)/\(name)") }
            .filter { Places.kind($0) == .file && access($0, X_OK) == 0 }
    }

    /// Runs a command that does nothing under a mechanism. Returns what went wrong.
    private func trial(
        _ make:
            @escaping @Sendable (ConfinementPlan, CommandSpec, Placeholders.Lease) throws(SandboxError) -> LaunchPlan
    ) -> String? {
        let spec = CommandSpec(argv: ["/bin/sh", "-c", ":"], cwd: "/", environment: [:], timeoutMs: Self.timeoutMs)
        let output = Mutex(OutputAccumulator(budget: Self.outputBytes))
        let run = CommandRun(
            spec: spec, controls: CommandControls(spec.streams),
            plan: { placeholders throws(CommandSpawnError) in
                do throws(SandboxError) {
                    return try make(ConfinementPlan(.readOnly()), spec, placeholders)
                } catch {
                    throw CommandSpawnError(kind: .sandboxError, message: error.message)
                }
            },
            onSpawn: { _ in },
            onOutput: { _, bytes in output.withLock { $0.append(bytes) } })
        var problem: String?
        run.live { result in
            switch result {
            case .success(let outcome) where outcome.exit == .exited(0): break
            case .success(let outcome):
                let said = output.withLock { $0.text }.split(whereSeparator: \.isNewline).joined(separator: ", ")
                problem = said.isEmpty ? "it ended with \(outcome.exitCode)" : said
            case .failure(let error): problem = error.message
            }
        }
        return problem
    }
}
