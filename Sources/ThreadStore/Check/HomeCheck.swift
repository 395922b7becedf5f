#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The home directory itself. Where it can't be looked into, no other check means anything.
enum HomeCheck {
    /// Why nothing can be checked; nil when the home can be looked into.
    static func obstacle(_ paths: StorePaths) -> CheckFinding? {
        let home = paths.home
        var status = stat()
        guard stat(home, &status) == 0 else {
            return errno == ENOENT
                ? CheckFinding(
                    "noHome", .damage, path: home, "there is no home directory",
                    advice: "name the right one with HEDDLE_HOME; a new one is made with the first thread")
                : unreadable(home, errno)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return CheckFinding(
                "foreignFile", .damage, path: home, "a file lies in the place of the home directory",
                advice: "move it away, or name another home with HEDDLE_HOME")
        }
        guard access(home, R_OK | X_OK) == 0 else { return unreadable(home, errno) }
        return nil
    }

    private static func unreadable(_ home: String, _ number: Int32) -> CheckFinding {
        CheckFinding(
            "unreadableHome", .damage, path: home, "the home directory can't be read: \(SystemError.text(number))",
            advice: "run this as the user whose home it is, or give this one the permission to read it")
    }
}
