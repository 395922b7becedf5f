package import WireJSON

/// What commands may touch.
package enum SandboxPolicy: TaggedUnion {
    /// Everything: there is no sandbox.
    case dangerFullAccess
    /// Files can be read and not changed.
    case readOnly(ReadOnlySandbox)
    /// The server itself runs in a sandbox, and adds none of its own.
    case externalSandbox(ExternalSandbox)
    /// Files can be read everywhere and changed in some places.
    case workspaceWrite(WorkspaceWriteSandbox)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("dangerFullAccess"),
            TaggedVariant("readOnly", ReadOnlySandbox.self),
            TaggedVariant("externalSandbox", ExternalSandbox.self),
            TaggedVariant("workspaceWrite", WorkspaceWriteSandbox.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "dangerFullAccess": self = .dangerFullAccess
        case "readOnly": self = .readOnly(try ReadOnlySandbox(from: decoder))
        case "externalSandbox": self = .externalSandbox(try ExternalSandbox(from: decoder))
        case "workspaceWrite": self = .workspaceWrite(try WorkspaceWriteSandbox(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .dangerFullAccess: try Self.encode("dangerFullAccess", to: encoder)
        case .readOnly(let payload): try Self.encode("readOnly", payload, to: encoder)
        case .externalSandbox(let payload): try Self.encode("externalSandbox", payload, to: encoder)
        case .workspaceWrite(let payload): try Self.encode("workspaceWrite", payload, to: encoder)
        }
    }
}

/// The fields of the `readOnly` policy.
package struct ReadOnlySandbox: Codable, Hashable, Sendable {
    /// Whether commands may use the network.
    @Defaulted<DefaultsToFalse> package var networkAccess: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(networkAccess: Bool = false) {
        self.networkAccess = networkAccess
    }
}

/// The fields of the `externalSandbox` policy.
package struct ExternalSandbox: Codable, Hashable, Sendable {
    /// What the surrounding sandbox lets through.
    @Defaulted<DefaultsToRestricted> package var networkAccess: NetworkAccess

    /// Makes the value from its fields; those with a default may be left out.
    package init(networkAccess: NetworkAccess = .restricted) {
        self.networkAccess = networkAccess
    }
}

/// The fields of the `workspaceWrite` policy.
package struct WorkspaceWriteSandbox: Codable, Hashable, Sendable {
    /// Directories that may be changed besides the working directory; absolute paths.
    @EmptyByDefault package var writableRoots: [AbsolutePathBuf]
    /// Whether commands may use the network.
    @Defaulted<DefaultsToFalse> package var networkAccess: Bool
    /// Whether the directory that `TMPDIR` names stays read-only.
    @Defaulted<DefaultsToFalse> package var excludeTmpdirEnvVar: Bool
    /// Whether `/tmp` stays read-only.
    @Defaulted<DefaultsToFalse> package var excludeSlashTmp: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        writableRoots: [AbsolutePathBuf] = [], networkAccess: Bool = false, excludeTmpdirEnvVar: Bool = false,
        excludeSlashTmp: Bool = false
    ) {
        self.writableRoots = writableRoots
        self.networkAccess = networkAccess
        self.excludeTmpdirEnvVar = excludeTmpdirEnvVar
        self.excludeSlashTmp = excludeSlashTmp
    }
}

/// How much of the network can be reached from inside an external sandbox.
package enum NetworkAccess: String, ClosedEnum {
    /// None, or what that sandbox lets through.
    case restricted
    /// All of it.
    case enabled
}

/// `restricted` unless said otherwise.
package enum DefaultsToRestricted: WireDefault {
    package static var value: NetworkAccess { .restricted }
}
