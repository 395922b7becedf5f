/// The options that have bubblewrap build what a confinement says: a view of the file system in which everything is
/// read-only but the writable places, namespaces of its own, no capabilities.
///
/// What it can't hold: files that come to match an unreadable pattern while the command runs; other names of unreadable
/// files (hard links, further mounts of their file system). If what is to be mounted over vanishes while it starts, it
/// fails, with its own message on the command's stderr.
struct BubblewrapOptions {
    let plan: ConfinementPlan
    /// The command's working directory, absolute.
    let cwd: String
    let environment: [String: String]
    /// Disks, which hold every file a second time.
    var blockDevices: [String] = []
    /// Whether the command has a terminal, whose session it must not leave.
    var hasTerminal = false
    /// Whether the server is the superuser, who needs no user namespace for mounting.
    var isSuperuser = false

    /// The options, without the program's name. `filter` is the descriptor that the system call filter is read from.
    func options(filter: Int32?) -> [String] {
        var options = ["--die-with-parent"]
        options += plan.isApproved ? approvedNamespaces : namespaces
        options += mounts
        options += ["--chdir", cwd, "--clearenv"]
        for (name, value) in environment {
            options += ["--setenv", name, value]
        }
        if let filter {
            options += ["--seccomp", "\(filter)"]
        }
        return options
    }

    // MARK: - Namespaces

    private var namespaces: [String] {
        var options = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL"]
        if !plan.allowsNetwork {
            options.append("--unshare-net")
        }
        if !hasTerminal {
            options.append("--new-session")
        }
        return options
    }

    /// An approved command sees all processes and may do to them what the user may. A superuser stays one, without the
    /// powers that would undo the mounts or read memory and disks.
    private var approvedNamespaces: [String] {
        guard isSuperuser else { return ["--unshare-user", "--cap-drop", "ALL"] }
        return Capability.escapes.flatMap { ["--cap-drop", $0.name] }
    }

    // MARK: - Mounts

    private var mounts: [String] {
        var options =
            plan.isApproved
            ? ["--dev-bind", "/", "/"]
            // The kernel's settings below /proc/sys belong to the superuser even where that one has no powers.
            : ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--remount-ro", "/proc"]
        for (path, mount) in mountPoints {
            switch mount {
            case .bind(.write): options += [plan.isApproved ? "--dev-bind" : "--bind", path, path]
            case .bind(.read): options += ["--ro-bind", path, path]
            case .bind(.none): options += Self.hiding(path)
            case .hidden: options += ["--ro-bind", "/dev/null", path]
            }
        }
        return options
    }

    private enum Mount {
        case bind(PlaceAccess)
        /// An empty device that can't be opened.
        case hidden
    }

    /// What is mounted, from the root down.
    private var mountPoints: [(path: String, mount: Mount)] {
        var points: [String: Mount] = [:]
        let access = plan.access
        for (path, own) in access.places {
            let around = access.access(Places.parent(path))
            guard around != .none, own != around || own == .write, stands(path) else { continue }
            points[path] = .bind(own)
            if around == .write {
                pin(above: path, &points)
            }
        }
        for path in blockDevices where access.access(path) != .none {
            points[path] = .hidden
        }
        return points.sorted { (Places.depth($0.key), $0.key) < (Places.depth($1.key), $1.key) }
            .map { (path: $0.key, mount: $0.value) }
    }

    /// Mounts the writable directories above a place onto themselves: what is mounted can't be moved out of the way, so
    /// that something else could stand at the place next time.
    private func pin(above path: String, _ points: inout [String: Mount]) {
        var directory = Places.parent(path)
        while directory != "/", plan.access.places[directory] == nil, plan.access.access(directory) == .write {
            points[directory] = .bind(.write)
            directory = Places.parent(directory)
        }
    }

    private func stands(_ path: String) -> Bool {
        switch Places.kind(path) {
        case nil, .symbolicLink: false
        default: true
        }
    }

    private static func hiding(_ path: String) -> [String] {
        Places.kind(path) == .directory
            ? ["--perms", "0000", "--tmpfs", path, "--remount-ro", path] : ["--ro-bind", "/dev/null", path]
    }
}
