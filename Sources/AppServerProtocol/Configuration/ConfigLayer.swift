package import WireJSON

/// One source of settings.
package struct ConfigLayer: Codable, Hashable, Sendable {
    /// Which source.
    package var name: ConfigLayerSource
    /// A hash of its content, to guard edits with.
    package var version: String
    /// The settings, as JSON.
    package var config: JSONValue
    /// Why the layer doesn't count; null if it does.
    package var disabledReason: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(name: ConfigLayerSource, version: String, config: JSONValue, disabledReason: String? = nil) {
        self.name = name
        self.version = version
        self.config = config
        self.disabledReason = disabledReason
    }
}

/// Which source a setting comes from.
package struct ConfigLayerMetadata: Codable, Hashable, Sendable {
    /// Which source.
    package var name: ConfigLayerSource
    /// A hash of its content.
    package var version: String

    /// Makes the value from its fields.
    package init(name: ConfigLayerSource, version: String) {
        self.name = name
        self.version = version
    }
}

/// Where settings come from.
package enum ConfigLayerSource: TaggedUnion {
    /// A file that came with the program.
    case packagedDefaults(ConfigFileSource)
    /// The device's management.
    case mdm(ConfigMdmSource)
    /// The file for all users of the machine.
    case system(ConfigFileSource)
    /// The user's organisation.
    case enterpriseManaged(ConfigEnterpriseSource)
    /// The user's own file.
    case user(ConfigUserSource)
    /// A project's directory.
    case project(ConfigProjectSource)
    /// The command line, or the params of a call.
    case sessionFlags
    /// The older file for managed machines.
    case legacyManagedConfigTomlFromFile(ConfigFileSource)
    /// The older setting of the device's management.
    case legacyManagedConfigTomlFromMdm

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("packagedDefaults", ConfigFileSource.self),
            TaggedVariant("mdm", ConfigMdmSource.self),
            TaggedVariant("system", ConfigFileSource.self),
            TaggedVariant("enterpriseManaged", ConfigEnterpriseSource.self),
            TaggedVariant("user", ConfigUserSource.self),
            TaggedVariant("project", ConfigProjectSource.self),
            TaggedVariant("sessionFlags"),
            TaggedVariant("legacyManagedConfigTomlFromFile", ConfigFileSource.self),
            TaggedVariant("legacyManagedConfigTomlFromMdm"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "packagedDefaults": self = .packagedDefaults(try ConfigFileSource(from: decoder))
        case "mdm": self = .mdm(try ConfigMdmSource(from: decoder))
        case "system": self = .system(try ConfigFileSource(from: decoder))
        case "enterpriseManaged": self = .enterpriseManaged(try ConfigEnterpriseSource(from: decoder))
        case "user": self = .user(try ConfigUserSource(from: decoder))
        case "project": self = .project(try ConfigProjectSource(from: decoder))
        case "sessionFlags": self = .sessionFlags
        case "legacyManagedConfigTomlFromFile":
            self = .legacyManagedConfigTomlFromFile(try ConfigFileSource(from: decoder))
        case "legacyManagedConfigTomlFromMdm": self = .legacyManagedConfigTomlFromMdm
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .packagedDefaults(let payload): try Self.encode("packagedDefaults", payload, to: encoder)
        case .mdm(let payload): try Self.encode("mdm", payload, to: encoder)
        case .system(let payload): try Self.encode("system", payload, to: encoder)
        case .enterpriseManaged(let payload): try Self.encode("enterpriseManaged", payload, to: encoder)
        case .user(let payload): try Self.encode("user", payload, to: encoder)
        case .project(let payload): try Self.encode("project", payload, to: encoder)
        case .sessionFlags: try Self.encode("sessionFlags", to: encoder)
        case .legacyManagedConfigTomlFromFile(let payload):
            try Self.encode("legacyManagedConfigTomlFromFile", payload, to: encoder)
        case .legacyManagedConfigTomlFromMdm: try Self.encode("legacyManagedConfigTomlFromMdm", to: encoder)
        }
    }
}

/// A source that is a file.
package struct ConfigFileSource: Codable, Hashable, Sendable {
    /// The file; an absolute path. It need not exist.
    package var file: AbsolutePathBuf

    /// Makes the value from its fields.
    package init(file: AbsolutePathBuf) {
        self.file = file
    }
}

/// The fields of an `mdm` source.
package struct ConfigMdmSource: Codable, Hashable, Sendable {
    /// The preference domain.
    package var domain: String
    /// The key in it.
    package var key: String

    /// Makes the value from its fields.
    package init(domain: String, key: String) {
        self.domain = domain
        self.key = key
    }
}

/// The fields of an `enterpriseManaged` source.
package struct ConfigEnterpriseSource: Codable, Hashable, Sendable {
    /// The layer's id.
    package var id: String
    /// The name that administrators know it by.
    package var name: String

    /// Makes the value from its fields.
    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// The fields of a `user` source.
package struct ConfigUserSource: Codable, Hashable, Sendable {
    /// The file; an absolute path. It need not exist.
    package var file: AbsolutePathBuf
    /// The profile, if this is one.
    package var profile: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(file: AbsolutePathBuf, profile: String? = nil) {
        self.file = file
        self.profile = profile
    }
}

/// The fields of a `project` source.
package struct ConfigProjectSource: Codable, Hashable, Sendable {
    /// The project's configuration directory; an absolute path.
    package var dotCodexFolder: AbsolutePathBuf

    /// Makes the value from its fields.
    package init(dotCodexFolder: AbsolutePathBuf) {
        self.dotCodexFolder = dotCodexFolder
    }
}
