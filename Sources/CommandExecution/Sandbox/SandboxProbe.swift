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

    /// Fails, with a word, if it can read what it may not.
    private static let script = "if read -r _ </etc/passwd; then echo it holds nothing; exit 1; fi 2>/dev/null"

    /// What a command is tried under: something of each kind.
    private static let confinement = Confinement(
        files: .workspaceWrite(WritablePlaces(roots: [])), allowsNetwork: false, unreadable: ["/etc/passwd"])

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
            case .namespaces: namespaces
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

    private var namespaces: SandboxReport.State {
        let version: Int
        switch landlockVersion {
        case .success(let found): version = found
        case .failure(let problem): return problem.state
        }
        do throws(SandboxError) {
            let user = try UserNamespace.make()
            return trial { plan, spec, placeholders throws(SandboxError) in
                try Namespaces(user: user, landlock: version).plan(spec, plan, placeholders)
            }.map { .fails("a confined command did not run: \($0)") } ?? .works(.namespaces(user, landlock: version))
        } catch {
            return .missing(error.message)
        }
    }

    private var landlock: SandboxReport.State {
        switch landlockVersion {
        case .failure(let problem): problem.state
        case .success(let version):
            trial { plan, spec, _ throws(SandboxError) in
                try Landlock(version: version).plan(spec, plan)
            }.map { .fails("a confined command did not run: \($0)") } ?? .works(.landlock(version: version))
        }
    }

    private struct LandlockProblem: Error {
        let state: SandboxReport.State
    }

    /// The version of the kernel's interface, if it is one that holds.
    private var landlockVersion: Result<Int, LandlockProblem> {
        let version = Int(heddle_landlock_version())
        guard version > 0 else {
            let reason = CommandSpawnError.text(ofErrno: Int32(-version))
            return .failure(LandlockProblem(state: .missing("the kernel offers no Landlock: \(reason)")))
        }
        guard version >= LandlockRuleset.lowestVersion else {
            let reason = "version \(version) of the kernel's Landlock can't keep files from being emptied"
            return .failure(LandlockProblem(state: .fails(reason)))
        }
        return .success(version)
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
        let spec = CommandSpec(
            argv: ["/bin/sh", "-c", Self.script], cwd: "/", environment: [:], timeoutMs: Self.timeoutMs)
        let output = Mutex(OutputAccumulator(budget: Self.outputBytes))
        let run = CommandRun(
            spec: spec, controls: CommandControls(spec.streams),
            plan: { placeholders throws(CommandSpawnError) in
                do throws(SandboxError) {
                    return try make(ConfinementPlan(Self.confinement), spec, placeholders)
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
