import WireJSON

/// `item/permissions/requestApproval`: may the agent's commands do more than the sandbox lets them? The turn waits for the
/// answer.
package enum ItemPermissionsRequestApproval: ServerRequest {
    package typealias Params = PermissionsRequestApprovalParams
    package typealias Response = PermissionsRequestApprovalResponse

    package static var method: String { "item/permissions/requestApproval" }
}

/// The permissions in question.
package struct PermissionsRequestApprovalParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The model's id of the call. There is no item of this id.
    package var itemId: String
    /// The environment that the permissions are for.
    package var environmentId: String?
    /// When the question was asked, in Unix milliseconds.
    package var startedAtMs: Int
    /// The directory that the agent works in.
    package var cwd: LegacyAppPathString
    /// What the permissions are needed for, in the model's words.
    package var reason: String?
    /// What is wanted.
    package var permissions: RequestPermissionProfile

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, turnId: String, itemId: String, environmentId: String? = nil, startedAtMs: Int,
        cwd: LegacyAppPathString, reason: String? = nil, permissions: RequestPermissionProfile
    ) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.environmentId = environmentId
        self.startedAtMs = startedAtMs
        self.cwd = cwd
        self.reason = reason
        self.permissions = permissions
    }
}

/// Permissions that an agent wants for its commands.
package struct RequestPermissionProfile: Codable, Hashable, Sendable {
    /// Network access; null when none is wanted.
    package var network: AdditionalNetworkPermissions?
    /// File access; null when none is wanted.
    package var fileSystem: AdditionalFileSystemPermissions?

    /// Makes the value from its fields; those with a default may be left out.
    package init(network: AdditionalNetworkPermissions? = nil, fileSystem: AdditionalFileSystemPermissions? = nil) {
        self.network = network
        self.fileSystem = fileSystem
    }
}

/// The answer. What it grants beyond the request has no effect.
package struct PermissionsRequestApprovalResponse: Codable, Hashable, Sendable {
    /// What is granted.
    package var permissions: GrantedPermissionProfile
    /// For how long.
    @Defaulted<DefaultsToTurnGrant> package var scope: PermissionGrantScope
    /// Whether the commands of the rest of the turn are to be looked at one by one. There is no other reviewer than the
    /// user here, who is asked about each of them.
    package var strictAutoReview: Bool?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        permissions: GrantedPermissionProfile, scope: PermissionGrantScope = .turn, strictAutoReview: Bool? = nil
    ) {
        self.permissions = permissions
        self.scope = scope
        self.strictAutoReview = strictAutoReview
    }
}

/// Permissions that a user grants.
package struct GrantedPermissionProfile: Codable, Hashable, Sendable {
    /// Network access.
    package var network: AdditionalNetworkPermissions?
    /// File access.
    package var fileSystem: AdditionalFileSystemPermissions?

    /// Makes the value from its fields; those with a default may be left out.
    package init(network: AdditionalNetworkPermissions? = nil, fileSystem: AdditionalFileSystemPermissions? = nil) {
        self.network = network
        self.fileSystem = fileSystem
    }
}

/// For how long permissions are granted.
package enum PermissionGrantScope: String, ClosedEnum {
    /// Until the turn ends.
    case turn
    /// Until the thread is unloaded.
    case session
}

/// `turn`: who says nothing grants the least.
package enum DefaultsToTurnGrant: WireDefault {
    package static var value: PermissionGrantScope { .turn }
}
