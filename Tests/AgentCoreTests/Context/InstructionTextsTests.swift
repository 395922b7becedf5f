import AgentCore
import AppServerProtocol
import Testing

@Suite("Texts for the model")
struct InstructionTextsTests {
    @Test("the base instructions name the agent and its tools, and have no stray white space")
    func base() {
        let text = BaseInstructions.text
        #expect(text.hasPrefix("You are Heddle"))
        for word in ["update_plan", "AGENTS.md", "sandbox", "approval"] {
            #expect(text.contains(word))
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.last != " " })
        #expect((40...80).contains(lines.count))
    }

    @Test("the permissions say what the approval rules do")
    func permissions() {
        func text(_ sandbox: SandboxPolicy, _ approval: AskForApproval, available: Bool) -> String {
            PermissionsInstructions(sandbox: sandbox, approval: approval, sandboxIsAvailable: available).message
        }
        let readOnly = SandboxPolicy.readOnly(ReadOnlySandbox())
        #expect(text(readOnly, .onRequest, available: true).contains("require_escalated"))
        #expect(text(readOnly, .onRequest, available: false).contains("asked before each one"))
        #expect(text(readOnly, .untrusted, available: false).contains("asked before each one"))
        #expect(text(readOnly, .never, available: false).contains("commands are refused"))
        #expect(text(readOnly, .never, available: true).contains("never asked"))
        #expect(text(.dangerFullAccess, .onRequest, available: false).contains("run without asking"))
        #expect(text(.dangerFullAccess, .untrusted, available: false).contains("before every command"))
        let roots = WorkspaceWriteSandbox(writableRoots: ["/data"], excludeSlashTmp: true)
        #expect(text(.workspaceWrite(roots), .never, available: true).contains("in `/data`, `$TMPDIR`;"))
    }
}
