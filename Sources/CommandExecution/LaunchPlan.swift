import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is really executed for a command: the command itself, or the program that confines it, and with what.
/// Owns the descriptors that it names.
struct LaunchPlan: ~Copyable {
    var argv: [String]
    var cwd: String
    var environment: [String: String]
    /// What the program is looked up along.
    var searchPath: String

    /// Descriptors that the program gets from `HEDDLE_FIRST_HANDED` up.
    var handed: [Int32] = []
    /// What the command sees, if that is not what the server sees.
    var view: CommandView?
    /// The Landlock ruleset to enter, or -1.
    var ruleset: Int32 = -1
    /// The system call filter; empty for none.
    var filter: [UInt8] = []
    /// Bit N: capability N is dropped.
    var droppedCapabilities: UInt64 = 0
    var forbidsNewPrivileges = false

    /// What a command without `PATH` of its own is looked up in.
    static let fallbackSearchPath = "/usr/local/bin:/usr/bin:/bin"

    /// The command as it is.
    init(_ spec: CommandSpec) {
        argv = spec.argv
        cwd = spec.cwd
        environment = spec.environment
        searchPath = spec.environment["PATH"] ?? Self.fallbackSearchPath
    }

    deinit {
        for descriptor in handed + [ruleset] where descriptor >= 0 {
            close(descriptor)
        }
    }

    /// Starts the supervisor. Returns 0 or an errno.
    func spawn(_ streams: CommandStreams, _ spawned: inout heddle_spawned) -> Int32 {
        let strings = SpawnStrings(self)
        guard let view else {
            let none = heddle_view(flags: 0, user_namespace: -1, places: nil, place_count: 0)
            return spawn(strings, streams, none, &spawned)
        }
        return view.withSystemView { spawn(strings, streams, $0, &spawned) }
    }

    private func spawn(
        _ strings: borrowing SpawnStrings, _ streams: CommandStreams, _ view: heddle_view,
        _ spawned: inout heddle_spawned
    ) -> Int32 {
        var terminal: TerminalSize?
        var hasInput = false
        var hasErrors = false
        switch streams {
        case .pipes(let opensInput, let separatesErrors): (hasInput, hasErrors) = (opensInput, separatesErrors)
        case .terminal(let size): terminal = size
        }
        return filter.withUnsafeBytes { filter in
            var request = heddle_spawn_request(
                argv: strings.argv.pointer, environment: strings.environment.pointer,
                working_directory: strings.directory, search_path: strings.searchPath,
                opens_input: hasInput ? 1 : 0, separates_errors: hasErrors ? 1 : 0,
                terminal_rows: terminal.map { max(1, $0.rows) } ?? 0, terminal_columns: terminal?.columns ?? 0,
                handed: (handed.first ?? -1, handed.dropFirst().first ?? -1), handed_count: Int32(handed.count),
                confinement: heddle_confinement(
                    view: view, ruleset: ruleset, filter: filter.isEmpty ? nil : filter.baseAddress,
                    filter_length: filter.count, dropped_capabilities: droppedCapabilities,
                    no_new_privileges: forbidsNewPrivileges ? 1 : 0))
            return heddle_spawn(&request, &spawned)
        }
    }
}
