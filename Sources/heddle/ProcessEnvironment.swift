// `environ` is a variable of the C library; it is read once, before any other thread exists.
#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The variables that the process was started with.
enum ProcessEnvironment {
    /// A copy of all variables as they were at the start; the process's own are overwritten later where they are secrets
    /// (see `SecretEnvironment`).
    static func current() -> [String: String] { initial }

    private static let initial = read()

    private static func read() -> [String: String] {
        var variables: [String: String] = [:]
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        while let text = entry.pointee {
            let assignment = String(cString: text)
            if let equals = assignment.firstIndex(of: "=") {
                variables[String(assignment[..<equals])] = String(assignment[assignment.index(after: equals)...])
            }
            entry += 1
        }
        return variables
    }
}
