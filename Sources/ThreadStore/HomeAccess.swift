#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why nothing can be kept in a home directory. Whoever finds one goes on with lists and reads.
package struct HomeProblem: Hashable, Sendable {
    /// What can't be written: the home, a folder in it, or the folder that it is to be made in.
    package var path: String
    /// The system's words.
    package var reason: String
    /// What to do about it.
    package var remedy: String
}

/// Looks whether a home directory can be written, without writing.
package enum HomeAccess {
    /// The errors that say that a place can't be written at all, until somebody changes that. A full disk is another
    /// matter: it takes writes again by itself.
    static let refusals: Set<Int32> = [EROFS, EACCES, EPERM, ENOTDIR]

    /// What keeps threads from being stored under a home; nil when nothing does. Costs a few looks at the file system.
    package static func problem(home: String) -> HomeProblem? {
        let paths = StorePaths(home: home)
        for (path, isFolder) in [(paths.home, true), (paths.threads, true), (paths.leases, false)] {
            guard StorePaths.exists(path) else {
                // A dangling link or a file on the way says something else than that nothing is there.
                if errno != ENOENT { return problem(path, errno) }
                if path == paths.home { return creationProblem(paths.home) }
                continue
            }
            if isFolder, !isDirectory(path) { return problem(path, ENOTDIR) }
            if access(path, isFolder ? W_OK | X_OK : W_OK) != 0 { return problem(path, errno) }
        }
        return nil
    }

    /// What keeps a folder from being made; nil when nothing does.
    private static func creationProblem(_ path: String) -> HomeProblem? {
        var above = path
        while let slash = above.lastIndex(of: "/") {
            above = slash == above.startIndex ? "/" : String(above[..<slash])
            if StorePaths.exists(above) {
                guard isDirectory(above) else { return problem(above, ENOTDIR) }
                return access(above, W_OK | X_OK) == 0 ? nil : problem(above, errno)
            }
            if errno != ENOENT { return problem(above, errno) }
            if above == "/" { break }
        }
        return nil
    }

    private static func problem(_ path: String, _ number: Int32) -> HomeProblem {
        let remedy =
            switch number {
            case EROFS: "Mount its file system for writing"
            case ENOTDIR: "Move away what lies there, so that a directory can be made"
            default: "Give the user who runs Heddle the permission to write there"
            }
        return HomeProblem(
            path: path, reason: SystemError.text(number),
            remedy: "\(remedy), or set HEDDLE_HOME to a directory that can be written.")
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

extension ThreadStore {
    /// What keeps threads from being stored at the moment; nil when nothing does.
    package var homeProblem: HomeProblem? { HomeAccess.problem(home: paths.home) }
}
