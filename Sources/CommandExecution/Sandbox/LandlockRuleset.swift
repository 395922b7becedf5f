import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes rulesets in the kernel.
enum LandlockRuleset {
    /// The first version that controls truncation; before, every file could be emptied.
    static let lowestVersion = 3

    /// What sandboxed processes may not do to those outside: connect to abstract Unix sockets, send signals. Since
    /// version 6.
    private static let scopes: UInt64 = 1 << 0 | 1 << 1

    /// Returns the descriptor of a ruleset with the given rules. Places that are gone are left out.
    static func make(_ rules: LandlockRules, version: Int, isScoped: Bool) throws(SandboxError) -> Int32 {
        let ruleset = heddle_landlock_create(Int32(version), rules.handled.rawValue, isScoped ? scopes : 0)
        guard ruleset >= 0 else { throw refused("makes no Landlock rules", errno: -ruleset) }
        for (place, rights) in rules.rules {
            let failure = allow(ruleset, place, rights)
            guard failure == 0 else {
                close(ruleset)
                throw refused("takes no Landlock rule for `\(place)`", errno: failure)
            }
        }
        return ruleset
    }

    private static func allow(_ ruleset: Int32, _ place: String, _ rights: LandlockRules.Rights) -> Int32 {
        let descriptor = open(place, heddle_open_path_flag() | O_CLOEXEC | O_NOFOLLOW)
        // Closed directories of others can't be opened even so; the command has no business there either.
        guard descriptor >= 0 else { return [ENOENT, ENOTDIR, EACCES].contains(errno) ? 0 : errno }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return errno }
        var rights = rights
        if status.st_mode & S_IFMT != S_IFDIR {
            rights.formIntersection(.ofFiles)
        }
        return rights.isEmpty ? 0 : -heddle_landlock_allow(ruleset, descriptor, rights.rawValue)
    }

    private static func refused(_ what: String, errno number: Int32) -> SandboxError {
        SandboxError(
            kind: .systemRefused, message: "the kernel \(what): \(CommandSpawnError.text(ofErrno: number))")
    }
}
