import AppServerProtocol
import CommandExecution

/// The arguments of the tool `request_permissions`.
package struct RequestPermissionsArguments: Hashable, Sendable {
    /// What is wanted.
    package var wanted: WantedPermissions
    /// What it is needed for.
    package var reason: String?

    /// How many places one request may name: more than a person reads before saying yes.
    package static let maxPlaces = 50

    /// Reads the JSON text that the model wrote; relative paths are seen from a directory. Blocks for looks at the disk.
    package init(parsing text: String, in directory: String) throws(ToolArgumentsError) {
        let wire = try ToolArguments(parsing: text).decode(Wire.self)
        func places(_ paths: [String]?) -> [String] {
            (paths ?? []).map { ConfinementPlan.physical(PathText.resolve($0, against: directory)) }
        }
        let files = wire.permissions.fileSystem
        let entries = files?.entries ?? []
        wanted = WantedPermissions()
        wanted.read = places((files?.read ?? []) + entries.filter { $0.access == "read" }.map(\.path.path))
        wanted.write = places((files?.write ?? []) + entries.filter { $0.access == "write" }.map(\.path.path))
        wanted.network = wire.permissions.network?.enabled ?? false
        reason = wire.reason?.nonEmpty
        guard wanted.read.count + wanted.write.count <= Self.maxPlaces else {
            throw ToolArgumentsError(reason: "at most \(Self.maxPlaces) paths can be asked for at once")
        }
        guard !(wanted.read + wanted.write).contains(where: { $0.utf8.contains(0) }) else {
            throw ToolArgumentsError(reason: "a path holds a NUL character")
        }
    }

    /// The arguments as they stand in the JSON.
    private struct Wire: Decodable {
        var permissions: Permissions
        var reason: String?

        struct Permissions: Decodable {
            var network: Network?
            var fileSystem: Files?

            enum CodingKeys: String, CodingKey {
                case network
                case fileSystem = "file_system"
            }
        }

        struct Network: Decodable {
            var enabled: Bool?
        }

        struct Files: Decodable {
            var read: [String]?
            var write: [String]?
            var entries: [Entry]?
        }

        struct Entry: Decodable {
            var path: Place
            var access: String

            struct Place: Decodable {
                var path: String
            }
        }
    }
}
