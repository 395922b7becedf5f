import AgentCore
import AppServerProtocol
import Testing

@Suite("Approval rules")
struct ApprovalRulesTests {
    /// One row of the table: what holds, and what follows.
    struct Row: Sendable {
        var approval: AskForApproval
        var sandbox: SandboxPolicy
        var available = true
        var escalates = false
        var decision: ApprovalRules.Decision
    }

    private static let readOnly = SandboxPolicy.readOnly(ReadOnlySandbox())
    private static let workspace = SandboxPolicy.workspaceWrite(WorkspaceWriteSandbox())
    private static let external = SandboxPolicy.externalSandbox(ExternalSandbox())
    private static let asking = granular(sandboxApproval: true)
    private static let silent = granular(sandboxApproval: false)
    private static let noSandbox = ApprovalRules.noSandboxReason

    private static func granular(sandboxApproval: Bool) -> AskForApproval {
        .granular(GranularApproval(sandboxApproval: sandboxApproval, rules: true, mcpElicitations: true))
    }

    @Test(
        "decide about a command",
        arguments: [
            // With a sandbox.
            Row(approval: .never, sandbox: readOnly, decision: .run(sandboxed: true)),
            Row(approval: .onRequest, sandbox: workspace, decision: .run(sandboxed: true)),
            Row(approval: asking, sandbox: workspace, decision: .run(sandboxed: true)),
            Row(approval: silent, sandbox: readOnly, decision: .run(sandboxed: true)),
            Row(approval: .untrusted, sandbox: readOnly, decision: .ask(reason: nil, sandboxed: true)),
            // Without a sandbox that is demanded.
            Row(approval: .never, sandbox: readOnly, available: false, decision: .refuse(.sandboxUnavailable)),
            Row(approval: silent, sandbox: workspace, available: false, decision: .refuse(.sandboxUnavailable)),
            Row(
                approval: .onRequest, sandbox: workspace, available: false,
                decision: .ask(reason: noSandbox, sandboxed: false)),
            Row(
                approval: asking, sandbox: readOnly, available: false,
                decision: .ask(reason: noSandbox, sandboxed: false)),
            Row(
                approval: .untrusted, sandbox: readOnly, available: false,
                decision: .ask(reason: noSandbox, sandboxed: false)),
            // Where none is demanded.
            Row(approval: .never, sandbox: .dangerFullAccess, available: false, decision: .run(sandboxed: false)),
            Row(approval: .onRequest, sandbox: .dangerFullAccess, decision: .run(sandboxed: false)),
            Row(approval: silent, sandbox: external, available: false, decision: .run(sandboxed: false)),
            Row(approval: .untrusted, sandbox: .dangerFullAccess, decision: .ask(reason: nil, sandboxed: false)),
            // Escalation.
            Row(approval: .never, sandbox: readOnly, escalates: true, decision: .refuse(.escalationUnderNever)),
            Row(
                approval: .never, sandbox: .dangerFullAccess, escalates: true, decision: .refuse(.escalationUnderNever)),
            Row(approval: silent, sandbox: readOnly, escalates: true, decision: .refuse(.escalationSwitchedOff)),
            Row(approval: asking, sandbox: readOnly, escalates: true, decision: .ask(reason: "why", sandboxed: false)),
            Row(
                approval: .onRequest, sandbox: workspace, escalates: true,
                decision: .ask(reason: "why", sandboxed: false)),
            Row(
                approval: .onRequest, sandbox: workspace, available: false, escalates: true,
                decision: .ask(reason: "why", sandboxed: false)),
            Row(approval: .onRequest, sandbox: external, escalates: true, decision: .run(sandboxed: false)),
            Row(
                approval: .untrusted, sandbox: readOnly, escalates: true,
                decision: .ask(reason: "why", sandboxed: false)),
        ])
    func table(row: Row) {
        let rules = ApprovalRules(approval: row.approval, sandbox: row.sandbox, sandboxIsAvailable: row.available)
        let justification = row.escalates ? "why" : nil
        #expect(
            rules.decide(wantsEscalation: row.escalates, justification: justification) { _ in false } == row.decision)

        // Whatever was asked runs as said once it is approved for the session, and nothing else changes.
        let approved = rules.decide(wantsEscalation: row.escalates, justification: justification) { _ in true }
        switch row.decision {
        case .ask(_, let sandboxed): #expect(approved == .run(sandboxed: sandboxed))
        case .run, .refuse: #expect(approved == row.decision)
        }
        if !row.available, case .run(sandboxed: true) = approved {
            Issue.record("a run is called sandboxed where no sandbox exists")
        }
    }

    @Test("keep the model's words beside the missing sandbox")
    func bothReasons() {
        let rules = ApprovalRules(approval: .onRequest, sandbox: Self.readOnly, sandboxIsAvailable: false)
        let decision = rules.decide(wantsEscalation: false, justification: "Build it?") { _ in false }
        #expect(decision == .ask(reason: "Build it? (\(Self.noSandbox))", sandboxed: false))
    }

    @Test("refuse with texts that programs and models recognise")
    func refusals() {
        #expect(ApprovalRules.Refusal.escalationUnderNever.modelText.contains("approval policy is Never"))
        #expect(ApprovalRules.Refusal.escalationSwitchedOff.modelText.contains("sandbox_approval"))
        #expect(ApprovalRules.Refusal.sandboxUnavailable.modelText.contains("sandboxError"))
    }
}

@Suite("Session approvals")
struct SessionApprovalsTests {
    @Test("hold for the same command in the same directory only")
    func exactness() {
        var approvals = SessionApprovals()
        approvals.insert(argv: ["a", "b"], directory: "/w", sandboxed: true)
        #expect(approvals.contains(argv: ["a", "b"], directory: "/w", sandboxed: true))
        #expect(!approvals.contains(argv: ["a", "b"], directory: "/x", sandboxed: true))
        #expect(!approvals.contains(argv: ["a b"], directory: "/w", sandboxed: true))
        #expect(!approvals.contains(argv: ["a", "b"], directory: "/w", sandboxed: false))
    }

    @Test("to run unconfined cover a run in the sandbox")
    func unconfined() {
        var approvals = SessionApprovals()
        approvals.insert(argv: ["a"], directory: "/w", sandboxed: false)
        #expect(approvals.contains(argv: ["a"], directory: "/w", sandboxed: true))
        #expect(approvals.contains(argv: ["a"], directory: "/w", sandboxed: false))
    }
}
