import AgentCore
import AppServerProtocol
import CommandExecution
import Support
import WireJSON

/// `process/*`: processes that clients run by themselves, and that nothing confines.
struct ProcessHandlers: Sendable {
    let environment: AgentEnvironment

    private static let notOpen = "stdin streaming is not enabled for this process"

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ProcessSpawn.self, arriving: arrive) { params, context, place in
            let exit = try await start(params, context.connection, place)
            return Handled(ProcessSpawnResponse(), afterwards: exit)
        }
        // On arrival: what is written arrives in the order in which it was sent.
        router.on(
            ProcessWriteStdin.self,
            arriving: { params, context throws(ServerFailure) in
                let delta = try InputDelta(params.deltaBase64, closes: params.closeStdin, method: "process/writeStdin")
                try delta.write(to: try find(params.processHandle, context), notOpen: Self.notOpen)
            }
        ) { _, _, _ in
            Handled(ProcessWriteStdinResponse())
        }
        router.on(ProcessKill.self) { params, context in
            try find(params.processHandle, context).kill()
            return Handled(ProcessKillResponse())
        }
        router.on(ProcessResizePty.self) { params, context in
            let process = try find(params.processHandle, context)
            guard let size = ProcessRequest.terminalSize((params.size.rows, params.size.cols)) else {
                throw ServerFailure(
                    code: .invalidParams, kind: "invalidParams", "process size rows and cols must be greater than 0")
            }
            do throws(CommandInputError) {
                try process.resize(size)
            } catch {
                throw ServerFailure(error, notOpen: Self.notOpen)
            }
            return Handled(ProcessResizePtyResponse())
        }
    }

    private func find(_ handle: String, _ context: RequestContext) throws(ServerFailure) -> ClientProcess {
        guard let process = context.connection.handles[handle] else {
            throw ServerFailure(
                kind: "processNotFound", "no active process for process handle \"\(handle)\"",
                details: ["processHandle": .string(handle)])
        }
        return process
    }

    /// Checks a request and gives its process a place, in the order of arrival.
    private func arrive(
        _ params: ProcessSpawnParams, _ context: RequestContext
    ) throws(ServerFailure) -> ClientProcesses.Place {
        let request = ProcessRequest(
            method: "process/spawn", command: params.command, isTerminal: params.tty,
            streamsInput: params.streamStdin || params.tty, streamsOutput: params.streamStdoutStderr || params.tty,
            size: params.size.map { ($0.rows, $0.cols) }, timeoutMs: params.timeoutMs)
        try request.check()
        guard !params.processHandle.isEmpty else {
            throw ServerFailure(kind: "invalidParams", "processHandle must not be empty")
        }
        guard params.cwd.hasPrefix("/") else {
            throw ServerFailure(
                kind: "invalidParams", "Invalid request: AbsolutePathBuf deserialized without a base path",
                details: ["path": "cwd"])
        }
        if let cap = params.outputBytesCap, cap < 0 {
            throw ServerFailure(
                code: .invalidParams, kind: "invalidParams",
                "process/spawn outputBytesCap must be non-negative, got \(cap)")
        }
        let process = ClientProcess(streams: request.streams)
        guard let place = context.connection.handles.add(process, name: params.processHandle) else {
            throw ServerFailure(
                kind: "duplicateProcess", "duplicate active process handle: \"\(params.processHandle)\"")
        }
        return place
    }

    /// Starts a process. Returns what waits for its end, to be called once the client has its answer.
    private func start(
        _ params: ProcessSpawnParams, _ connection: ClientConnection, _ place: ClientProcesses.Place
    ) async throws(ServerFailure) -> @Sendable () -> Void {
        let surroundings = CommandSurroundings(environment)
        let spec = CommandSpec(
            argv: params.command, cwd: params.cwd, environment: surroundings.variables(params.env),
            timeoutMs: params.timeoutMs, streams: place.process.streams)
        let streams = params.streamStdoutStderr || params.tty
        let output = ClientOutput(
            cap: params.outputBytesCap, delta: streams ? delta(params.processHandle, connection) : nil)
        let running: RunningCommand
        do throws(CommandSpawnError) {
            running = try await environment.processes.start(spec) { output.take($0, $1) }
        } catch {
            connection.handles.remove(place)
            throw ServerFailure(starting: "process", error)
        }
        place.process.begin(running)
        return { [environment] in
            Task(executorPreference: environment.executor) {
                let outcome = await running.outcome
                connection.handles.remove(place)
                let (standard, errors) = (output[.output], output[.errors])
                connection.notify(
                    ProcessExitedNotification(
                        processHandle: params.processHandle, exitCode: Int(outcome.exitCode), stdout: standard.text,
                        stdoutCapReached: standard.capReached, stderr: errors.text,
                        stderrCapReached: errors.capReached), clock: environment.clock)
            }
        }
    }

    private func delta(_ handle: String, _ connection: ClientConnection) -> ClientOutput.Delta {
        { [clock = environment.clock] stream, bytes, capReached in
            connection.notifyWithRoom(
                ProcessOutputDeltaNotification(
                    processHandle: handle, stream: stream == .output ? .stdout : .stderr,
                    deltaBase64: Base64Text.encode(bytes), capReached: capReached), clock: clock)
        }
    }
}
