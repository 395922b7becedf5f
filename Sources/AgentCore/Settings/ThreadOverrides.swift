import AppServerProtocol
import WireJSON

/// What a client sets anew when it resumes or copies a thread.
struct ThreadOverrides: Sendable {
    var model: String?
    var modelProvider: String?
    var serviceTier: Patch<String>
    var cwd: String?
    var approvalPolicy: AskForApproval?
    var approvalsReviewer: ApprovalsReviewer?
    var sandbox: SandboxMode?
    var permissions: String?
    var personality: Personality?
    var config: JSONObject?
    var baseInstructions: String?
    var developerInstructions: String?

    init(_ params: ThreadResumeParams) {
        model = params.model
        modelProvider = params.modelProvider
        serviceTier = params.serviceTier
        cwd = params.cwd
        approvalPolicy = params.approvalPolicy
        approvalsReviewer = params.approvalsReviewer
        sandbox = params.sandbox
        permissions = params.permissions
        personality = params.personality
        config = params.config
        baseInstructions = params.baseInstructions
        developerInstructions = params.developerInstructions
    }

    init(_ params: ThreadForkParams) {
        model = params.model
        modelProvider = params.modelProvider
        serviceTier = params.serviceTier
        cwd = params.cwd
        approvalPolicy = params.approvalPolicy
        approvalsReviewer = params.approvalsReviewer
        sandbox = params.sandbox
        permissions = params.permissions
        config = params.config
        baseInstructions = params.baseInstructions
        developerInstructions = params.developerInstructions
    }
}
