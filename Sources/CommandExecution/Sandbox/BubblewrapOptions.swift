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
        for (path, mount) in MountPoints(plan, blockDevices: blockDevices).all {
            switch mount {
            case .bind(.write): options += [plan.isApproved ? "--dev-bind" : "--bind", path, path]
            case .bind(.read): options += ["--ro-bind", path, path]
            case .bind(.none): options += Self.hiding(path)
            case .hidden: options += ["--ro-bind", "/dev/null", path]
            }
        }
        return options
    }

    private static func hiding(_ path: String) -> [String] {
        Places.kind(path) == .directory
            ? ["--perms", "0000", "--tmpfs", path, "--remount-ro", path] : ["--ro-bind", "/dev/null", path]
    }
}
