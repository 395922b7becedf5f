/// Permissions that one command wants on top of its sandbox.
package struct AdditionalPermissionProfile: Codable, Hashable, Sendable {
    /// Network access; null when nothing more is wanted.
    package var network: AdditionalNetworkPermissions?
    /// File access; null when nothing more is wanted.
    package var fileSystem: AdditionalFileSystemPermissions?

    /// Makes the value from its fields; those with a default may be left out.
    package init(network: AdditionalNetworkPermissions? = nil, fileSystem: AdditionalFileSystemPermissions? = nil) {
        self.network = network
        self.fileSystem = fileSystem
    }
}

/// Additional network access.
package struct AdditionalNetworkPermissions: Codable, Hashable, Sendable {
    /// Whether the network is wanted; null leaves it as it is.
    package var enabled: Bool?

    /// Makes the value from its fields; those with a default may be left out.
    package init(enabled: Bool? = nil) {
        self.enabled = enabled
    }
}

/// Additional file access.
package struct AdditionalFileSystemPermissions: Codable, Hashable, Sendable {
    /// Paths to read; the older form of `entries`.
    package var read: [LegacyAppPathString]?
    /// Paths to change; the older form of `entries`.
    package var write: [LegacyAppPathString]?
    /// How many directory levels deep patterns are looked up.
    package var globScanMaxDepth: Int?
    /// What is wanted, place by place.
    package var entries: [FileSystemSandboxEntry]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        read: [LegacyAppPathString]? = nil, write: [LegacyAppPathString]? = nil, globScanMaxDepth: Int? = nil,
        entries: [FileSystemSandboxEntry]? = nil
    ) {
        self.read = read
        self.write = write
        self.globScanMaxDepth = globScanMaxDepth
        self.entries = entries
    }
}

/// The access to one place.
package struct FileSystemSandboxEntry: Codable, Hashable, Sendable {
    /// The place.
    package var path: FileSystemPath
    /// What may be done there.
    package var access: FileSystemAccessMode

    /// Makes the value from its fields.
    package init(path: FileSystemPath, access: FileSystemAccessMode) {
        self.path = path
        self.access = access
    }
}

/// What may be done with files.
package enum FileSystemAccessMode: String, ClosedEnum {
    /// Read them.
    case read
    /// Read and change them.
    case write
    /// Neither.
    case deny
}

/// A place in a file system.
package enum FileSystemPath: TaggedUnion {
    /// A file or directory, with everything below it.
    case path(FileSystemPathLiteral)
    /// All paths that match a pattern.
    case globPattern(FileSystemPathPattern)
    /// A place that depends on the machine or the thread.
    case special(FileSystemPathSpecial)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("path", FileSystemPathLiteral.self),
            TaggedVariant("glob_pattern", FileSystemPathPattern.self),
            TaggedVariant("special", FileSystemPathSpecial.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "path": self = .path(try FileSystemPathLiteral(from: decoder))
        case "glob_pattern": self = .globPattern(try FileSystemPathPattern(from: decoder))
        case "special": self = .special(try FileSystemPathSpecial(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .path(let payload): try Self.encode("path", payload, to: encoder)
        case .globPattern(let payload): try Self.encode("glob_pattern", payload, to: encoder)
        case .special(let payload): try Self.encode("special", payload, to: encoder)
        }
    }
}

/// The fields of a `path` place.
package struct FileSystemPathLiteral: Codable, Hashable, Sendable {
    /// The path.
    package var path: LegacyAppPathString

    /// Makes the value from its fields.
    package init(path: LegacyAppPathString) {
        self.path = path
    }
}

/// The fields of a `glob_pattern` place.
package struct FileSystemPathPattern: Codable, Hashable, Sendable {
    /// The pattern, with `*`, `**` and `?`.
    package var pattern: String

    /// Makes the value from its fields.
    package init(pattern: String) {
        self.pattern = pattern
    }
}

/// The fields of a `special` place.
package struct FileSystemPathSpecial: Codable, Hashable, Sendable {
    /// Which place.
    package var value: FileSystemSpecialPath

    /// Makes the value from its fields.
    package init(value: FileSystemSpecialPath) {
        self.value = value
    }
}

/// A place that depends on the machine or the thread.
package enum FileSystemSpecialPath: TaggedUnion {
    /// The root of the file system.
    case root
    /// What programs need to start at all: system libraries and devices.
    case minimal
    /// The roots of the thread's project.
    case projectRoots(ProjectRootsPath)
    /// The directory that `TMPDIR` names.
    case tmpdir
    /// `/tmp`.
    case slashTmp
    /// A place that this version has no name for.
    case unknown(UnknownSpecialPath)

    package static var tag: String { "kind" }

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("root"),
            TaggedVariant("minimal"),
            TaggedVariant("project_roots", ProjectRootsPath.self),
            TaggedVariant("tmpdir"),
            TaggedVariant("slash_tmp"),
            TaggedVariant("unknown", UnknownSpecialPath.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "root": self = .root
        case "minimal": self = .minimal
        case "project_roots": self = .projectRoots(try ProjectRootsPath(from: decoder))
        case "tmpdir": self = .tmpdir
        case "slash_tmp": self = .slashTmp
        case "unknown": self = .unknown(try UnknownSpecialPath(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .root: try Self.encode("root", to: encoder)
        case .minimal: try Self.encode("minimal", to: encoder)
        case .projectRoots(let payload): try Self.encode("project_roots", payload, to: encoder)
        case .tmpdir: try Self.encode("tmpdir", to: encoder)
        case .slashTmp: try Self.encode("slash_tmp", to: encoder)
        case .unknown(let payload): try Self.encode("unknown", payload, to: encoder)
        }
    }
}

/// The fields of a `project_roots` place.
package struct ProjectRootsPath: Codable, Hashable, Sendable {
    /// A path below each root; null is the root itself.
    package var subpath: LegacyAppPathString?

    /// Makes the value from its fields; those with a default may be left out.
    package init(subpath: LegacyAppPathString? = nil) {
        self.subpath = subpath
    }
}

/// The fields of an `unknown` place.
package struct UnknownSpecialPath: Codable, Hashable, Sendable {
    /// The name of the place.
    package var path: String
    /// A path below it.
    package var subpath: LegacyAppPathString?

    /// Makes the value from its fields; those with a default may be left out.
    package init(path: String, subpath: LegacyAppPathString? = nil) {
        self.path = path
        self.subpath = subpath
    }
}
