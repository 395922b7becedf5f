import AgentCore
import AppServerProtocol
import CommandExecution
import Support
import WireJSON

/// `command/exec` and its companions: commands that clients run by themselves, in the sandbox.
struct CommandExecHandlers: Sendable {
    let environment: AgentEnvironment

    private static let method = "command/exec"
    private static let notOpen = "stdin streaming is not enabled for this command/exec"
    /// Milliseconds after which a command is killed if the client says nothing: commands of this kind are quick looks, and
    /// one that hangs would keep its answer for ever.
    private static let defaultTimeoutMs = 10_000
    /// Bytes of each stream that are kept if the client says nothing.
    private static let defaultCap = 1 << 20

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(CommandExec.self, arriving: arrive) { params, context, place in
            defer { context.connection.processes.remove(place) }
            return Handled(try await run(params, context.connection, place.process))
        }
        // On arrival: what is written arrives in the order in which it was sent.
        router.on(
            CommandExecWrite.self,
            arriving: { params, context throws(ServerFailure) in
                let delta = try InputDelta(params.deltaBase64, closes: params.closeStdin, method: "command/exec/write")
                try delta.write(to: try find(params.processId, context), notOpen: Self.notOpen)
            }
        ) { _, _, _ in
            Handled(CommandExecWriteResponse())
        }
        router.on(CommandExecTerminate.self) { params, context in
            try find(params.processId, context).kill()
            return Handled(CommandExecTerminateResponse())
        }
        router.on(CommandExecResize.self) { params, context in
            let process = try find(params.processId, context)
            guard let size = ProcessRequest.terminalSize((params.size.rows, params.size.cols)) else {
                throw ServerFailure(
                    code: .invalidParams, kind: "invalidParams",
                    "command/exec size rows and cols must be greater than 0")
            }
            do throws(CommandInputError) {
                try process.resize(size)
            } catch {
                throw ServerFailure(error, notOpen: Self.notOpen)
            }
            return Handled(CommandExecResizeResponse())
        }
    }

    private func find(_ name: String, _ context: RequestContext) throws(ServerFailure) -> ClientProcess {
        guard let process = context.connection.processes[name] else {
            throw ServerFailure(
                kind: "processNotFound", "no active command/exec for process id \"\(name)\"",
                details: ["processId": .string(name)])
        }
        return process
    }

    /// Checks a request and gives its process a place, in the order of arrival: what is written to it right behind finds
    /// it.
    private func arrive(
        _ params: CommandExecParams, _ context: RequestContext
    ) throws(ServerFailure) -> ClientProcesses.Place {
        let request = params.request
        try request.check()
        if params.timeoutMs != nil, params.disableTimeout {
            throw Self.invalid("command/exec cannot set both timeoutMs and disableTimeout")
        }
        if params.outputBytesCap != nil, params.disableOutputCap {
            throw Self.invalid("command/exec cannot set both outputBytesCap and disableOutputCap")
        }
        if let cap = params.outputBytesCap, cap < 0 {
            throw Self.invalid("command/exec outputBytesCap must be non-negative, got \(cap)")
        }
        if params.sandboxPolicy != nil, params.permissionProfile != nil {
            throw ServerFailure(
                kind: "invalidParams", "`permissionProfile` cannot be combined with `sandboxPolicy`")
        }
        let name = params.processId.flatMap { $0.isEmpty ? nil : $0 }
        if name == nil, params.tty || params.streamStdin || params.streamStdoutStderr {
            throw ServerFailure(
                kind: "invalidParams", "command/exec tty or streaming requires a client-supplied processId")
        }
        guard let place = context.connection.processes.add(ClientProcess(streams: request.streams), name: name) else {
            throw ServerFailure(
                kind: "duplicateProcess", "duplicate active command/exec process id: \"\(name ?? "")\"")
        }
        return place
    }

    private func run(
        _ params: CommandExecParams, _ connection: ClientConnection, _ process: ClientProcess
    ) async throws -> CommandExecResponse {
        let surroundings = CommandSurroundings(environment)
        let directory = surroundings.directory(params.cwd)
        let confinement = try surroundings.confinement(
            params.sandboxPolicy, profile: params.permissionProfile, directory: directory)
        let spec = CommandSpec(
            argv: params.command, cwd: directory,
            environment: surroundings.variables(
                params.env, isOffline: confinement.map { !$0.allowsNetwork } ?? false),
            timeoutMs: params.disableTimeout ? nil : params.timeoutMs ?? Self.defaultTimeoutMs,
            streams: process.streams, confinement: confinement)
        let output = ClientOutput(
            cap: params.disableOutputCap ? nil : params.outputBytesCap ?? Self.defaultCap,
            delta: params.request.streamsOutput ? delta(params.processId ?? "", connection) : nil)
        do throws(CommandSpawnError) {
            let running = try await environment.processes.start(spec) { output.take($0, $1) }
            process.begin(running)
            let outcome = await running.outcome
            return CommandExecResponse(
                exitCode: Int(outcome.exitCode), stdout: output[.output].text, stderr: output[.errors].text)
        } catch {
            throw ServerFailure(starting: "command", error)
        }
    }

    private func delta(_ processID: String, _ connection: ClientConnection) -> ClientOutput.Delta {
        { [clock = environment.clock] stream, bytes, capReached in
            connection.notifyWithRoom(
                CommandExecOutputDeltaNotification(
                    processId: processID, stream: stream == .output ? .stdout : .stderr,
                    deltaBase64: Base64Text.encode(bytes), capReached: capReached), clock: clock)
        }
    }

    private static func invalid(_ message: String) -> ServerFailure {
        ServerFailure(code: .invalidParams, kind: "invalidParams", message)
    }
}

extension CommandExecParams {
    fileprivate var request: ProcessRequest {
        ProcessRequest(
            method: "command/exec", command: command, isTerminal: tty, streamsInput: streamStdin || tty,
            streamsOutput: streamStdoutStderr || tty, size: size.map { ($0.rows, $0.cols) }, timeoutMs: timeoutMs)
    }
}
