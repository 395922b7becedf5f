import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Confines a command by the program `bwrap`.
struct Bubblewrap {
    /// Where it is.
    let path: String

    /// Words in its options at most: it stops at 9000, its own and the command's among them.
    private static let wordLimit = 8000

    func plan(
        _ spec: CommandSpec, _ confinement: ConfinementPlan, _ placeholders: Placeholders.Lease
    ) throws(SandboxError) -> LaunchPlan {
        // A command could put anything there, to be run unconfined the next time.
        guard confinement.isApproved || !confinement.allowsWriting(path) else {
            throw SandboxError(
                kind: .noMechanism, message: "bwrap is at `\(path)`, where the command itself may write")
        }
        try placeholders.take(confinement.missing)

        var launch = LaunchPlan(spec)
        let cwd = Places.absolute(spec.cwd)
        var options = BubblewrapOptions(
            plan: confinement, cwd: cwd, environment: spec.environment, hasTerminal: spec.streams.isTerminal,
            isSuperuser: geteuid() == 0)
        var filter: Int32?
        if confinement.isApproved {
            options.blockDevices = Places.disks
        } else {
            guard let bytes = SystemCallFilter.make(confinement.allowsNetwork ? [] : .network) else { throw .noFilter }
            filter = try hand(bytes, named: "heddle-filter", &launch)
        }
        let words = options.options(filter: filter)
        guard words.count <= Self.wordLimit else {
            throw SandboxError(
                kind: .tooManyPlaces,
                message: "the sandbox policy and the environment make \(words.count) options for bwrap, which takes "
                    + "\(Self.wordLimit); name directories in the policy instead of many files")
        }
        let text = words.flatMap { (option: String) -> [UInt8] in Array(option.utf8) + [0] }
        let arguments = try hand(text, named: "heddle-sandbox", &launch)

        launch.argv = [path, "--args", "\(arguments)", "--"] + spec.argv
        // What the environment says to the dynamic linker is for the command, and must not come to pass in a program
        // that is not confined yet. It gets its environment from the options.
        launch.environment = [:]
        return launch
    }

    /// Hands bytes to the program as a file. Returns the descriptor's number there.
    private func hand(_ bytes: [UInt8], named name: String, _ launch: inout LaunchPlan) throws(SandboxError) -> Int32 {
        let file = bytes.withUnsafeBytes { heddle_memory_file(name, $0.baseAddress, $0.count) }
        guard file >= 0 else {
            throw SandboxError(
                kind: .systemRefused,
                message: "no file in memory can be made: \(CommandSpawnError.text(ofErrno: -file))")
        }
        launch.handed.append(file)
        return Int32(HEDDLE_FIRST_HANDED) + Int32(launch.handed.count) - 1
    }
}
