import AppServerProtocol
import CommandExecution
import Support
import Synchronization
import ThreadStore
import WireJSON

/// The tool `exec_command`: asks where a policy demands it, runs the command, reports what it printed.
struct ExecCommandTool: Sendable {
    let context: TurnContext
    let thread: AgentThread
    let environment: AgentEnvironment
    let control: TurnControl

    private var feed: ThreadFeed { thread.feed }

    /// Runs one call to its end. The item that it starts is always completed.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let arguments: ExecCommandArguments
        do {
            arguments = try ExecCommandArguments(parsing: call.arguments)
        } catch {
            return ToolResult(text: error.description)
        }
        let shell = UserShell(environment: environment.variables, files: environment.files)
        let argv = arguments.argv(userShell: shell, files: environment.files)
        let directory = arguments.directory(from: context.settings.cwd)
        var item = CommandExecutionItem(
            id: call.callID, command: ShellQuoting.join(argv), cwd: directory, status: .inProgress,
            commandActions: CommandLineActions.classify(argv: argv, workingDirectory: directory))
        if context.begunItems.contains(item.id), call.isRedacted {
            feed.record(.approval(ApprovalRecord(turnId: context.turnID, itemId: item.id, isDecided: true)))
            item.aggregatedOutput = ApprovalTexts.redacted
            return refuse(item, ApprovalTexts.redacted, status: .failed)
        }
        // No sandbox mechanism is part of this version; the rules ask or refuse where one would be needed.
        let rules = ApprovalRules(
            approval: context.settings.approvalPolicy, sandbox: context.settings.sandboxPolicy,
            sandboxIsAvailable: false)
        let approvals = await thread.sessionApprovals
        let decision = rules.decide(
            wantsEscalation: arguments.sandboxPermissions == .requireEscalated, justification: arguments.justification
        ) { sandboxed in approvals.contains(argv: argv, directory: directory, sandboxed: sandboxed) }
        switch decision {
        case .run where context.begunItems.contains(item.id):
            // The user had been asked when another process died: settings that changed since don't answer for them.
            if let refusal = await ask(item, argv, directory, false, arguments.justification) { return refusal }
        case .run:
            item.source = .unifiedExecStartup
            start(item)
        case .refuse(let refusal):
            start(item)
            item.aggregatedOutput = refusal.modelText
            return refuse(item, refusal.modelText, status: .declined)
        case .ask(let reason, let sandboxed):
            start(item)
            if let refusal = await ask(item, argv, directory, sandboxed, reason) { return refusal }
        }
        item.source = .unifiedExecStartup
        return await execute(item, argv, directory, arguments)
    }

    // MARK: - Approval

    /// Asks the clients. Nil means yes; otherwise the item is complete and the result says why.
    private func ask(
        _ item: CommandExecutionItem, _ argv: [String], _ directory: String, _ sandboxed: Bool, _ reason: String?
    ) async -> ToolResult? {
        let params = CommandExecutionRequestApprovalParams(
            threadId: feed.id, turnId: context.turnID, itemId: item.id,
            startedAtMs: environment.clock.milliseconds(), reason: reason, command: item.command, cwd: directory,
            commandActions: item.commandActions, availableDecisions: [.accept, .acceptForSession, .decline, .cancel])
        let question = ApprovalRecord(turnId: context.turnID, itemId: item.id, isDecided: false)
        feed.record(.approval(question))
        do throws(RequestFailure) {
            let answer = try await feed.ask(
                ItemCommandExecutionRequestApproval.self, params, waiting: .waitingOnApproval)
            // What begins only now can't have begun before a crash: the answer is in the log first.
            guard await isKept(feed.record(.approval(question.decided))) else {
                return refuse(item, ApprovalTexts.failed("the answer could not be written down"), status: .failed)
            }
            switch answer.decision {
            case .accept:
                return nil
            case .acceptForSession:
                await thread.approve(argv, in: directory, sandboxed: sandboxed)
                return nil
            case .decline:
                return refuse(item, ApprovalTexts.declined, status: .declined)
            case .cancel:
                var result = refuse(item, ApprovalTexts.declined, status: .declined)
                result.endsTurn = true
                return result
            case .acceptWithExecpolicyAmendment, .applyNetworkPolicyAmendment:
                // Not among the decisions that were offered: no rule is written by this version, so none is promised.
                return refuse(item, ApprovalTexts.failed("the decision was not among those offered"), status: .failed)
            }
        } catch {
            feed.record(.approval(question.decided))
            switch error {
            case .cancelled: return refuse(item, ToolTexts.aborted, status: .declined)
            case .invalidAnswer(let reason): return refuse(item, ApprovalTexts.failed(reason), status: .failed)
            }
        }
    }

    /// Whether a record has reached the disk. Those of threads that are not kept have nowhere to go.
    private func isKept(_ ticket: LogTicket) async -> Bool {
        guard feed.path != nil else { return true }
        return await environment.store.committer.committed(ticket)
    }

    private func refuse(_ item: CommandExecutionItem, _ text: String, status: CommandExecutionStatus) -> ToolResult {
        var item = item
        item.status = status
        complete(item)
        return ToolResult(text: text)
    }

    // MARK: - Running

    private func execute(
        _ item: CommandExecutionItem, _ argv: [String], _ directory: String, _ arguments: ExecCommandArguments
    ) async -> ToolResult {
        var item = item
        let spec = CommandSpec(
            argv: argv, cwd: directory,
            environment: CommandEnvironment.make(
                from: environment.variables, removing: context.secretVariables, threadID: feed.id,
                callID: item.id),
            timeoutMs: arguments.timeoutMilliseconds)
        let endMs = environment.clock.milliseconds() + arguments.timeoutMilliseconds
        let output = CommandOutputSink(feed: feed, itemID: item.id, turnID: context.turnID) { [control, environment] in
            control.isInterrupted || environment.clock.milliseconds() >= endMs
        }
        do {
            let outcome = try await environment.processes.run(
                spec, onSpawn: { _ in }, onOutput: { bytes in output.take(bytes) })
            let captured = output.finish()
            let text = captured.text
            item.durationMs = outcome.durationMs
            item.exitCode = Int(outcome.exitCode)
            item.status = outcome.exit == .exited(0) ? .completed : .failed
            item.aggregatedOutput = text.isEmpty ? nil : text
            complete(item)
            return ToolResult(
                text: ExecCommandOutput(
                    chunkID: ExecCommandOutput.chunkID(environment.randomBits()), outcome: outcome, output: captured,
                    maxTokens: arguments.maxOutputTokens
                ).modelText)
        } catch {
            item.status = .failed
            item.exitCode = -1
            item.aggregatedOutput = error.message
            complete(item)
            return ToolResult(text: ExecCommandOutput.failed(error.message))
        }
    }

    private func start(_ item: CommandExecutionItem) {
        guard !context.begunItems.contains(item.id) else { return }
        feed.itemStarted(.commandExecution(item), turnID: context.turnID, atMs: environment.clock.milliseconds())
    }

    private func complete(_ item: CommandExecutionItem) {
        feed.itemCompleted(.commandExecution(item), turnID: context.turnID, atMs: environment.clock.milliseconds())
    }
}

extension ResponseAssembler.ToolCall {
    /// Whether the log, from which the call was read, has something else in a secret's place. What would be run is not what
    /// the user was asked about then, and not what the model wrote.
    fileprivate var isRedacted: Bool { arguments.contains(Redaction.replacement) }
}

/// What approvals tell the model.
enum ApprovalTexts {
    /// The user said no.
    static let declined = ExecCommandOutput.failed("rejected by user")

    /// The call is known from the log only, which doesn't have all of it.
    static let redacted = ExecCommandOutput.failed(
        "interrupted by a restart of the server and not run: the command held a secret, which no log keeps. Call the tool "
            + "again if it is still needed")

    /// No usable answer came.
    static func failed(_ reason: String) -> String {
        ExecCommandOutput.failed("approval request failed: \(reason)")
    }
}
