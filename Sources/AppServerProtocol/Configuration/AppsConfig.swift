package import WireJSON

/// Settings of apps: one entry an app, by the app's id, beside the defaults for all.
package struct AppsConfig: ExtensibleObject {
    package var fields: AppsConfigFields
    /// The entries of single apps.
    package var additional: JSONObject

    package init(_ fields: AppsConfigFields, additional: JSONObject = [:]) {
        self.fields = fields
        self.additional = additional
    }
}

/// The settings of ``AppsConfig`` that don't belong to a single app.
package struct AppsConfigFields: ExtensibleFields {
    /// The settings of apps that have none of their own.
    package var defaults: AppsDefaultConfig?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case defaults = "_default"
    }

    package static var names: [String] { CodingKeys.allCases.map(\.rawValue) }

    /// Makes the value from its fields; those with a default may be left out.
    package init(defaults: AppsDefaultConfig? = nil) {
        self.defaults = defaults
    }
}

/// The settings of apps that have none of their own.
package struct AppsDefaultConfig: Codable, Hashable, Sendable {
    /// Whether the agent may use them.
    @Defaulted<DefaultsToTrue> package var enabled: Bool
    /// Who decides about approvals.
    package var approvalsReviewer: ApprovalsReviewer?
    /// Whether tools that destroy something may be used.
    @Defaulted<DefaultsToTrue> package var destructiveEnabled: Bool
    /// Whether tools that reach outside may be used.
    @Defaulted<DefaultsToTrue> package var openWorldEnabled: Bool
    /// When the client is asked about a tool.
    package var defaultToolsApprovalMode: AppToolApproval?

    private enum CodingKeys: String, CodingKey {
        case enabled
        case approvalsReviewer = "approvals_reviewer"
        case destructiveEnabled = "destructive_enabled"
        case openWorldEnabled = "open_world_enabled"
        case defaultToolsApprovalMode = "default_tools_approval_mode"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        enabled: Bool = true, approvalsReviewer: ApprovalsReviewer? = nil, destructiveEnabled: Bool = true,
        openWorldEnabled: Bool = true, defaultToolsApprovalMode: AppToolApproval? = nil
    ) {
        self.enabled = enabled
        self.approvalsReviewer = approvalsReviewer
        self.destructiveEnabled = destructiveEnabled
        self.openWorldEnabled = openWorldEnabled
        self.defaultToolsApprovalMode = defaultToolsApprovalMode
    }
}

/// When the client is asked about a tool of an app.
package enum AppToolApproval: String, ClosedEnum {
    /// As the tool's hints suggest.
    case auto
    /// Always.
    case prompt
    /// When it changes something.
    case writes
    /// Never.
    case approve
}

/// Settings of usage statistics.
package struct AnalyticsConfig: ExtensibleObject {
    package var fields: AnalyticsConfigFields
    package var additional: JSONObject

    package init(_ fields: AnalyticsConfigFields, additional: JSONObject = [:]) {
        self.fields = fields
        self.additional = additional
    }
}

/// The settings of ``AnalyticsConfig`` that Heddle knows.
package struct AnalyticsConfigFields: ExtensibleFields {
    /// Whether statistics are collected.
    package var enabled: Bool?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case enabled
    }

    package static var names: [String] { CodingKeys.allCases.map(\.rawValue) }

    /// Makes the value from its fields; those with a default may be left out.
    package init(enabled: Bool? = nil) {
        self.enabled = enabled
    }
}
