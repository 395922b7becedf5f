#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a command may touch. A command without one is confined by nothing: full access, or a sandbox that somebody else
/// has put around the server.
///
/// Make it when the policy is set, not for every command: the roots are resolved here, once, and a root that later
/// leads somewhere else (a command that could write beside it has put a symbolic link there) is refused instead of
/// followed.
package struct Confinement: Sendable, Hashable {
    /// What it may do with files that are not unreadable.
    package enum Files: Sendable, Hashable {
        /// Read all.
        case readOnly
        /// Read all, change some.
        case workspaceWrite(WritablePlaces)
        /// Everything: the user has approved this command. Only the unreadable stays unreadable, so it still runs
        /// without new privileges: neither `sudo` nor anything else that is set-user-id works.
        case approved
    }

    package var files: Files

    /// Whether it may use the network, and with it whatever services of this machine listen on sockets. Without it
    /// there are only Unix sockets, and these only in connected pairs: nobody can be connected to.
    package var allowsNetwork: Bool

    /// Files and directories that it may neither read nor change; absolute paths. Those that are not there when it starts
    /// are not kept from it.
    package var unreadable: [String]

    /// The same as patterns (see `PathPattern`). What matches is looked up when the command starts.
    package var unreadablePatterns: [String]

    package init(files: Files, allowsNetwork: Bool, unreadable: [String] = [], unreadablePatterns: [String] = []) {
        self.files = files
        self.allowsNetwork = allowsNetwork
        self.unreadable = unreadable
        self.unreadablePatterns = unreadablePatterns
    }

    /// Whether there is anything that it forbids.
    var restricts: Bool {
        files != .approved || !allowsNetwork || !unreadable.isEmpty || !unreadablePatterns.isEmpty
    }

    /// A command that changes nothing.
    package static func readOnly(allowsNetwork: Bool = false) -> Confinement {
        Confinement(files: .readOnly, allowsNetwork: allowsNetwork)
    }

    /// A command that works in some directories.
    package static func workspaceWrite(_ places: WritablePlaces, allowsNetwork: Bool = false) -> Confinement {
        Confinement(files: .workspaceWrite(places), allowsNetwork: allowsNetwork)
    }

    /// A command that the user has allowed to do everything but read certain files.
    package static func approved(unreadable: [String], unreadablePatterns: [String] = []) -> Confinement {
        Confinement(
            files: .approved, allowsNetwork: true, unreadable: unreadable, unreadablePatterns: unreadablePatterns)
    }
}

/// The directories that a command works in.
package struct WritablePlaces: Sendable, Hashable {
    /// Directories of the user's work, without symbolic links in their paths. Their `protectedNames` stay read-only.
    package private(set) var roots: [String]

    /// Directories for temporary files, likewise; nothing in them is protected.
    package private(set) var temporary: [String]

    /// Paths that stay read-only though they lie in one of these directories. Those below a root of their own don't.
    package private(set) var readOnly: [String]

    /// Entries of every root that commands may not change or make: what versions and rules are kept in, and what would
    /// run outside of the sandbox later.
    package static let protectedNames = [".git", ".heddle", ".codex", ".agents"]

    /// Resolves the paths, which must be absolute. Directories that don't exist are left out when a command starts.
    ///
    /// - Parameters:
    ///   - roots: where the user's work is.
    ///   - temporaryDirectory: what `TMPDIR` names; `nil` for no such directory, or if it is excluded.
    ///   - excludesSlashTmp: whether `/tmp` is left out.
    ///   - readOnly: further paths to protect.
    package init(
        roots: [String], temporaryDirectory: String? = nil, excludesSlashTmp: Bool = false, readOnly: [String] = []
    ) {
        self.roots = roots.map(Places.canonical)
        let temporary = (excludesSlashTmp ? [] : ["/tmp"]) + (temporaryDirectory.map { [$0] } ?? [])
        self.temporary = temporary.filter { $0.hasPrefix("/") }.map(Places.canonical)
        self.readOnly = readOnly.map(Places.canonical)
    }

    /// These and some more, which are files or directories without symbolic links in their paths. Of a directory that has
    /// some of the `protectedNames` in it these stay read-only. Nothing of the other places is resolved again.
    package func adding(_ paths: [String]) -> WritablePlaces {
        var places = self
        for path in paths {
            // Protecting what is not there would keep a command from making anything, where Landlock confines it.
            if Self.needsProtection(path) { places.roots.append(path) } else { places.temporary.append(path) }
        }
        return places
    }

    /// Whether a directory is, or has in it, what versions and rules are kept in.
    private static func needsProtection(_ path: String) -> Bool {
        guard Places.kind(path) == .directory else { return false }
        return protectedNames.contains { name in
            path.hasSuffix("/" + name) || Places.kind(Places.join(path, name)) != nil
        }
    }
}
