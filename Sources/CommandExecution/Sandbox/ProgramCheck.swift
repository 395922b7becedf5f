#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CommandSpec {
    /// Throws what starting the program would, if it can be seen beforehand. For mechanisms that start it themselves
    /// and could only print what went wrong.
    func checkProgram() throws(CommandSpawnError) {
        let directory = Places.absolute(cwd)
        var failure = ENOENT
        for candidate in candidates(in: directory) {
            var status = stat()
            guard stat(candidate, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFREG, access(candidate, X_OK) == 0 { return }
            failure = EACCES
        }
        throw .executing(self, errno: failure)
    }

    private func candidates(in directory: String) -> [String] {
        guard !program.contains("/") else {
            return [program.hasPrefix("/") ? program : Places.join(directory, program)]
        }
        let searchPath = environment["PATH"] ?? LaunchPlan.fallbackSearchPath
        return searchPath.split(separator: ":", omittingEmptySubsequences: false).map { entry in
            let entry = entry.isEmpty ? "." : String(entry)
            return Places.join(entry.hasPrefix("/") ? entry : Places.join(directory, entry), program)
        }
    }
}
