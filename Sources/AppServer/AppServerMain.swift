import AgentCore
import AppServerProtocol
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
        let configuration: ConfigurationSource
        do {
            configuration = ConfigurationSource(
                home: try HomeDirectory(environment: options.environment),
                overrides: try options.configOverrides.map(ConfigOverride.init(parsing:)))
            if options.strictConfig, let failure = configuration.current.strictFailure { throw failure }
        } catch {
            ProcessLog.fail("heddle: \(error)\n")
            return 1
        }
        SecretEnvironment.hide(SecretEnvironment.names(variables: options.environment, configuration.current))
        let workers = WorkerPool(threads: activeProcessorCount())
        let exitCode = Monitor<Int32?>(nil)
        Task(executorPreference: workers) {
            let code: Int32
            do {
                code = try await serve(try StandardStreams.guarded(), configuration, options, workers)
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
        _ streams: StandardStreams, _ configuration: ConfigurationSource, _ options: ServerOptions,
        _ workers: WorkerPool
    ) async throws -> Int32 {
        let logger = ProcessLog.logger(options.environment)
        let clock = WallClock.system
        let connections = ConnectionRegistry()
        let store = ThreadStore(home: configuration.home.path, clock: clock.milliseconds, logger: logger) { event in
            connections.notify(WarningNotification(event), clock: clock)
        }
        let processes = ProcessTable()
        let sleeper = Sleeper()
        let models = ModelClients(
            environment: options.environment, configuration: { configuration.current }, sleeper: sleeper)
        let server = AppServer(
            environment: AgentEnvironment(
                clock: clock, identifiers: .system, store: store, processes: processes, files: .live,
                configuration: { configuration.current }, models: { models.client(for: $0) }, executor: workers,
                retries: RetryEnvironment(
                    sleep: { try await sleeper.sleep(milliseconds: $0) }, jitter: RetryEnvironment.system.jitter),
                requests: OutgoingRequests(), audience: connections.audience, variables: options.environment,
                shell: { UserShell.ofUser(variables: options.environment) }, workingDirectory: Self.workingDirectory(),
                randomBits: { .random(in: 0 ... .max) },
                version: ServerVersion.protocolLevel, logger: logger),
            connections: connections)

        let outbound = OutboundQueue()
        let mirror = try options.mirrorDirectory.map { directory in
            try WireMirror(directory: directory, name: "stdio-\(clock.milliseconds())-\(getpid()).jsonl", clock: clock)
        }
        let transport = StdioTransport(
            streams: streams, outbound: outbound, mirror: mirror,
            barriers: LogBarriers(
                isPassed: { store.committer.isSettled(position: $0) },
                wait: { store.committer.wait(forPosition: $0) }))
        let stop = StopRequest()
        SignalWatcher.start { signal, count in
            if count > 1 { _exit(0) }
            ShutdownDeadline.start(milliseconds: Limits.shutdownGraceMilliseconds)
            // A server that is finishing its turns after the end of the input stops finishing them.
            if !stop.make(.signal(signal)) {
                Task(executorPreference: workers) { await server.interruptTurns() }
            }
        }
        let processor = server.connect(id: 0, outbound: outbound)
        transport.start { event in
            switch event {
            case .line(let line): processor.receive(line)
            case .oversized(let limit): processor.receiveOversized(limit: limit)
            case .end: stop.make(.endOfInput)
            }
        }

        let maintenance = Task(executorPreference: workers) {
            try await server.maintenance.run { try await sleeper.sleep(milliseconds: $0) }
        }
        let reason = await stop.reason()
        maintenance.cancel()
        let isDraining = reason == .endOfInput && options.drainOnEOF
        let watchClient = {
            ShutdownDeadline.start(milliseconds: Limits.stalledClientMilliseconds) {
                // What waits for the disk is not the client's fault.
                guard store.committer.isSettled(position: store.latestPosition) else { return .working }
                return .standing(at: outbound.deliveredBytes &+ server.answeredRequests)
            }
        }
        if !isDraining { watchClient() }
        await server.stop(draining: isDraining)
        if isDraining { watchClient() }
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

/// Ends the process when a stop takes longer than anybody should wait for it.
enum ShutdownDeadline {
    /// How far a stop has come.
    enum Progress: Equatable {
        /// Something goes on that ends by itself.
        case working
        /// So much has been done.
        case standing(at: Int)
    }

    /// Starts a countdown. With `progress` it begins anew unless that stands where it stood: a client that reads slowly gets
    /// everything, one that does not read at all cannot keep the process.
    static func start(milliseconds: Int, unless progress: (@Sendable () -> Progress)? = nil) {
        BlockingThread.start(name: "deadline") {
            var last = progress?()
            while true {
                usleep(UInt32(milliseconds) * 1000)
                let now = progress?()
                if now == nil || (now == last && now != .working) { _exit(0) }
                last = now
            }
        }
    }
}
