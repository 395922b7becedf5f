/// A directory that the user picked to take skills, plugins or other capabilities from.
package struct SelectedCapabilityRoot: Codable, Hashable, Sendable {
    /// A stable id that the picking program gave to the directory.
    package var id: String
    /// Where the directory is.
    package var location: CapabilityRootLocation

    /// Makes the value from its fields.
    package init(id: String, location: CapabilityRootLocation) {
        self.id = id
        self.location = location
    }
}

/// Where a capability root is.
package enum CapabilityRootLocation: TaggedUnion {
    /// In an environment.
    case environment(EnvironmentCapabilityRoot)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("environment", EnvironmentCapabilityRoot.self)
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "environment": self = .environment(try EnvironmentCapabilityRoot(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .environment(let payload): try Self.encode("environment", payload, to: encoder)
        }
    }
}

/// The fields of an `environment` location.
package struct EnvironmentCapabilityRoot: Codable, Hashable, Sendable {
    /// The environment's id.
    package var environmentId: String
    /// The directory's absolute path there.
    package var path: String

    /// Makes the value from its fields.
    package init(environmentId: String, path: String) {
        self.environmentId = environmentId
        self.path = path
    }
}
