import AppServerProtocol
import FilePatch
import Logging
import Support
import ThreadStore

/// The tool `apply_patch`: plans a patch, asks where the policy demands it, and applies all of it or nothing.
struct ApplyPatchTool: Sendable {
    let scope: ToolScope

    private var context: TurnContext { scope.context }

    /// The arguments of the tool's form with JSON.
    private struct Arguments: Decodable {
        var input: String
    }

    /// Runs a call of the tool itself, with free text or with JSON.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        switch call.form {
        case .custom:
            return await run(call, patch: call.arguments, in: context.settings.cwd)
        case .function:
            do throws(ToolArgumentsError) {
                let arguments = try ToolArguments(parsing: call.arguments).decode(Arguments.self)
                return await run(call, patch: arguments.input, in: context.settings.cwd)
            } catch {
                return ToolResult(text: error.description)
            }
        }
    }

    /// Runs a patch that was called in a directory. A patch that can't be applied as planned makes no item.
    func run(_ call: ResponseAssembler.ToolCall, patch: String, in directory: String) async -> ToolResult {
        let planned = await BlockingWork.run { Self.plan(patch, in: directory) }
        let plan: PatchPlan
        switch planned {
        case .success(let made):
            plan = made
        case .failure(let error):
            return failBegun(call, PatchReport.failure(error, milliseconds: 0))
        }
        var item = FileChangeItem(
            id: call.callID, changes: plan.changes.map(FileUpdateChange.init), status: .inProgress)
        if context.begunItems.contains(item.id), call.isRedacted {
            scope.feed.record(.approval(ApprovalRecord(turnId: context.turnID, itemId: item.id, isDecided: true)))
            return failBegun(call, ApprovalTexts.redacted)
        }
        switch await decision(plan) {
        // The user had been asked when another process died: settings that changed since don't answer for them.
        case .apply where context.begunItems.contains(item.id), .ask:
            scope.begin(.fileChange(item))
            if let refusal = await ask(item, plan) { return refusal }
        case .apply:
            scope.begin(.fileChange(item))
        case .refuse(let text):
            return failBegun(call, text)
        }
        guard !scope.control.isInterrupted else { return end(item, .declined, ToolTexts.aborted) }
        let started = scope.environment.clock.milliseconds()
        let applied = await BlockingWork.run { [changes = scope.changes] in Self.apply(plan, changes) }
        let milliseconds = max(0, scope.environment.clock.milliseconds() - started)
        switch applied {
        case .success(let patch):
            if !patch.applied.leftovers.isEmpty {
                scope.environment.logger.warning(
                    "old files could not be removed", metadata: ["paths": "\(patch.applied.leftovers)"])
            }
            item.status = .completed
            scope.complete(.fileChange(item))
            patch.announce()
            return ToolResult(text: PatchReport.success(plan.summary, milliseconds: milliseconds))
        case .failure(let error):
            return end(item, .failed, PatchReport.failure(error, milliseconds: milliseconds))
        }
    }

    // MARK: - Approval

    private func decision(_ plan: PatchPlan) async -> PatchReview.Decision {
        let approvals = await scope.thread.sessionApprovals
        let review = PatchReview(
            approval: context.settings.approvalPolicy, policy: context.settings.sandboxPolicy,
            confinement: await scope.confinement())
        return await BlockingWork.run {
            review.decide(plan, isApproved: approvals.contains(files: plan.changedPaths))
        }
    }

    /// Asks the clients. Nil means yes; otherwise the item is complete and the result says why.
    private func ask(_ item: FileChangeItem, _ plan: PatchPlan) async -> ToolResult? {
        let params = FileChangeRequestApprovalParams(
            threadId: scope.feed.id, turnId: context.turnID, itemId: item.id,
            startedAtMs: scope.environment.clock.milliseconds())
        let reply = await scope.ask(
            ItemFileChangeRequestApproval.self, params, about: item.id, word: \.decision.rawValue)
        switch reply {
        case .withdrawn:
            return end(item, .declined, ToolTexts.aborted)
        case .unusable(let reason):
            return end(item, .declined, "approval request failed: \(reason)")
        case .answered(let answer):
            switch answer.decision {
            case .accept:
                return nil
            case .acceptForSession:
                await scope.thread.approve(files: plan.changedPaths)
                return nil
            case .decline:
                return end(item, .declined, "patch rejected by user")
            case .cancel:
                var result = end(item, .declined, "patch rejected by user")
                result.endsTurn = true
                return result
            }
        }
    }

    private func end(_ item: FileChangeItem, _ status: PatchApplyStatus, _ text: String) -> ToolResult {
        var item = item
        item.status = status
        scope.complete(.fileChange(item))
        return ToolResult(text: text)
    }

    /// Refuses a patch without an item of its own. One that clients know from another process is ended.
    private func failBegun(_ call: ResponseAssembler.ToolCall, _ text: String) -> ToolResult {
        if context.begunItems.contains(call.callID) {
            scope.feed.interruptItem(
                call.callID, turnID: context.turnID, atMs: scope.environment.clock.milliseconds())
        }
        return ToolResult(text: text)
    }

    // MARK: - Files

    /// A patch that was applied, and what is to be told about it.
    private struct Applied: Sendable {
        var applied: AppliedPatch
        var announce: @Sendable () -> Void
    }

    private static func plan(_ patch: String, in directory: String) -> Result<PatchPlan, PatchError> {
        Result { () throws(PatchError) in
            try PatchPlan(of: PatchDocument(parsing: Array(patch.utf8)), in: directory)
        }
    }

    private static func apply(_ plan: PatchPlan, _ changes: TurnChanges) -> Result<Applied, PatchError> {
        Result { () throws(PatchError) in
            let applied = try plan.apply()
            return Applied(applied: applied, announce: changes.recorded(plan.transitions))
        }
    }
}

extension PatchPlan {
    /// The physical paths that it changes.
    var changedPaths: Set<String> {
        Set(accesses.filter { $0.action == .write || $0.action == .remove }.map(\.physicalPath))
    }
}

extension FileUpdateChange {
    /// A planned change as clients see it.
    init(_ change: FileChange) {
        let kind: PatchChangeKind =
            switch change.kind {
            case .add: .add
            case .delete: .delete
            case .update(let destination): .update(UpdatePatchChange(movePath: destination))
            }
        self.init(path: change.path, kind: kind, diff: change.diff)
    }
}
