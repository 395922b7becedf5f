import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The strings of a spawn request in the form that `execve` takes; they live until `free()`.
struct SpawnStrings: ~Copyable {
    private let argv: CStringList
    private let environment: CStringList
    private let directory: UnsafeMutablePointer<CChar>
    private let searchPath: UnsafeMutablePointer<CChar>

    /// What a command without `PATH` of its own is looked up in.
    private static let fallbackSearchPath = "/usr/local/bin:/usr/bin:/bin"

    /// Throws `invalidCommand` for what C strings can't carry.
    init(_ spec: CommandSpec) throws(CommandSpawnError) {
        guard let program = spec.argv.first, !program.isEmpty else {
            throw CommandSpawnError(kind: .invalidCommand, message: "command must not be empty")
        }
        for argument in spec.argv where argument.utf8.contains(0) {
            throw CommandSpawnError(
                kind: .invalidCommand, message: "an argument of `\(program)` contains a NUL character")
        }
        guard !spec.cwd.isEmpty, !spec.cwd.utf8.contains(0) else {
            throw CommandSpawnError(
                kind: .invalidCommand, message: "the working directory of `\(program)` is empty or contains NUL")
        }
        for (name, value) in spec.environment
        where name.isEmpty || name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") })
            || value.utf8.contains(0)
        {
            throw CommandSpawnError(
                kind: .invalidCommand,
                message: "the environment variable `\(name)` of `\(program)` has an invalid name or a NUL in its value")
        }
        argv = CStringList(spec.argv)
        environment = CStringList(spec.environment.map { "\($0.key)=\($0.value)" })
        directory = strdup(spec.cwd)
        searchPath = strdup(spec.environment["PATH"] ?? Self.fallbackSearchPath)
    }

    deinit {
        argv.deallocate()
        environment.deallocate()
        free(directory)
        free(searchPath)
    }

    /// Starts the supervisor. Returns 0 or an errno.
    func spawn(_ spawned: inout heddle_spawned) -> Int32 {
        var request = heddle_spawn_request(
            argv: argv.pointer, environment: environment.pointer, working_directory: directory, search_path: searchPath)
        return heddle_spawn(&request, &spawned)
    }
}

/// A NULL-terminated array of C strings.
private struct CStringList {
    private let strings: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let count: Int

    var pointer: UnsafePointer<UnsafePointer<CChar>?> { UnsafePointer(strings) }

    init(_ texts: [String]) {
        count = texts.count
        strings = .allocate(capacity: count + 1)
        for (index, text) in texts.enumerated() {
            (strings + index).initialize(to: UnsafePointer(strdup(text)))
        }
        (strings + count).initialize(to: nil)
    }

    func deallocate() {
        for index in 0..<count {
            free(UnsafeMutablePointer(mutating: strings[index]))
        }
        strings.deallocate()
    }
}
