import AppServerProtocol
import CommandExecution
import CommandPolicy
import FilePatch
import ModelClient
import Support
import ThreadStore
import WireJSON

/// The tool `exec_command`: asks where rules or policy demand it, runs the command, reports what it printed.
struct ExecCommandTool: Sendable {
    let scope: ToolScope

    private var context: TurnContext { scope.context }
    private var environment: AgentEnvironment { scope.environment }

    /// Runs one call to its end. The item that it starts is always completed.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let arguments: ExecCommandArguments
        do {
            arguments = try ExecCommandArguments(parsing: call.arguments)
        } catch {
            return ToolResult(text: error.description)
        }
        let command = CommandCall(arguments, context: context, environment: environment)
        switch PatchInvocation(arguments: command.argv) {
        case .call(let patch, let directory):
            let directory = directory.map { PathText.resolve($0, against: command.directory) } ?? command.directory
            return await ApplyPatchTool(scope: scope).run(call, patch: patch, in: directory)
        case .withoutCall:
            return ToolResult(text: PatchReport.withoutCall)
        case nil:
            break
        }
        let session = scope.thread.sessions.reserve(
            TerminalSession.Facts(
                itemID: call.callID, turnID: context.turnID, command: command.text, directory: command.directory,
                isTerminal: arguments.isTerminal), random: environment.randomBits())
        guard let session else { return ToolResult(text: ExecCommandOutput.tooMany) }
        let result = await run(call, command, session)
        if session.pid == nil { scope.thread.sessions.remove(session) }
        return result
    }

    private func run(
        _ call: ResponseAssembler.ToolCall, _ command: CommandCall, _ session: TerminalSession
    ) async -> ToolResult {
        var item = CommandExecutionItem(
            id: call.callID, command: command.text, cwd: command.directory, status: .inProgress,
            commandActions: command.actions)
        if context.begunItems.contains(item.id), call.isRedacted {
            scope.feed.record(.approval(ApprovalRecord(turnId: context.turnID, itemId: item.id, isDecided: true)))
            item.aggregatedOutput = ApprovalTexts.redacted
            return refuse(item, ApprovalTexts.redacted, status: .failed)
        }
        let rules = RuleBook(configuration: scope.thread.configuration, files: environment.files)
            .contents(for: context.settings.cwd)
        await scope.thread.announce(rules.problems)
        let verdict = rules.rules.verdict(on: command.parsed, executables: command.executables)
        let isSandboxed: Bool
        switch await decision(about: command, verdict) {
        // The user had been asked when another process died: settings that changed since don't answer for them.
        case .run(let sandboxed) where context.begunItems.contains(item.id):
            switch await ask(item, command, verdict, sandboxed, command.arguments.justification) {
            case .run(let sandboxed): isSandboxed = sandboxed
            case .end(let result): return result
            }
        case .run(let sandboxed):
            item.source = .unifiedExecStartup
            item.processId = session.processID
            scope.begin(.commandExecution(item))
            isSandboxed = sandboxed
        case .refuse(let refusal):
            scope.begin(.commandExecution(item))
            item.aggregatedOutput = refusal.modelText
            return refuse(item, refusal.modelText, status: .declined)
        case .ask(let reason, let sandboxed):
            scope.begin(.commandExecution(item))
            switch await ask(item, command, verdict, sandboxed, reason) {
            case .run(let sandboxed): isSandboxed = sandboxed
            case .end(let result): return result
            }
        }
        item.source = .unifiedExecStartup
        item.processId = session.processID
        return await execute(item, command, session, sandboxed: isSandboxed)
    }

    // MARK: - Approval

    private func decision(about command: CommandCall, _ verdict: RuleVerdict) async -> ApprovalRules.Decision {
        let approvals = await scope.thread.sessionApprovals
        // Who has granted something on the condition of seeing every command is asked about every one.
        let isReviewed = await scope.granted().isReviewed
        let rules = ApprovalRules(
            approval: isReviewed ? .untrusted : context.settings.approvalPolicy, sandbox: context.settings.sandboxPolicy
        )
        let request = ApprovalRules.Request(
            command: command.text, verdict: verdict,
            wantsEscalation: command.arguments.sandboxPermissions == .requireEscalated,
            justification: command.arguments.justification)
        return rules.decide(request) { sandboxed in
            approvals.contains(argv: command.argv, directory: command.directory, sandboxed: sandboxed)
        }
    }

    /// What the user says about a command.
    private enum Word {
        /// It runs.
        case run(sandboxed: Bool)
        /// It doesn't: the item is complete, and the result says why.
        case end(ToolResult)
    }

    /// Asks the clients.
    private func ask(
        _ item: CommandExecutionItem, _ command: CommandCall, _ verdict: RuleVerdict, _ sandboxed: Bool,
        _ reason: String?
    ) async -> Word {
        let amendment = ProposedRule.prefix(
            for: command.parsed, verdict: verdict, requested: command.arguments.prefixRule)
        let amending = amendment.map {
            CommandExecutionApprovalDecision.acceptWithExecpolicyAmendment(.init(execpolicyAmendment: $0))
        }
        let params = CommandExecutionRequestApprovalParams(
            threadId: scope.feed.id, turnId: context.turnID, itemId: item.id,
            startedAtMs: environment.clock.milliseconds(), reason: reason, command: item.command, cwd: item.cwd,
            argv: command.argv, executable: command.executable, commandActions: item.commandActions,
            proposedExecpolicyAmendment: amendment,
            availableDecisions: [.accept, .acceptForSession] + [amending].compactMap(\.self) + [.decline, .cancel])
        let reply = await scope.ask(
            ItemCommandExecutionRequestApproval.self, params, about: item.id, word: \.decision.word)
        switch reply {
        case .withdrawn:
            return .end(refuse(item, ToolTexts.aborted, status: .declined))
        case .unusable(let reason):
            return .end(refuse(item, ApprovalTexts.failed(reason), status: .failed))
        case .answered(let answer):
            switch answer.decision {
            case .accept:
                return .run(sandboxed: sandboxed)
            case .acceptForSession:
                await scope.thread.approve(command.argv, in: command.directory, sandboxed: sandboxed)
                return .run(sandboxed: sandboxed)
            case .acceptWithExecpolicyAmendment(let amendment):
                await scope.allow(amendment.execpolicyAmendment)
                return .run(sandboxed: sandboxed)
            case .decline:
                return .end(refuse(item, ApprovalTexts.declined, status: .declined))
            case .cancel:
                var result = refuse(item, ApprovalTexts.declined, status: .declined)
                result.endsTurn = true
                return .end(result)
            case .applyNetworkPolicyAmendment(let decision):
                scope.feed.warning(ApprovalTexts.noHostRules(decision.networkPolicyAmendment.host))
                guard decision.networkPolicyAmendment.action == .allow else {
                    return .end(refuse(item, ApprovalTexts.declined, status: .declined))
                }
                // A yes to a host is a yes to the command, but none to leaving the sandbox.
                return .run(sandboxed: context.settings.sandboxPolicy.restrictsCommands)
            }
        }
    }

    private func refuse(_ item: CommandExecutionItem, _ text: String, status: CommandExecutionStatus) -> ToolResult {
        var item = item
        item.status = status
        scope.complete(.commandExecution(item))
        return ToolResult(text: text)
    }

    // MARK: - Running

    private func execute(
        _ item: CommandExecutionItem, _ command: CommandCall, _ session: TerminalSession, sandboxed: Bool
    ) async -> ToolResult {
        let border = ProfileBorder(random: environment.randomBits())
        let confinement = await scope.confinement().confinement(sandboxed: sandboxed)
        let spec = command.spec(
            callID: item.id, threadID: scope.feed.id, confinement: confinement, context: context, border: border)
        let output = CommandOutputSink(
            feed: scope.feed, itemID: item.id, turnID: context.turnID,
            border: spec.argv == command.argv ? nil : border
        ) { [control = scope.control] in
            session.isKilled || control.isInterrupted
        }
        do {
            let running = try await environment.processes.start(spec) { _, bytes in output.take(bytes) }
            session.begin(running, output: output, atMs: environment.clock.milliseconds())
            let watcher = CommandWatcher(item: item, turnID: context.turnID, session: session, output: output)
            watcher.watch(running, thread: scope.thread, environment: environment)
        } catch {
            scope.thread.sessions.remove(session)
            var item = item
            item.status = .failed
            item.exitCode = -1
            item.aggregatedOutput = error.text
            scope.complete(.commandExecution(item))
            return ToolResult(text: ExecCommandOutput.failed(error.text))
        }
        return await scope.look(
            at: session, milliseconds: command.arguments.yieldMilliseconds,
            maxTokens: command.arguments.maxOutputTokens)
    }
}

extension ToolScope {
    /// Waits a while for a command, and reports what it has printed since the last look. A command of an interrupted turn
    /// is ended first.
    func look(at session: TerminalSession, milliseconds: Int, maxTokens: Int) async -> ToolResult {
        let began = environment.clock.milliseconds()
        await session.ended(within: milliseconds, sleep: environment.retries.sleep)
        if control.isInterrupted || Task.isCancelled {
            let isOwn = session.facts.turnID == context.turnID
            if isOwn {
                session.kill()
                await session.ended()
            }
            let passed = environment.clock.milliseconds() - (isOwn ? session.startedAtMs : began)
            return ToolResult(text: ExecCommandOutput.aborted(durationMilliseconds: max(0, passed)))
        }
        let state: ExecCommandOutput.State
        switch session.outcome {
        case nil:
            session.goToBackground()
            state = .running(number: session.number, milliseconds: max(0, environment.clock.milliseconds() - began))
        case let outcome?:
            thread.sessions.remove(session)
            state = .ended(outcome)
        }
        return ToolResult(
            text: ExecCommandOutput(
                chunkID: ExecCommandOutput.chunkID(environment.randomBits()), state: state,
                output: session.takeUnread(), maxTokens: maxTokens
            ).modelText)
    }
}

extension CommandSpawnError {
    /// What the model and the user read: a command that could not be confined is told by the protocol's word.
    var text: String { kind == .sandboxError ? "sandboxError: \(message)" : message }
}

extension CommandExecutionApprovalDecision {
    /// The decision's name.
    var word: String {
        switch self {
        case .accept: "accept"
        case .acceptForSession: "acceptForSession"
        case .acceptWithExecpolicyAmendment: "acceptWithExecpolicyAmendment"
        case .applyNetworkPolicyAmendment: "applyNetworkPolicyAmendment"
        case .decline: "decline"
        case .cancel: "cancel"
        }
    }
}

extension ToolScope {
    /// Adds a rule that allows commands for good. If that fails, this one command runs nevertheless: it was approved.
    func allow(_ words: [String]) async {
        let book = RuleBook(configuration: thread.configuration, files: environment.files)
        let amendment = RuleAmendment(words: words, path: book.amendments)
        let files = environment.files
        let failure = await BlockingWork.run { () -> RuleAmendment.Failure? in
            do throws(RuleAmendment.Failure) {
                try amendment.write(files: files)
                return nil
            } catch {
                return error
            }
        }
        if let failure { feed.warning("The rule was not added: \(failure.message)") }
    }
}
