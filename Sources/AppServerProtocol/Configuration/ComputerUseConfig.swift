/// What the agent may do in a browser.
package struct BrowserUseConfig: Codable, Hashable, Sendable {
    /// Whether it may read the history.
    package var allowHistoryAccess: Bool?
    /// What it may do on sites that have no entry.
    package var defaultOriginPolicy: BrowserUseOriginPolicyConfig?
    /// What it may do on single sites, by their origin.
    package var origins: [String: BrowserUseOriginPolicyConfig]?

    private enum CodingKeys: String, CodingKey {
        case allowHistoryAccess = "allow_history_access"
        case defaultOriginPolicy = "default_origin_policy"
        case origins
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        allowHistoryAccess: Bool? = nil, defaultOriginPolicy: BrowserUseOriginPolicyConfig? = nil,
        origins: [String: BrowserUseOriginPolicyConfig]? = nil
    ) {
        self.allowHistoryAccess = allowHistoryAccess
        self.defaultOriginPolicy = defaultOriginPolicy
        self.origins = origins
    }
}

/// What the agent may do on a site.
package struct BrowserUseOriginPolicyConfig: Codable, Hashable, Sendable {
    /// Whether it may go there.
    package var access: AllowDenyRequirement?
    /// Whether it may download.
    package var downloads: AllowDenyRequirement?
    /// Whether it may upload.
    package var uploads: AllowDenyRequirement?
    /// Whether it may use every debugging command of the browser.
    package var fullCdpAccess: AllowDenyRequirement?

    private enum CodingKeys: String, CodingKey {
        case access
        case downloads
        case uploads
        case fullCdpAccess = "full_cdp_access"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        access: AllowDenyRequirement? = nil, downloads: AllowDenyRequirement? = nil,
        uploads: AllowDenyRequirement? = nil, fullCdpAccess: AllowDenyRequirement? = nil
    ) {
        self.access = access
        self.downloads = downloads
        self.uploads = uploads
        self.fullCdpAccess = fullCdpAccess
    }
}

/// Yes or no.
package enum AllowDenyRequirement: String, ClosedEnum {
    /// Yes.
    case allow
    /// No.
    case deny
}

/// What the agent may do with other programs.
package struct ComputerUseConfig: Codable, Hashable, Sendable {
    /// Whether it may use programs that have no entry.
    package var defaultAppAccess: AllowDenyRequirement?
    /// Programs on macOS.
    package var macos: ComputerUseMacosConfig?
    /// Programs on Windows.
    package var windows: ComputerUseWindowsConfig?

    private enum CodingKeys: String, CodingKey {
        case defaultAppAccess = "default_app_access"
        case macos
        case windows
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        defaultAppAccess: AllowDenyRequirement? = nil, macos: ComputerUseMacosConfig? = nil,
        windows: ComputerUseWindowsConfig? = nil
    ) {
        self.defaultAppAccess = defaultAppAccess
        self.macos = macos
        self.windows = windows
    }
}

/// Programs on macOS.
package struct ComputerUseMacosConfig: Codable, Hashable, Sendable {
    /// Whether the agent may use a program, by its bundle id.
    package var bundleIds: [String: AllowDenyRequirement]?

    private enum CodingKeys: String, CodingKey {
        case bundleIds = "bundle_ids"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(bundleIds: [String: AllowDenyRequirement]? = nil) {
        self.bundleIds = bundleIds
    }
}

/// Programs on Windows.
package struct ComputerUseWindowsConfig: Codable, Hashable, Sendable {
    /// Whether the agent may use a program, by its application user model id.
    package var aumids: [String: AllowDenyRequirement]?
    /// Whether the agent may use a program, by its signature.
    package var exes: [ComputerUseWindowsExeConfig]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(aumids: [String: AllowDenyRequirement]? = nil, exes: [ComputerUseWindowsExeConfig]? = nil) {
        self.aumids = aumids
        self.exes = exes
    }
}

/// Whether the agent may use a Windows program.
package struct ComputerUseWindowsExeConfig: Codable, Hashable, Sendable {
    /// The program's publisher, as its signature says.
    package var publisherName: String
    /// The program's name, as its file says.
    package var productName: String
    /// The file's name; null means any.
    package var binaryName: String?
    /// Whether it may.
    package var access: AllowDenyRequirement

    private enum CodingKeys: String, CodingKey {
        case publisherName = "publisher_name"
        case productName = "product_name"
        case binaryName = "binary_name"
        case access
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        publisherName: String, productName: String, binaryName: String? = nil, access: AllowDenyRequirement
    ) {
        self.publisherName = publisherName
        self.productName = productName
        self.binaryName = binaryName
        self.access = access
    }
}
