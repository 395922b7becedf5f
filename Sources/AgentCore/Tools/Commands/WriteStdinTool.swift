import AppServerProtocol
import CommandExecution
import Support

/// The tool `write_stdin`: writes into a command that runs, or looks what it has printed meanwhile.
struct WriteStdinTool: Sendable {
    let scope: ToolScope

    /// Runs one call. It has no item of its own: it belongs to the command's.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let arguments: WriteStdinArguments
        do {
            arguments = try WriteStdinArguments(parsing: call.arguments)
        } catch {
            return ToolResult(text: error.description)
        }
        guard let session = scope.thread.sessions[arguments.sessionID], session.pid != nil else {
            return failed("Unknown process id \(arguments.sessionID)")
        }
        if !arguments.text.isEmpty, !session.isOver {
            guard session.facts.isTerminal else {
                return failed("the command has no input; run it with `tty` set to true to write to it")
            }
            if let refusal = await ask(call, session, arguments.text) { return refusal }
            do throws(CommandInputError) {
                try session.write(arguments.text)
            } catch {
                guard error == .closed else { return failed("the command does not read its input") }
            }
        }
        scope.feed.terminalInteraction(
            arguments.text, processID: session.processID, itemID: session.facts.itemID, turnID: session.facts.turnID)
        return await scope.look(
            at: session, milliseconds: arguments.yieldMilliseconds, maxTokens: arguments.maxOutputTokens)
    }

    /// Where everything is asked, what is typed into a shell that runs is asked as well. Nil means yes.
    private func ask(
        _ call: ResponseAssembler.ToolCall, _ session: TerminalSession, _ text: String
    ) async -> ToolResult? {
        guard scope.context.settings.approvalPolicy == .untrusted else { return nil }
        let params = CommandExecutionRequestApprovalParams(
            kind: .writeStdin, threadId: scope.feed.id, turnId: scope.context.turnID, itemId: session.facts.itemID,
            startedAtMs: scope.environment.clock.milliseconds(), approvalId: call.callID,
            reason: "Write to the running command: \(text)", command: session.facts.command,
            cwd: session.facts.directory, availableDecisions: [.accept, .decline, .cancel])
        let reply = await scope.ask(
            ItemCommandExecutionRequestApproval.self, params, about: call.callID, word: \.decision.word)
        switch reply {
        case .withdrawn: return ToolResult(text: ToolTexts.aborted)
        case .unusable(let reason): return failed("approval request failed: \(reason)")
        case .answered(let answer):
            switch answer.decision {
            case .accept, .acceptForSession: return nil
            case .cancel: return ToolResult(text: "write_stdin failed: rejected by user", endsTurn: true)
            case .decline: return failed("rejected by user")
            case .acceptWithExecpolicyAmendment, .applyNetworkPolicyAmendment:
                return failed("approval request failed: the decision was not among those offered")
            }
        }
    }

    private func failed(_ reason: String) -> ToolResult {
        ToolResult(text: "write_stdin failed: \(reason)")
    }
}
