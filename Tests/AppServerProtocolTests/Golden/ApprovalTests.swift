import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Approvals, on the wire` {
    @Test func `a command`() {
        checkCoding(
            CommandExecutionRequestApprovalParams(
                kind: .writeStdin, threadId: "t1", turnId: "u1", itemId: "i", startedAtMs: 5, approvalId: "a",
                environmentId: "local", reason: "why",
                networkApprovalContext: NetworkApprovalContext(host: "h", protocol: .socks5Tcp), command: "ls",
                cwd: "/w", argv: ["ls"], executable: "/bin/ls",
                commandActions: [.unknown(UnknownCommandAction(command: "ls"))],
                additionalPermissions: AdditionalPermissionProfile(), proposedExecpolicyAmendment: ["ls"],
                proposedNetworkPolicyAmendments: [NetworkPolicyAmendment(host: "h", action: .allow)],
                availableDecisions: [.accept, .cancel]),
            """
            {"kind":"writeStdin","threadId":"t1","turnId":"u1","itemId":"i","startedAtMs":5,
            "approvalId":"a","environmentId":"local","reason":"why","networkApprovalContext":{"host":"h",
            "protocol":"socks5Tcp"},"command":"ls","cwd":"/w","argv":["ls"],"executable":"/bin/ls","commandActions":[{"type":"unknown",
            "command":"ls"}],"additionalPermissions":{"network":null,"fileSystem":null},
            "proposedExecpolicyAmendment":["ls"],"proposedNetworkPolicyAmendments":[{"host":"h",
            "action":"allow"}],"availableDecisions":["accept","cancel"]}
            """)
        checkReading(
            #"{"threadId":"t","turnId":"u","itemId":"i","startedAtMs":5}"#,
            as: CommandExecutionRequestApprovalParams(threadId: "t", turnId: "u", itemId: "i", startedAtMs: 5))
        checkCoding(CommandExecutionApprovalKind.allCases, #"["command","writeStdin"]"#)
        checkCoding(NetworkApprovalProtocol.allCases, #"["http","https","socks5Tcp","socks5Udp"]"#)
        checkCoding(NetworkPolicyRuleAction.allCases, #"["allow","deny"]"#)
    }

    @Test func `decisions about a command`() {
        checkCoding(
            [
                CommandExecutionApprovalDecision.accept, .acceptForSession,
                .acceptWithExecpolicyAmendment(ExecPolicyAmendmentDecision(execpolicyAmendment: ["git", "push"])),
                .applyNetworkPolicyAmendment(
                    NetworkPolicyAmendmentDecision(
                        networkPolicyAmendment: NetworkPolicyAmendment(host: "h", action: .deny))),
                .decline, .cancel,
            ].map(CommandExecutionRequestApprovalResponse.init),
            """
            [{"decision":"accept"},{"decision":"acceptForSession"},
            {"decision":{"acceptWithExecpolicyAmendment":{"execpolicy_amendment":["git","push"]}}},
            {"decision":{"applyNetworkPolicyAmendment":{"network_policy_amendment":{"host":"h",
            "action":"deny"}}}},{"decision":"decline"},{"decision":"cancel"}]
            """)
        checkRefusal(
            #"{"decision":"maybe"}"#, as: CommandExecutionRequestApprovalResponse.self,
            "unknown variant `maybe`, expected one of `accept`, `acceptForSession`, `acceptWithExecpolicyAmendment`, "
                + "`applyNetworkPolicyAmendment`, `decline`, `cancel` at `decision`")
        checkRefusal("{}", as: CommandExecutionRequestApprovalResponse.self, "missing field `decision`")
    }

    @Test func `a change of files`() {
        checkCoding(
            FileChangeRequestApprovalParams(
                threadId: "t1", turnId: "u1", itemId: "i", startedAtMs: 5, reason: "why", grantRoot: "/w"),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","startedAtMs":5,"reason":"why","grantRoot":"/w"}
            """)
        checkCoding(
            FileChangeApprovalDecision.allCases.map(FileChangeRequestApprovalResponse.init),
            """
            [{"decision":"accept"},{"decision":"acceptForSession"},{"decision":"decline"},{"decision":"cancel"}]
            """)
    }

    @Test func `permissions`() {
        let places = [
            FileSystemSandboxEntry(path: .path(FileSystemPathLiteral(path: "/w")), access: .write)
        ]
        checkCoding(
            PermissionsRequestApprovalParams(
                threadId: "t1", turnId: "u1", itemId: "i", environmentId: "local", startedAtMs: 5, cwd: "/w",
                reason: "why",
                permissions: RequestPermissionProfile(
                    network: AdditionalNetworkPermissions(enabled: true),
                    fileSystem: AdditionalFileSystemPermissions(read: ["/r"], write: ["/w"], entries: places))),
            """
            {"threadId":"t1","turnId":"u1","itemId":"i","environmentId":"local","startedAtMs":5,"cwd":"/w",
            "reason":"why","permissions":{"network":{"enabled":true},"fileSystem":{"read":["/r"],"write":["/w"],
            "globScanMaxDepth":null,"entries":[{"path":{"type":"path","path":"/w"},"access":"write"}]}}}
            """)
        checkCoding(
            PermissionsRequestApprovalResponse(
                permissions: GrantedPermissionProfile(fileSystem: AdditionalFileSystemPermissions(write: ["/w"])),
                scope: .session, strictAutoReview: true),
            """
            {"permissions":{"network":null,"fileSystem":{"read":null,"write":["/w"],"globScanMaxDepth":null,
            "entries":null}},"scope":"session","strictAutoReview":true}
            """)
        checkReading(
            #"{"permissions":{}}"#,
            as: PermissionsRequestApprovalResponse(permissions: GrantedPermissionProfile()))
        checkCoding(PermissionGrantScope.allCases, #"["turn","session"]"#)
        checkRefusal("{}", as: PermissionsRequestApprovalResponse.self, "missing field `permissions`")
    }
}
