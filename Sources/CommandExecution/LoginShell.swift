#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The shell that the user logs in with.
package enum LoginShell {
    /// Its path: what the system's list of users says, as `SHELL` is whatever the program that started the server made
    /// of it; `SHELL` where the list has no shell to log in with, as for service accounts; else `/bin/bash` or `/bin/sh`.
    ///
    /// - Parameter variables: the server's environment.
    package static func path(variables: [String: String]) -> String {
        [listed, variables["SHELL"], "/bin/bash"].lazy.compactMap { $0 }.first(where: isUsable) ?? "/bin/sh"
    }

    /// What the list of users says of this process's user.
    private static var listed: String? {
        // Entries can be longer than the system's estimate, which is no limit.
        var capacity = 1024
        while capacity <= 1 << 20 {
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            var buffer = [CChar](repeating: 0, count: capacity)
            let (failure, shell): (Int32, String?) = buffer.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return (ERANGE, nil) }
                let failure = getpwuid_r(getuid(), &entry, base, buffer.count, &found)
                return (failure, found == nil ? nil : entry.pw_shell.map { String(cString: $0) })
            }
            guard failure == ERANGE else { return shell }
            capacity *= 4
        }
        return nil
    }

    /// Whether commands can be given to a program: it is there, and no stand-in that says no to everyone.
    static func isUsable(_ path: String) -> Bool {
        path.hasPrefix("/") && access(path, X_OK) == 0
            && !["nologin", "false", "true"].contains(path.split(separator: "/").last.map(String.init))
    }
}
