#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program to see whether it works.
enum TrialRun {
    /// How long it may take, in milliseconds.
    private static let milliseconds = 5000

    /// How often it is looked whether it has ended, in milliseconds.
    private static let pauseMilliseconds = 10

    /// Whether the program ends with status 0 in time. What it says is thrown away. Blocking.
    static func succeeds(_ path: String, _ arguments: [String], _ variables: [String: String]) -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        let search = variables["PATH"].map { strdup("PATH=\($0)") } ?? nil
        defer { free(search) }
        var environment = [search, nil]
        var child: pid_t = 0
        guard posix_spawn(&child, path, &actions, nil, &words, &environment) == 0 else { return false }
        var status: CInt = 0
        for _ in 0..<(milliseconds / pauseMilliseconds) {
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child { return status == 0 }
            if ended < 0, errno != EINTR { return false }
            usleep(UInt32(pauseMilliseconds) * 1000)
        }
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        return false
    }
}
