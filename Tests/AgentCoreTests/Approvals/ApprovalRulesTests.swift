import AppServerProtocol
import CommandPolicy
import Testing

@testable import AgentCore

@Suite("Approval rules")
struct ApprovalRulesTests {
    /// One row of the table: what holds, and what follows.
    struct Row: Sendable {
        var approval: AskForApproval
        var sandbox: SandboxPolicy
        var rule: RuleDecision?
        var escalates = false
        var decision: ApprovalRules.Decision
    }

    private static let readOnly = SandboxPolicy.readOnly(ReadOnlySandbox())
    private static let workspace = SandboxPolicy.workspaceWrite(WorkspaceWriteSandbox())
    private static let external = SandboxPolicy.externalSandbox(ExternalSandbox())
    private static let asking = granular(sandboxApproval: true)
    private static let silent = granular(sandboxApproval: false)
    private static let unruled = granular(sandboxApproval: true, rules: false)
    private static let byPolicy = "`make` requires approval by policy"

    private static func granular(sandboxApproval: Bool, rules: Bool = true) -> AskForApproval {
        .granular(GranularApproval(sandboxApproval: sandboxApproval, rules: rules, mcpElicitations: true))
    }

    @Test(
        "decide about a command",
        arguments: [
            Row(approval: .never, sandbox: readOnly, decision: .run(sandboxed: true)),
            Row(approval: .onRequest, sandbox: workspace, decision: .run(sandboxed: true)),
            Row(approval: asking, sandbox: workspace, decision: .run(sandboxed: true)),
            Row(approval: silent, sandbox: readOnly, decision: .run(sandboxed: true)),
            Row(approval: .untrusted, sandbox: readOnly, decision: .ask(reason: nil, sandboxed: true)),
            // Where the policy has no sandbox.
            Row(approval: .never, sandbox: .dangerFullAccess, decision: .run(sandboxed: false)),
            Row(approval: .onRequest, sandbox: .dangerFullAccess, decision: .run(sandboxed: false)),
            Row(approval: silent, sandbox: external, decision: .run(sandboxed: false)),
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
            Row(approval: .onRequest, sandbox: external, escalates: true, decision: .run(sandboxed: false)),
            Row(
                approval: .untrusted, sandbox: readOnly, escalates: true,
                decision: .ask(reason: "why", sandboxed: false)),
            // A rule allows it: no question, and no sandbox.
            Row(approval: .untrusted, sandbox: readOnly, rule: .allow, decision: .run(sandboxed: false)),
            Row(approval: .never, sandbox: workspace, rule: .allow, escalates: true, decision: .run(sandboxed: false)),
            // A rule demands a question.
            Row(
                approval: .onRequest, sandbox: workspace, rule: .prompt,
                decision: .ask(reason: byPolicy, sandboxed: true)),
            Row(
                approval: .onRequest, sandbox: .dangerFullAccess, rule: .prompt,
                decision: .ask(reason: byPolicy, sandboxed: false)),
            Row(
                approval: .untrusted, sandbox: readOnly, rule: .prompt, escalates: true,
                decision: .ask(reason: byPolicy, sandboxed: false)),
            Row(approval: .never, sandbox: readOnly, rule: .prompt, decision: .refuse(.promptUnderNever)),
            Row(approval: unruled, sandbox: readOnly, rule: .prompt, decision: .refuse(.promptSwitchedOff)),
            Row(
                approval: silent, sandbox: readOnly, rule: .prompt, escalates: true,
                decision: .refuse(.escalationSwitchedOff)),
            // A rule forbids it, whatever the policy is.
            Row(
                approval: .onRequest, sandbox: .dangerFullAccess, rule: .forbidden,
                decision: .refuse(.forbidden(command: "make", justification: nil))),
            Row(
                approval: .untrusted, sandbox: readOnly, rule: .forbidden, escalates: true,
                decision: .refuse(.forbidden(command: "make", justification: nil))),
        ])
    func table(row: Row) {
        let rules = ApprovalRules(approval: row.approval, sandbox: row.sandbox)
        let request = ApprovalRules.Request(
            command: "make", verdict: RuleVerdict(decision: row.rule), wantsEscalation: row.escalates,
            justification: row.escalates ? "why" : nil)
        #expect(rules.decide(request) { _ in false } == row.decision)

        // Whatever was asked runs as said once it is approved for the session, and nothing else changes.
        let approved = rules.decide(request) { _ in true }
        switch row.decision {
        case .ask(_, let sandboxed): #expect(approved == .run(sandboxed: sandboxed))
        case .run, .refuse: #expect(approved == row.decision)
        }
    }

    @Test("give the reason in the words of the rule that asks or forbids")
    func justification() {
        let rules = ApprovalRules(approval: .onRequest, sandbox: Self.readOnly)
        func decision(_ decision: RuleDecision) -> ApprovalRules.Decision {
            let rule = PrefixRule(pattern: [["make"]], decision: decision, justification: "use just")
            let verdict = RuleVerdict(decision: decision, matches: [.init(rule: rule, command: ["make"])])
            return rules.decide(.init(command: "make", verdict: verdict)) { _ in false }
        }
        #expect(decision(.prompt) == .ask(reason: "`make` requires approval: use just", sandboxed: true))
        #expect(decision(.forbidden) == .refuse(.forbidden(command: "make", justification: "use just")))
    }

    @Test("refuse with texts that programs and models recognise")
    func refusals() {
        #expect(ApprovalRules.Refusal.escalationUnderNever.modelText.contains("approval policy is Never"))
        #expect(ApprovalRules.Refusal.escalationSwitchedOff.modelText.contains("sandbox_approval"))
        #expect(ApprovalRules.Refusal.promptUnderNever.modelText.contains("approval policy is Never"))
        #expect(ApprovalRules.Refusal.promptSwitchedOff.modelText.contains("`rules`"))
        let forbidden = ApprovalRules.Refusal.forbidden(command: "make", justification: "use just")
        #expect(forbidden.modelText == "exec_command failed: `make` rejected: use just")
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
