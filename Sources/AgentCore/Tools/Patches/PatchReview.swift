import AppServerProtocol
import CommandExecution
import FilePatch

/// Decides whether a patch may be applied, from every path that it touches. Nothing confines the patch itself: the server
/// applies it, so the policy is enforced here, on physical paths, before anything is touched.
struct PatchReview: Sendable {
    /// What is to be done with a patch.
    enum Decision: Hashable {
        /// Apply it.
        case apply
        /// Ask the user first.
        case ask
        /// Don't; the model is told this.
        case refuse(String)
    }

    let approval: AskForApproval
    let policy: SandboxPolicy
    let confinement: CommandConfinement

    /// Looks at the paths as they are now; blocks for that.
    func decide(_ plan: PatchPlan, isApproved: Bool) -> Decision {
        let isInside: Bool
        do throws(SandboxError) {
            if let path = try unreadable(plan.accesses) {
                return .refuse("patch rejected: no tool may read or change \(path)")
            }
            isInside = try changesOnlyWritable(plan.accesses)
        } catch {
            return .refuse("patch rejected: sandboxError: \(error.message)")
        }
        if approval == .untrusted || !isInside, isApproved { return .apply }
        guard isInside else { return approval.asksAboutSandbox ? .ask : .refuse(Self.outside(policy)) }
        return approval == .untrusted ? .ask : .apply
    }

    /// A path that nobody may read, also not with an approval.
    private func unreadable(_ accesses: [PlannedAccess]) throws(SandboxError) -> String? {
        guard let approved = confinement.approved else { return nil }
        let plan = try ConfinementPlan(approved)
        return accesses.first { !plan.allowsReading($0.physicalPath) || !plan.allowsWriting($0.physicalPath) }?.path
    }

    private func changesOnlyWritable(_ accesses: [PlannedAccess]) throws(SandboxError) -> Bool {
        guard let sandboxed = confinement.sandboxed else { return true }
        let plan = try ConfinementPlan(sandboxed)
        return accesses.allSatisfy { access in
            switch access.action {
            case .read: true
            case .write, .remove, .makeDirectory: plan.allowsWriting(access.physicalPath)
            }
        }
    }

    private static func outside(_ policy: SandboxPolicy) -> String {
        if case .readOnly = policy {
            "patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings"
        } else {
            "patch rejected: writing outside of the project; rejected by user approval settings"
        }
    }
}
