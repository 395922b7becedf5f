package import AppServerProtocol
import CommandExecution
import CommandPolicy
import Support
import ThreadStore
import WireJSON

/// Command lines that the user runs in the thread. They are the user's own acts: nothing asks about them or confines them.
extension AgentThread {
    /// Milliseconds that a command of the user's may take if the client says nothing: long enough for any build.
    private static let defaultShellTimeoutMs = 3_600_000

    /// Accepts a command line. It joins the running turn; without one it is a turn of its own. Returns what begins it once
    /// the client has its answer.
    package func shellCommand(
        _ params: ThreadShellCommandParams, userAgent: String
    ) async throws(AgentError) -> @Sendable () -> Void {
        guard params.command.contains(where: { !$0.isWhitespace }) else {
            throw AgentError(.invalidParams, "command must not be empty")
        }
        self.userAgent = userAgent
        await waitForOpenTurn()
        if let active {
            let turnID = active.id
            return {
                Task(executorPreference: self.environment.executor) { await self.runShell(params, turnID: turnID) }
            }
        }
        let pending = try accept(
            UserTurnInput(itemID: environment.identifiers.uuid(), content: []), settings: feed.read(\.settings))
        try await confirm(pending)
        return {
            pending.control.begin(
                Task(executorPreference: self.environment.executor) { await self.runShellTurn(params, pending) })
        }
    }

    private func runShellTurn(_ params: ThreadShellCommandParams, _ pending: PendingTurn) async {
        let begin = environment.clock.milliseconds()
        feed.turnStarted(pending.turn)
        await withTaskCancellationHandler {
            await runShell(params, turnID: pending.turn.id)
        } onCancel: {
            Task(executorPreference: environment.executor) { await self.sessions.end(turnID: pending.turn.id) }
        }
        let now = environment.clock.milliseconds()
        var ended = pending.turn
        ended.status = pending.control.isInterrupted ? .interrupted : .completed
        ended.completedAt = now / 1000
        ended.durationMs = max(0, now - begin)
        if await end(ended, atMs: now, await feed.sync()) { return }
        // The user has said something meanwhile: the model answers in the same turn.
        _ = try? await modelHistory()
        let tools = ToolRunner(
            context: pending.context, thread: self, environment: environment, control: pending.control)
        await TurnLoop(
            context: pending.context, thread: self, control: pending.control, environment: environment, tools: tools,
            surroundings: surroundings(pending.context)
        ).goOn(pending.turn, with: [])
    }

    /// Runs a command line to its end, as an item of a turn, and puts it before the model.
    private func runShell(_ params: ThreadShellCommandParams, turnID: String) async {
        let directory = feed.read(\.settings.cwd)
        let arguments = ExecCommandArguments(command: params.command)
        let argv = arguments.argv(userShell: environment.shell(), files: environment.files)
        let command = ParsedCommand(argv: argv, trustedShells: [environment.shell().path])
        let itemID = environment.identifiers.uuid()
        var item = CommandExecutionItem(
            id: itemID, command: command.text, cwd: directory, source: .userShell, status: .inProgress,
            commandActions: command.activities.map { CommandAction($0, workingDirectory: directory) })
        feed.itemStarted(.commandExecution(item), turnID: turnID, atMs: environment.clock.milliseconds())
        let session = sessions.reserve(
            TerminalSession.Facts(
                itemID: itemID, turnID: turnID, command: command.text, directory: directory, isTerminal: false),
            random: environment.randomBits())
        do throws(CommandSpawnError) {
            guard let session else {
                throw CommandSpawnError(kind: .resourcesExhausted, message: ExecCommandOutput.tooMany)
            }
            let border = ProfileBorder(random: environment.randomBits())
            let bordered = border.argv(argv)
            let output = CommandOutputSink(
                feed: feed, itemID: itemID, turnID: turnID, border: bordered == nil ? nil : border
            ) { session.isKilled }
            let spec = CommandSpec(
                argv: bordered ?? argv, cwd: directory,
                environment: CommandEnvironment.make(
                    from: EnvironmentPolicy(configuration).apply(to: environment.variables),
                    removing: ProviderChoice.secretVariables(configuration, environment.variables), threadID: id,
                    callID: itemID),
                timeoutMs: params.timeoutMs ?? Self.defaultShellTimeoutMs)
            let running = try await environment.processes.start(spec) { _, bytes in output.take(bytes) }
            session.begin(running, output: output, atMs: environment.clock.milliseconds())
            CommandWatcher(item: item, turnID: turnID, session: session, output: output)
                .watch(running, thread: self, environment: environment)
            await session.ended()
            sessions.remove(session)
            if let outcome = session.outcome {
                let text = TextTruncation.middle(
                    session.takeUnread().text,
                    maxBytes: ExecCommandOutput.defaultMaxTokens * TokenEstimate.bytesPerToken)
                await show(params.command, outcome, text)
            }
        } catch {
            if let session { sessions.remove(session) }
            item.status = .failed
            item.exitCode = -1
            item.aggregatedOutput = error.text
            feed.commandCompleted(item, turnID: turnID, atMs: environment.clock.milliseconds())
        }
    }

    /// Puts a command before the model, in the form that models know.
    private func show(_ command: String, _ outcome: CommandOutcome, _ output: String) async {
        let seconds = "\(outcome.durationMs / 1000).\(outcome.durationMs % 1000 / 100)"
        let item = HistoryItems.userMessage(texts: [
            """
            <user_shell_command>
            <command>
            \(command)
            </command>
            <result>
            Exit code: \(outcome.exitCode)
            Duration: \(seconds) seconds
            Output:
            \(output)
            </result>
            </user_shell_command>
            """
        ])
        try? await inject([item])
    }
}
