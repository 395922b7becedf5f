#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The strings of a spawn request in the form that `execve` takes; they live as long as this.
struct SpawnStrings: ~Copyable {
    let argv: CStringList
    let environment: CStringList
    let directory: UnsafeMutablePointer<CChar>
    let searchPath: UnsafeMutablePointer<CChar>

    init(_ plan: borrowing LaunchPlan) {
        argv = CStringList(plan.argv)
        environment = CStringList(plan.environment.map { "\($0.key)=\($0.value)" })
        directory = strdup(plan.cwd)
        searchPath = strdup(plan.searchPath)
    }

    deinit {
        argv.deallocate()
        environment.deallocate()
        free(directory)
        free(searchPath)
    }
}

extension CommandSpec {
    /// Throws `invalidCommand` for what C strings can't carry.
    func check() throws(CommandSpawnError) {
        guard let program = argv.first, !program.isEmpty else {
            throw CommandSpawnError(kind: .invalidCommand, message: "command must not be empty")
        }
        for argument in argv where argument.utf8.contains(0) {
            throw CommandSpawnError(
                kind: .invalidCommand, message: "an argument of `\(program)` contains a NUL character")
        }
        guard !cwd.isEmpty, !cwd.utf8.contains(0) else {
            throw CommandSpawnError(
                kind: .invalidCommand, message: "the working directory of `\(program)` is empty or contains NUL")
        }
        for (name, value) in environment
        where name.isEmpty || name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") })
            || value.utf8.contains(0)
        {
            throw CommandSpawnError(
                kind: .invalidCommand,
                message: "the environment variable `\(name)` of `\(program)` has an invalid name or a NUL in its value")
        }
    }
}

/// A NULL-terminated array of C strings.
struct CStringList {
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
