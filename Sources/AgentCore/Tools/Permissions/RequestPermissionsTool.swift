import AppServerProtocol
import Support
import WireJSON

/// The tool `request_permissions`: asks the user to let commands do more than the sandbox does.
struct RequestPermissionsTool: Sendable {
    let scope: ToolScope

    /// The name by which models call it.
    static let name = "request_permissions"

    private var settings: ThreadSettings { scope.context.settings }

    /// Runs one call. It has no item: the request is all that clients see.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let directory = settings.cwd
        let confinement = scope.context.confinement
        let read = await BlockingWork.run {
            () -> Result<(RequestPermissionsArguments, WantedPermissions), ToolArgumentsError> in
            Result { () throws(ToolArgumentsError) in
                let arguments = try RequestPermissionsArguments(parsing: call.arguments, in: directory)
                return (arguments, arguments.wanted.grantable(under: confinement))
            }
        }
        switch read {
        case .failure(let error):
            return ToolResult(text: error.description)
        case .success((let arguments, let wanted)):
            guard !arguments.wanted.isEmpty else {
                return ToolResult(text: "request_permissions requires at least one permission")
            }
            // What can't be granted is not asked for.
            guard !wanted.isEmpty, settings.approvalPolicy.asksAboutPermissions else {
                return ToolResult(text: WantedPermissions().modelText(.turn))
            }
            return await ask(call, wanted, arguments.reason)
        }
    }

    private func ask(
        _ call: ResponseAssembler.ToolCall, _ wanted: WantedPermissions, _ reason: String?
    ) async -> ToolResult {
        let params = PermissionsRequestApprovalParams(
            threadId: scope.feed.id, turnId: scope.context.turnID, itemId: call.callID, environmentId: "local",
            startedAtMs: scope.environment.clock.milliseconds(), cwd: settings.cwd, reason: reason,
            permissions: wanted.profile)
        let reply = await scope.ask(ItemPermissionsRequestApproval.self, params, about: call.callID) { answer in
            answer.permissions == GrantedPermissionProfile() ? "nothing" : answer.scope.rawValue
        }
        switch reply {
        case .withdrawn:
            return ToolResult(text: ToolTexts.aborted)
        case .unusable:
            return ToolResult(text: WantedPermissions().modelText(.turn))
        case .answered(let answer):
            let directory = settings.cwd
            let confinement = scope.context.confinement
            let granted = await BlockingWork.run {
                wanted.granted(by: answer.permissions, in: directory).grantable(under: confinement)
            }
            await grant(granted, answer)
            return ToolResult(text: granted.modelText(answer.scope))
        }
    }

    private func grant(_ granted: WantedPermissions, _ answer: PermissionsRequestApprovalResponse) async {
        var grants = PermissionGrants()
        grants.writable = Set(granted.write)
        grants.allowsNetwork = granted.network
        switch answer.scope {
        case .turn: scope.grants.add(grants)
        case .session: await scope.thread.grant(grants, under: settings.sandboxPolicy)
        }
        // Whoever wants to look at each command wants it for this turn, however long the permissions last.
        if answer.strictAutoReview == true {
            var review = PermissionGrants()
            review.isReviewed = true
            scope.grants.add(review)
        }
    }
}

extension AskForApproval {
    /// Whether the user may be asked for permissions.
    package var asksAboutPermissions: Bool {
        switch self {
        case .untrusted, .onRequest: true
        case .granular(let switches): switches.requestPermissions
        case .never: false
        }
    }

    /// Whether there is the tool that asks for them: where the user has switched it on, by itself or in the policy.
    ///
    /// - Parameter feature: What the configuration says of the tool; nil for nothing.
    func hasPermissionRequests(feature: Bool?) -> Bool {
        if let feature { return feature }
        if case .granular(let switches) = self { return switches.requestPermissions }
        return false
    }
}
