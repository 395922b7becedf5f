import CommandExecution

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Runs commands through a `ProcessTable` in a process of its own, for tests that need one: to kill it, or to count its
// descriptors and children with nobody else around. See `usage` for what it can do.

let usage = """
    usage: ProcessTableProbe tree SCRIPT [MECHANISM]   run `sh -c SCRIPT`, passing its output on
           ProcessTableProbe interrupts COUNT SEED SCRIPT [MECHANISM]   run it COUNT times, interrupting it each time
                                            at a moment that the seed decides, and say how many ended
           ProcessTableProbe leaks COUNT    run commands of all endings COUNT times and say what is left of them
           ProcessTableProbe time COUNT [MIB [MECHANISM]]   run /bin/true COUNT times in a process that holds MIB MiB of
                                            memory, and say how long the median took
    """

@main
enum Probe {
    static func main() async throws {
        switch (CommandLine.arguments.dropFirst().first, CommandLine.arguments.dropFirst(2).first) {
        case ("tree", let script?):
            let (table, confinement) = sandbox(CommandLine.arguments.dropFirst(3).first)
            _ = try await table.run(["/bin/sh", "-c", script], confinement: confinement) {
                _ = write(1, $0.baseAddress, $0.count)
            }
        case ("interrupts", let count?):
            try await interrupt(count: Int(count) ?? 0, Array(CommandLine.arguments.dropFirst(3)))
        case ("leaks", let count?):
            try await showLeaks(count: Int(count) ?? 0)
        case ("time", let count?):
            let ballast = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) } ?? 0
            try await showTimes(count: Int(count) ?? 0, ballastMiB: ballast)
        default:
            print(usage)
            exit(2)
        }
    }

    /// A table that confines commands by a mechanism, and a confinement; without one, commands are not confined.
    private static func sandbox(_ mechanism: String?) -> (ProcessTable, Confinement?) {
        guard let mechanism, let name = SandboxMechanism.Name(rawValue: mechanism) else { return (ProcessTable(), nil) }
        return (ProcessTable(sandbox: Sandbox(allowed: [name])), .readOnly())
    }

    private static func interrupt(count: Int, _ arguments: [String]) async throws {
        guard arguments.count >= 2, var state = UInt64(arguments[0]) else { return print(usage) }
        let (table, confinement) = sandbox(arguments.dropFirst(2).first)
        // Trying the mechanism is no part of any command.
        _ = table.sandbox.report()
        var ended = 0
        for _ in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let script = arguments[1]
            let task = Task {
                try await table.run(["/bin/sh", "-c", script], confinement: confinement) { _ in }
            }
            // From before the start to when all of the tree is there.
            usleep(UInt32(state >> 33) % 40_000)
            task.cancel()
            if try await task.value.exit == .killed { ended += 1 }
        }
        table.shutdown()
        print("ended \(ended), running \(table.runningCount)")
    }

    private static func showLeaks(count: Int) async throws {
        try await runEveryEnding(times: 1)
        let before = entryCount("/proc/self/fd")
        try await runEveryEnding(times: count)
        print("descriptors \(entryCount("/proc/self/fd") - before)")
        print("children \(waitpid(-1, nil, WNOHANG) < 0 && errno == ECHILD ? "none" : "some")")
    }

    private static func runEveryEnding(times: Int) async throws {
        let table = ProcessTable()
        for _ in 0..<times {
            _ = try await table.run(["true"])
            _ = try await table.run(["sh", "-c", "kill -9 $$"])
            _ = try await table.run(["sleep", "1000"], timeoutMs: 1)
            _ = try? await table.run(["no-such-program"])
            _ = try? await table.run(["true"], cwd: "/no/such/directory")
            let cancelled = Task { try await table.run(["sleep", "1000"]) }
            cancelled.cancel()
            _ = try await cancelled.value
        }
        // Waits for the last thread, which cleans up after its caller has been told.
        table.shutdown()
        print("commands \(table.runningCount)")
    }

    private static func entryCount(_ path: String) -> Int {
        guard let directory = opendir(path) else { return -1 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil {
            count += 1
        }
        return count
    }

    private static func showTimes(count: Int, ballastMiB: Int) async throws {
        let (table, confinement) = sandbox(CommandLine.arguments.dropFirst(4).first)
        _ = table.sandbox.report()
        let ballast = [UInt8](repeating: 1, count: ballastMiB << 20)
        defer { withExtendedLifetime(ballast) {} }
        let clock = SuspendingClock()
        var times: [Duration] = []
        for _ in 0..<count {
            let start = clock.now
            _ = try await table.run(["/bin/true"], confinement: confinement)
            times.append(start.duration(to: clock.now))
        }
        times.sort()
        print("median \(times[count / 2]), fastest \(times[0]), slowest \(times[count - 1])")
    }
}

extension ProcessTable {
    fileprivate func run(
        _ argv: [String], cwd: String = "/", timeoutMs: Int? = nil, confinement: Confinement? = nil,
        onOutput: @escaping @Sendable (UnsafeRawBufferPointer) -> Void = { _ in }
    ) async throws(CommandSpawnError) -> CommandOutcome {
        let spec = CommandSpec(
            argv: argv, cwd: cwd, environment: ["PATH": "/usr/bin:/bin"], timeoutMs: timeoutMs,
            confinement: confinement)
        return try await run(spec, onOutput: onOutput)
    }
}
