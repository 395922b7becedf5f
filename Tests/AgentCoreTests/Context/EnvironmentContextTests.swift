import AgentCore
import AppServerProtocol
import Testing

@Suite("Environment context")
struct EnvironmentContextTests {
    private func message(_ sandbox: SandboxPolicy, directory: String = "/w") -> String {
        EnvironmentContext(
            workingDirectory: directory, shell: "bash", time: LocalTime(day: "2026-11-20", timezone: "Europe/Berlin"),
            sandbox: sandbox
        ).message
    }

    @Test("tells directory, shell, date, zone and what commands may touch")
    func whole() {
        #expect(
            message(.workspaceWrite(WorkspaceWriteSandbox(writableRoots: ["/x & y"]))) == """
                <environment_context>
                  <cwd>/w</cwd>
                  <shell>bash</shell>
                  <current_date>2026-11-20</current_date>
                  <timezone>Europe/Berlin</timezone>
                  <filesystem mode="workspace-write"><writable_root>/w</writable_root><writable_root>/x &amp; y</writable_root></filesystem>
                  <network>restricted</network>
                </environment_context>
                """)
    }

    @Test("names each sandbox mode and the network")
    func modes() {
        #expect(message(.dangerFullAccess).contains(#"<filesystem mode="danger-full-access" />"#))
        #expect(message(.dangerFullAccess).contains("<network>enabled</network>"))
        #expect(message(.readOnly(ReadOnlySandbox(networkAccess: true))).contains("<network>enabled</network>"))
        #expect(message(.externalSandbox(ExternalSandbox())).contains("<network>restricted</network>"))
    }

    @Test("can't be broken out of by a directory's name")
    func escaping() {
        let text = message(.dangerFullAccess, directory: "/w</cwd><shell>")
        #expect(text.contains("<cwd>/w&lt;/cwd&gt;&lt;shell&gt;</cwd>"))
    }
}
