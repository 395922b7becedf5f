import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Policies, on the wire` {
    @Test func approvals() {
        checkCoding([AskForApproval.untrusted, .onRequest, .never], #"["untrusted","on-request","never"]"#)
        checkCoding(
            AskForApproval.granular(
                GranularApproval(
                    sandboxApproval: true, rules: false, skillApproval: true, requestPermissions: true,
                    mcpElicitations: true)),
            """
            {"granular":{"sandbox_approval":true,"rules":false,"skill_approval":true,
            "request_permissions":true,"mcp_elicitations":true}}
            """)
        checkReading(
            #"{"granular":{"sandbox_approval":true,"rules":true,"mcp_elicitations":false}}"#,
            as: AskForApproval.granular(GranularApproval(sandboxApproval: true, rules: true, mcpElicitations: false)))
        checkRefusal(
            #""sometimes""#, as: AskForApproval.self,
            "unknown variant `sometimes`, expected one of `untrusted`, `on-request`, `granular`, `never`")
        checkRefusal(
            #"{"granular":{"rules":true,"mcp_elicitations":true}}"#, as: AskForApproval.self,
            "missing field `sandbox_approval` at `granular.sandbox_approval`")
        checkRefusal(
            #"{"granular":{},"never":{}}"#, as: AskForApproval.self,
            "invalid value: map, expected map with a single key")
        checkRefusal("5", as: AskForApproval.self, "invalid type: integer `5`, expected string or map")
        checkRefusal(
            #""granular""#, as: AskForApproval.self, "invalid type: unit variant, expected struct variant")
        checkRefusal(
            #""custom""#, as: MultiAgentMode.self, "invalid type: unit variant, expected newtype variant")
        checkCoding(ApprovalsReviewer.allCases, #"["user","auto_review","guardian_subagent"]"#)
    }

    @Test func sandboxes() {
        checkCoding(SandboxMode.allCases, #"["read-only","workspace-write","danger-full-access"]"#)
        checkCoding(
            [
                SandboxPolicy.dangerFullAccess, .readOnly(ReadOnlySandbox(networkAccess: true)),
                .externalSandbox(ExternalSandbox(networkAccess: .enabled)),
                .workspaceWrite(
                    WorkspaceWriteSandbox(
                        writableRoots: ["/a"], networkAccess: true, excludeTmpdirEnvVar: true, excludeSlashTmp: true)),
            ],
            """
            [{"type":"dangerFullAccess"},{"type":"readOnly","networkAccess":true},{"type":"externalSandbox",
            "networkAccess":"enabled"},{"type":"workspaceWrite","writableRoots":["/a"],"networkAccess":true,
            "excludeTmpdirEnvVar":true,"excludeSlashTmp":true}]
            """)
        checkReading(
            #"[{"type":"readOnly"},{"type":"externalSandbox"},{"type":"workspaceWrite","writableRoots":null}]"#,
            as: [
                SandboxPolicy.readOnly(ReadOnlySandbox(networkAccess: false)),
                .externalSandbox(ExternalSandbox(networkAccess: .restricted)), .workspaceWrite(WorkspaceWriteSandbox()),
            ])
        checkCoding(
            SandboxPolicy.workspaceWrite(WorkspaceWriteSandbox()),
            """
            {"type":"workspaceWrite","writableRoots":[],"networkAccess":false,"excludeTmpdirEnvVar":false,
            "excludeSlashTmp":false}
            """)
        checkRefusal(
            #"{"type":"open"}"#, as: SandboxPolicy.self,
            "unknown variant `open`, expected one of `dangerFullAccess`, `readOnly`, `externalSandbox`, "
                + "`workspaceWrite` at `type`")
        checkRefusal(#"{"networkAccess":true}"#, as: SandboxPolicy.self, "missing field `type`")
    }

    @Test func permissions() {
        checkCoding(
            ActivePermissionProfile(id: ":workspace", extends: ":read-only"),
            """
            {"id":":workspace","extends":":read-only"}
            """)
        checkCoding(
            AdditionalPermissionProfile(
                network: AdditionalNetworkPermissions(enabled: true),
                fileSystem: AdditionalFileSystemPermissions(
                    read: ["/r"], write: ["/w"], globScanMaxDepth: 3,
                    entries: [
                        FileSystemSandboxEntry(path: .path(FileSystemPathLiteral(path: "/p")), access: .read),
                        FileSystemSandboxEntry(
                            path: .globPattern(FileSystemPathPattern(pattern: "**/*.pem")), access: .deny),
                        FileSystemSandboxEntry(
                            path: .special(FileSystemPathSpecial(value: .tmpdir)), access: .write),
                    ])),
            """
            {"network":{"enabled":true},"fileSystem":{"read":["/r"],"write":["/w"],"globScanMaxDepth":3,
            "entries":[{"path":{"type":"path","path":"/p"},"access":"read"},{"path":{"type":"glob_pattern",
            "pattern":"**/*.pem"},"access":"deny"},{"path":{"type":"special","value":{"kind":"tmpdir"}},
            "access":"write"}]}}
            """)
        checkCoding(
            [
                FileSystemSpecialPath.root, .minimal, .projectRoots(ProjectRootsPath(subpath: "src")), .tmpdir,
                .slashTmp, .unknown(UnknownSpecialPath(path: "moon", subpath: "dark")),
            ],
            """
            [{"kind":"root"},{"kind":"minimal"},{"kind":"project_roots","subpath":"src"},{"kind":"tmpdir"},
            {"kind":"slash_tmp"},{"kind":"unknown","path":"moon","subpath":"dark"}]
            """)
    }

    @Test func `ways of working`() {
        checkCoding(Personality.allCases, #"["none","friendly","pragmatic"]"#)
        checkCoding(ReasoningSummary.allCases, #"["auto","concise","detailed","none"]"#)
        checkCoding(
            [MultiAgentMode.custom("hint"), .explicitRequestOnly, .proactive],
            """
            [{"custom":"hint"},"explicitRequestOnly","proactive"]
            """)
        checkCoding(
            [
                CollaborationMode(
                    mode: .plan,
                    settings: Settings(model: "m", reasoningEffort: "high", developerInstructions: "plan well")),
                CollaborationMode(mode: .default, settings: Settings(model: "m")),
            ],
            """
            [{"mode":"plan","settings":{"model":"m","reasoning_effort":"high",
            "developer_instructions":"plan well"}},{"mode":"default","settings":{"model":"m",
            "reasoning_effort":null,"developer_instructions":null}}]
            """)
        checkCoding(SortDirection.allCases, #"["asc","desc"]"#)
        checkCoding(NetworkAccess.allCases, #"["restricted","enabled"]"#)
        checkCoding(FileSystemAccessMode.allCases, #"["read","write","deny"]"#)
    }
}
