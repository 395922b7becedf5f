import AgentCore
import CommandExecution
import Logging
import ModelClient
import ServerConfig
import Support
import ThreadStore
import Transport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The server as a process: one client over standard input and output, until the input ends or a signal comes.
package enum AppServerMain {
    /// Runs to the end and returns the exit code: 0 after a clean stop, 1 when the start failed. Blocks the calling
    /// thread, which must be the process's first and only one.
    package static func run(_ options: ServerOptions) -> Int32 {
        SignalWatcher.prepare()
        let workers = WorkerPool(threads: activeProcessorCount())
        let exitCode = Monitor<Int32?>(nil)
        Task(executorPreference: workers) {
            let code: Int32
            do {
                code = try await serve(try StandardStreams.guarded(), options, workers)
            } catch {
                ProcessLog.fail("heddle: \(error)\n")
                code = 1
            }
            exitCode.withLock { $0 = code }
            exitCode.wakeAll()
        }
        return exitCode.wait { $0 }
    }

    private static func serve(
        _ streams: StandardStreams, _ options: ServerOptions, _ workers: WorkerPool
    ) async throws -> Int32 {
        let logger = ProcessLog.logger(options.environment)
        let home = try HomeDirectory(environment: options.environment)
        let configuration = ConfigurationSource(
            home: home, overrides: try options.configOverrides.map(ConfigOverride.init(parsing:)))
        if options.strictConfig, let failure = configuration.current.strictFailure { throw failure }

        let clock = WallClock.system
        let store = ThreadStore(home: home.path, clock: clock.milliseconds, logger: logger)
        let processes = ProcessTable()
        let sleeper = Sleeper()
        let connections = ConnectionRegistry()
        let models = ModelClients(
            environment: options.environment, configuration: { configuration.current }, sleeper: sleeper)
        let server = AppServer(
            environment: AgentEnvironment(
                clock: clock, identifiers: .system, store: store, processes: processes, files: .live,
                configuration: { configuration.current }, models: { models.client(for: $0) }, executor: workers,
                retries: RetryEnvironment(
                    sleep: { try await sleeper.sleep(milliseconds: $0) }, jitter: RetryEnvironment.system.jitter),
                requests: OutgoingRequests(), audience: connections.audience, variables: options.environment,
                workingDirectory: Self.workingDirectory(), randomBits: { .random(in: 0 ... .max) },
                version: ServerVersion.protocolLevel, logger: logger),
            connections: connections)

        let outbound = OutboundQueue()
        let mirror = try options.mirrorDirectory.map { directory in
            try WireMirror(directory: directory, name: "stdio-\(clock.milliseconds())-\(getpid()).jsonl", clock: clock)
        }
        let transport = StdioTransport(streams: streams, outbound: outbound, mirror: mirror) { position in
            store.committer.wait(forPosition: position)
        }
        let stop = StopRequest()
        SignalWatcher.start { signal, count in
            if count > 1 { _exit(0) }
            stop.make(.signal(signal))
        }
        let processor = server.connect(id: 0, outbound: outbound)
        transport.start { event in
            switch event {
            case .line(let line): processor.receive(line)
            case .oversized(let limit): processor.receiveOversized(limit: limit)
            case .end: stop.make(.endOfInput)
            }
        }

        let reason = await stop.reason()
        let isDraining = reason == .endOfInput && options.drainOnEOF
        if !isDraining { ShutdownDeadline.start() }
        await server.stop(draining: isDraining)
        ShutdownDeadline.start()
        processes.shutdown()
        transport.finishWriting()
        store.close()
        return 0
    }
}

extension AppServerMain {
    /// The number of processors that are there to run on.
    private static func activeProcessorCount() -> Int {
        max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
    }

    /// The directory that the process was started in; `/` when it is gone.
    private static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}

/// Ends the process when a stop takes longer than clients wait for it.
enum ShutdownDeadline {
    /// Starts the countdown. A client that does not read its output can hold back the last lines, never the end.
    static func start() {
        BlockingThread.start(name: "deadline") {
            usleep(UInt32(Limits.shutdownGraceMilliseconds) * 1000)
            _exit(0)
        }
    }
}
