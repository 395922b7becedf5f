#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why the server could not be started.
struct ServerProcessError: Error {
    /// The program and the system's reason.
    let message: String
}

/// A server as a child of this process: this same program, reached through pipes.
struct ServerProcess {
    /// Its process id, which is also the id of its process group.
    let id: pid_t
    /// Where its requests go.
    let input: Int32
    /// Where its lines come from.
    let output: Int32

    /// How long a server may take to end after its input did, and again after SIGTERM. It needs a fraction of that;
    /// the commands that it has to kill may be many.
    private static let grace = Duration.seconds(5)

    /// Starts the server. Its standard error is this process's.
    ///
    /// It gets a process group of its own: Ctrl-C in a terminal reaches the whole group in front, and must interrupt
    /// the turn, not the server.
    init(arguments: [String], environment: [String: String]) throws(ServerProcessError) {
        guard let requests = Pipe(), let lines = Pipe() else { throw Self.failure("cannot make a pipe", errno) }
        var actions = Self.fileActions()
        var attributes = Self.attributes()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(requests.readEnd)
            close(lines.writeEnd)
        }
        posix_spawn_file_actions_adddup2(&actions, requests.readEnd, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, lines.writeEnd, STDOUT_FILENO)

        // This process handles SIGINT and ignores SIGPIPE; the child is to start as from a shell.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGINT)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETPGROUP))

        let program = Self.program()
        let words = Self.pointers([program] + arguments)
        let variables = Self.pointers(environment.map { "\($0.key)=\($0.value)" })
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let result = posix_spawn(&child, program, &actions, &attributes, words, variables)
        guard result == 0 else {
            close(requests.writeEnd)
            close(lines.readEnd)
            throw Self.failure("cannot start \(program)", result)
        }
        id = child
        input = requests.writeEnd
        output = lines.readEnd
    }

    /// Sends a line. False when the server is gone.
    func send(_ line: [UInt8]) -> Bool {
        FileOutput.write(line, to: input)
    }

    /// Ends the input, which ends the server, and waits. A server that does not end is told to, then made to.
    ///
    /// - Parameter drain: called again and again until the server's output has ended; it waits at most the given
    ///   number of milliseconds, and says whether there may be more.
    func stop(drain: (_ milliseconds: Int32) -> Bool) {
        close(input)
        let steps: [Int32?] = [nil, SIGTERM, SIGKILL]
        for signal in steps {
            if let signal { kill(signal == SIGKILL ? -id : id, signal) }
            let deadline = ContinuousClock.now + Self.grace
            var isOpen = true
            while ContinuousClock.now < deadline {
                // Poll for the exit only when the output has ended: then it is a matter of a few milliseconds.
                if isOpen { isOpen = drain(100) } else { usleep(2000) }
                if !isOpen, hasExited() { return }
            }
        }
    }

    /// Tells the server to end now. It interrupts its turns and kills their processes; `stop` waits for that.
    func terminate() {
        kill(id, SIGTERM)
    }

    private func hasExited() -> Bool {
        var status: Int32 = 0
        return waitpid(id, &status, WNOHANG) != 0
    }

    /// Copies of texts as a C array, with the nil at its end.
    private static func pointers(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }

    /// The file of this program.
    private static func program() -> String {
        #if os(Linux)
            return "/proc/self/exe"
        #else
            var size = UInt32(PATH_MAX)
            var path = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&path, &size) == 0 else { return CommandLine.arguments[0] }
            return String(cString: path)
        #endif
    }

    // The two systems' types differ: a struct, and a pointer that may be nil.
    #if canImport(Glibc)
        private static func fileActions() -> posix_spawn_file_actions_t { posix_spawn_file_actions_t() }
        private static func attributes() -> posix_spawnattr_t { posix_spawnattr_t() }
    #else
        private static func fileActions() -> posix_spawn_file_actions_t? { nil }
        private static func attributes() -> posix_spawnattr_t? { nil }
    #endif

    private static func failure(_ what: String, _ code: Int32) -> ServerProcessError {
        ServerProcessError(message: "\(what): \(String(cString: strerror(code)))")
    }
}
