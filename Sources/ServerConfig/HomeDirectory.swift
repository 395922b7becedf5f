#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The directory that holds everything of one installation: `config.toml`, thread logs, indexes.
///
/// It is the first of `$HEDDLE_HOME`, `$CODEX_HOME` (so that an existing configuration keeps working) and
/// `~/.heddle`. Finding it touches no file; `create()` makes it when something is to be written.
package struct HomeDirectory: Hashable, Sendable {
    /// The variables that may name the directory, the first that is set and not empty wins.
    package static let variables = ["HEDDLE_HOME", "CODEX_HOME"]

    /// Only the owner may look into the directory: logs hold what the user and the model said.
    private static let mode: mode_t = 0o700

    /// The absolute path, without a slash at its end.
    package let path: String

    /// The configuration file of the user.
    package var configFile: String { path + "/config.toml" }

    /// Wraps a path that is already known.
    ///
    /// - Throws: `homeNotAbsolute` when the path does not begin with a slash.
    package init(path: String) throws(ConfigError) {
        try self.init(path: path, namedBy: "the given path")
    }

    /// Finds the directory by the environment, and by the user record when the environment has no `HOME`.
    ///
    /// - Throws: `homeNotAbsolute` or `homeUnknown`.
    package init(environment: [String: String]) throws(ConfigError) {
        for variable in Self.variables {
            guard let value = environment[variable], !value.isEmpty else { continue }
            try self.init(path: value, namedBy: variable)
            return
        }
        if let home = environment["HOME"], !home.isEmpty {
            try self.init(path: home + "/.heddle", namedBy: "HOME")
            return
        }
        guard let home = Self.homeOfCurrentUser() else {
            throw ConfigError(
                .homeUnknown, "there is no home directory for this user: set HEDDLE_HOME to an absolute path")
        }
        try self.init(path: home + "/.heddle", namedBy: "the user record")
    }

    private init(path: String, namedBy source: String) throws(ConfigError) {
        guard path.utf8.first == UInt8(ascii: "/") else {
            throw ConfigError(.homeNotAbsolute, "\(source) names `\(path)`, which is not an absolute path")
        }
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        self.path = path
    }

    /// Makes the directory, with the ones above it, unless it exists. What is made is readable by the owner only.
    ///
    /// - Throws: `homeNotCreated`, with the path that failed and the system's reason.
    package func create() throws(ConfigError) {
        if Self.isDirectory(path) { return }
        var prefix = ""
        for component in path.split(separator: "/") {
            prefix += "/" + component
            if mkdir(prefix, Self.mode) == 0 { continue }
            let reason = errno
            // Somebody else may have made it meanwhile, and a parent may be unwritable yet exist.
            guard Self.isDirectory(prefix) else {
                throw ConfigError(.homeNotCreated, "cannot create `\(prefix)`: \(String(cString: strerror(reason)))")
            }
        }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func homeOfCurrentUser() -> String? {
        // The record's strings live in this buffer; 16 KiB is what sysconf suggests at most on current systems.
        let size = 16 * 1024
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer -> String? in
            guard let storage = buffer.baseAddress else { return nil }
            var record = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard getpwuid_r(getuid(), &record, storage, size, &found) == 0, found != nil,
                let directory = record.pw_dir
            else { return nil }
            return String(cString: directory)
        }
    }
}
