internal import AppServerProtocol
internal import WireJSON

/// The settings of a turn, as session files tell them.
enum RolloutSettings {
    /// Understands a `turn_context`; nil when it names no model. What this version doesn't know falls back to what is
    /// safer: asking, and a sandbox that only reads.
    static func settings(_ context: JSONObject, provider: String, cwd: String) -> ThreadSettings? {
        guard let model = context.text("model"), !model.isEmpty else { return nil }
        let cwd = context.text("cwd") ?? cwd
        let effort = context.text("effort") ?? context.text("reasoning_effort")
        var mode = context["collaboration_mode"].flatMap { try? RawJSON($0).decode(CollaborationMode.self) }
        // The other program writes its own instructions for the mode there, which speak of its own tools.
        mode?.settings.developerInstructions = nil
        return ThreadSettings(
            disabledPluginIds: context.list("disabled_plugin_ids").compactMap(\.stringValue), cwd: cwd,
            approvalPolicy: approval(context["approval_policy"]),
            approvalsReviewer: context.text("approvals_reviewer").flatMap(ApprovalsReviewer.init(rawValue:)) ?? .user,
            sandboxPolicy: sandbox(context["sandbox_policy"]), model: model, modelProvider: provider,
            serviceTier: context.text("service_tier"), effort: effort ?? mode?.settings.reasoningEffort,
            summary: context.text("summary").flatMap(ReasoningSummary.init(rawValue:)),
            collaborationMode: mode
                ?? CollaborationMode(mode: .default, settings: Settings(model: model, reasoningEffort: effort)),
            personality: context.text("personality").flatMap(Personality.init(rawValue:)))
    }

    private static func approval(_ value: JSONValue?) -> AskForApproval {
        // An older word for asking when the sandbox got in the way.
        if value?.stringValue == "on-failure" { return .onRequest }
        return value.flatMap { try? RawJSON($0).decode(AskForApproval.self) } ?? .untrusted
    }

    private static func sandbox(_ value: JSONValue?) -> SandboxPolicy {
        guard let policy = value?.objectValue else { return .readOnly(ReadOnlySandbox()) }
        let network = policy["network_access"]?.boolValue ?? (policy.text("network_access") == "enabled")
        switch policy.text("type") ?? policy.text("mode") {
        case "danger-full-access": return .dangerFullAccess
        case "external-sandbox":
            return .externalSandbox(ExternalSandbox(networkAccess: network ? .enabled : .restricted))
        case "workspace-write":
            return .workspaceWrite(
                WorkspaceWriteSandbox(
                    writableRoots: policy.list("writable_roots").compactMap(\.stringValue), networkAccess: network,
                    excludeTmpdirEnvVar: policy["exclude_tmpdir_env_var"]?.boolValue ?? false,
                    excludeSlashTmp: policy["exclude_slash_tmp"]?.boolValue ?? false))
        default: return .readOnly(ReadOnlySandbox(networkAccess: network))
        }
    }
}
