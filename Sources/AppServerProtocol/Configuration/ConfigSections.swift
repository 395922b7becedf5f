package import WireJSON

/// Settings of the sandbox mode `workspace-write`.
package struct SandboxWorkspaceWrite: Codable, Hashable, Sendable {
    /// Directories that may be changed besides the working directory.
    @EmptyByDefault package var writableRoots: [String]
    /// Whether commands may use the network.
    @Defaulted<DefaultsToFalse> package var networkAccess: Bool
    /// Whether the directory that `TMPDIR` names stays read-only.
    @Defaulted<DefaultsToFalse> package var excludeTmpdirEnvVar: Bool
    /// Whether `/tmp` stays read-only.
    @Defaulted<DefaultsToFalse> package var excludeSlashTmp: Bool

    private enum CodingKeys: String, CodingKey {
        case writableRoots = "writable_roots"
        case networkAccess = "network_access"
        case excludeTmpdirEnvVar = "exclude_tmpdir_env_var"
        case excludeSlashTmp = "exclude_slash_tmp"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        writableRoots: [String] = [], networkAccess: Bool = false, excludeTmpdirEnvVar: Bool = false,
        excludeSlashTmp: Bool = false
    ) {
        self.writableRoots = writableRoots
        self.networkAccess = networkAccess
        self.excludeTmpdirEnvVar = excludeTmpdirEnvVar
        self.excludeSlashTmp = excludeSlashTmp
    }
}

/// One workspace id, or several.
package enum ForcedChatgptWorkspaceIds: Alternatives {
    /// Exactly this workspace.
    case one(String)
    /// Any of these workspaces.
    case anyOf([String])

    package static var alternatives: [any Codable.Type] { [String.self, [String].self] }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let id = try? container.decode(String.self) {
            self = .one(id)
        } else if let ids = try? container.decode([String].self) {
            self = .anyOf(ids)
        } else {
            throw Self.mismatch(in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let id): try container.encode(id)
        case .anyOf(let ids): try container.encode(ids)
        }
    }
}

/// A way to log in.
package enum ForcedLoginMethod: String, ClosedEnum {
    /// With a ChatGPT account.
    case chatgpt
    /// With an API key.
    case api
}

/// How long a model's answers are.
package enum Verbosity: String, ClosedEnum {
    /// Short.
    case low
    /// Neither short nor long.
    case medium
    /// Long.
    case high
}
