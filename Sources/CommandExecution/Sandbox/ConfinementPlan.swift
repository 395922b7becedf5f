/// A confinement as it applies at one moment: patterns looked up, links followed, protected entries found.
///
/// It is also what decides over changes that the server makes itself on the model's behalf, such as patches.
package struct ConfinementPlan: Sendable, Hashable {
    /// What may be done where.
    package private(set) var access: AccessMap

    /// Protected entries that are not there, and must not come to be.
    package private(set) var missing: [String] = []

    /// Whether the user has approved the command: only reading is restricted.
    package let isApproved: Bool

    /// Whether the network may be used.
    package let allowsNetwork: Bool

    package init(_ confinement: Confinement) throws(SandboxError) {
        allowsNetwork = confinement.allowsNetwork
        switch confinement.files {
        case .readOnly:
            isApproved = false
            access = AccessMap(elsewhere: .read)
        case .workspaceWrite(let places):
            isApproved = false
            access = AccessMap(elsewhere: .read)
            try open(places)
        case .approved:
            isApproved = true
            access = AccessMap(elsewhere: .write)
        }
        for path in confinement.unreadable {
            try Self.check(path)
            access.set(Places.canonical(path), .none)
        }
        for pattern in confinement.unreadablePatterns {
            for match in try PathPattern(pattern).matches() {
                access.set(Places.canonical(match), .none)
            }
        }
    }

    /// A path without symbolic links as far as it exists, and without `.` and `..`: the form that access is decided by.
    package static func physical(_ path: String) -> String { Places.canonical(path) }

    /// Whether the content at a path may be read. Follows links as they are now.
    package func allowsReading(_ path: String) -> Bool {
        access.access(Places.canonical(path)) >= .read
    }

    /// Whether a path may be changed or made. Follows links as they are now.
    package func allowsWriting(_ path: String) -> Bool {
        access.access(Places.canonical(path)) == .write
    }

    // MARK: - Writable places

    private mutating func open(_ places: WritablePlaces) throws(SandboxError) {
        for directory in places.temporary where Places.kind(directory) != nil {
            try Self.checkRoot(directory)
            access.set(directory, .write)
        }
        var explicit = Set(places.readOnly)
        for path in places.readOnly {
            try Self.check(path)
            access.set(path, .read)
        }
        let roots = places.roots.filter { Places.kind($0) != nil }
        for root in roots {
            try Self.checkRoot(root)
            access.set(root, .write)
            explicit.insert(root)
        }
        for root in roots {
            protect(root, explicit)
        }
    }

    private mutating func protect(_ root: String, _ explicit: Set<String>) {
        var isClosed = false
        for name in WritablePlaces.protectedNames {
            let path = Places.join(root, name)
            if explicit.contains(path) { continue }
            access.set(path, .read)
            switch Places.kind(path) {
            case nil: missing.append(path)
            // Somebody else's, who removes it when he is done, or left behind by a server that was killed.
            case .directory where Placeholders.isPlaceholder(path): missing.append(path)
            case .symbolicLink:
                access.set(Places.canonical(path), .read)
                isClosed = true
            default: break
            }
        }
        for directory in GitDirectories.beyond(root) where !explicit.contains(directory) {
            access.set(directory, .read)
        }
        // Nothing can be mounted on a link, and one that can be replaced protects nothing: only what is in the root
        // can be changed then, not the root itself.
        if isClosed {
            close(root)
        }
    }

    private mutating func close(_ root: String) {
        access.set(root, .read)
        for entry in Places.entries(root) ?? [] {
            let path = Places.join(root, entry)
            if access.places[path] == nil, Places.kind(path) != .symbolicLink {
                access.set(path, .write)
            }
        }
        missing.removeAll { Places.parent($0) == root }
    }

    // MARK: - Checks

    private static func check(_ path: String) throws(SandboxError) {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
            throw SandboxError(
                kind: .invalidPath, message: "the sandbox policy names `\(path)`, which is not an absolute path")
        }
    }

    private static func checkRoot(_ root: String) throws(SandboxError) {
        try check(root)
        let now = Places.canonical(root)
        guard now == root else {
            throw SandboxError(
                kind: .rootMoved,
                message: "the writable directory `\(root)` now leads to `\(now)` through a symbolic link, "
                    + "so no command may write there; set the policy anew if that is meant")
        }
    }
}
