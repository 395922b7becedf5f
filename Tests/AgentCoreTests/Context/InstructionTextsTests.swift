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
        func text(_ sandbox: SandboxPolicy, _ approval: AskForApproval) -> String {
            PermissionsInstructions(sandbox: sandbox, approval: approval).message
        }
        let readOnly = SandboxPolicy.readOnly(ReadOnlySandbox())
        #expect(text(readOnly, .onRequest).contains("require_escalated"))
        #expect(text(readOnly, .untrusted).contains("asked before every command"))
        #expect(text(readOnly, .never).contains("never asked"))
        #expect(text(.dangerFullAccess, .onRequest).contains("run without asking"))
        #expect(text(.dangerFullAccess, .untrusted).contains("before every command"))
        let roots = WorkspaceWriteSandbox(writableRoots: ["/data"], excludeSlashTmp: true)
        #expect(text(.workspaceWrite(roots), .never).contains("in `/data`, `$TMPDIR`;"))
    }
}
