#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds programs as a shell does.
struct ProgramSearch {
    /// Where programs lie when nothing says so.
    private static let defaultPath = "/usr/local/bin:/usr/bin:/bin"

    private let directories: [String]

    init(variables: [String: String]) {
        directories = (variables["PATH"] ?? Self.defaultPath).split(separator: ":").map(String.init)
    }

    /// The path of a program; nil when it isn't there.
    func path(of name: String) -> String? {
        directories.map { "\($0)/\(name)" }.first { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }
}
