import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Confines a command by a view of the file system of its own, in which everything is read-only but the writable places,
/// and by Landlock and a system call filter on top of that.
///
/// The view is made in a user namespace, so nobody has to be the superuser for it, and by the system calls of the
/// command's own process before it executes its program, so nothing has to be installed. It keeps what Landlock alone
/// can't: files can be made beside protected entries, and attributes outside of the writable places stay as they are.
///
/// What it can't hold is what bubblewrap can't either: files that come to match an unreadable pattern while the command
/// runs; other names of unreadable files (hard links, further mounts of their file system). Beyond that, processes of
/// others can be seen, though not read, and before version 6 of Landlock they can be sent signals; and the names of the
/// machine's network interfaces can be read.
struct Namespaces {
    let user: UserNamespace
    let landlock: Int

    func plan(
        _ spec: CommandSpec, _ confinement: ConfinementPlan, _ placeholders: Placeholders.Lease
    ) throws(SandboxError) -> LaunchPlan {
        try placeholders.take(confinement.missing)
        var launch = try Landlock(version: landlock, isMounted: true).plan(spec, confinement)
        launch.view = CommandView(confinement, user, isSuperuser: geteuid() == 0)
        return launch
    }
}

/// A user namespace in which commands may mount. It belongs to the server and to nobody in it: commands give up all
/// powers there before they run.
package final class UserNamespace: Sendable, Hashable {
    let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Makes one. Blocks for some milliseconds.
    static func make() throws(SandboxError) -> UserNamespace {
        let descriptor = heddle_make_user_namespace()
        guard descriptor >= 0 else {
            throw SandboxError(
                kind: .systemRefused,
                message: "the kernel makes no user namespace: \(CommandSpawnError.text(ofErrno: -descriptor))")
        }
        return UserNamespace(descriptor: descriptor)
    }

    deinit {
        close(descriptor)
    }

    package static func == (left: UserNamespace, right: UserNamespace) -> Bool {
        left === right
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}
