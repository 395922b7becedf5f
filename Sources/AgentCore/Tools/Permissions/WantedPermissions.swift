package import AppServerProtocol
import CommandExecution
import WireJSON

/// Permissions that the model asks for, or that the user has granted of them. Paths are absolute and have no symbolic links.
package struct WantedPermissions: Hashable, Sendable {
    /// Files and directories to read.
    package var read: [String] = []
    /// Files and directories to change.
    package var write: [String] = []
    /// Whether the network is wanted.
    package var network = false

    /// Nothing.
    package init() {}

    /// Whether there is nothing.
    package var isEmpty: Bool { read.isEmpty && write.isEmpty && !network }

    /// Without what can't be granted. Blocks for looks at the disk.
    package func grantable(under confinement: CommandConfinement) -> WantedPermissions {
        var wanted = self
        wanted.read.removeAll { !confinement.isGrantable($0, toChange: false) }
        wanted.write.removeAll { !confinement.isGrantable($0, toChange: true) }
        return wanted
    }

    /// What an answer grants of this: what lies in what was asked for, and nothing that the answer denies. Blocks for looks at
    /// the disk.
    package func granted(by answer: GrantedPermissionProfile, in directory: String) -> WantedPermissions {
        var granted = WantedPermissions()
        granted.network = network && answer.network?.enabled == true
        guard let files = answer.fileSystem, let given = GivenPlaces(files, directory) else { return granted }
        granted.read = given.read.filter { path in
            (read + write).contains { Self.covers($0, path) } && !given.touchesDenied(path)
        }
        granted.write = given.write.filter { path in
            write.contains { Self.covers($0, path) } && !given.touchesDenied(path)
        }
        return granted
    }

    /// Whether a path is a place or lies in it.
    static func covers(_ place: String, _ path: String) -> Bool {
        path == place || place == "/" || path.hasPrefix(place + "/")
    }

    // MARK: - Forms

    /// As the user is asked.
    package var profile: RequestPermissionProfile {
        let entries =
            read.map { FileSystemSandboxEntry(path: .path(.init(path: $0)), access: .read) }
            + write.map { FileSystemSandboxEntry(path: .path(.init(path: $0)), access: .write) }
        return RequestPermissionProfile(
            network: network ? AdditionalNetworkPermissions(enabled: true) : nil,
            fileSystem: entries.isEmpty
                ? nil
                : AdditionalFileSystemPermissions(
                    read: read.isEmpty ? nil : read, write: write.isEmpty ? nil : write, entries: entries))
    }

    /// As the model is told what it has got. It knows the form.
    package func modelText(_ scope: PermissionGrantScope) -> String {
        var places = JSONObject()
        if !read.isEmpty { places["read"] = .array(read.map(JSONValue.string)) }
        if !write.isEmpty { places["write"] = .array(write.map(JSONValue.string)) }
        let value: JSONValue = [
            "permissions": [
                "network": network ? ["enabled": true] : .null, "file_system": places.isEmpty ? .null : .object(places),
            ], "scope": .string(scope.rawValue),
        ]
        return String(decoding: RawJSON(value).bytes, as: UTF8.self)
    }
}

/// The places that an answer names.
private struct GivenPlaces {
    var read: [String] = []
    var write: [String] = []
    private var denied: [String] = []

    /// Nil if the answer denies something that is not one place: then it isn't known what is left.
    init?(_ files: AdditionalFileSystemPermissions, _ directory: String) {
        func place(_ path: String) -> String { ConfinementPlan.physical(PathText.resolve(path, against: directory)) }
        read = (files.read ?? []).map(place)
        write = (files.write ?? []).map(place)
        for entry in files.entries ?? [] {
            switch (entry.path, entry.access) {
            case (.path(let literal), .read): read.append(place(literal.path))
            case (.path(let literal), .write): write.append(place(literal.path))
            case (.path(let literal), .deny): denied.append(place(literal.path))
            case (_, .deny): return nil
            // Patterns and special places are none of those that can be asked for.
            case (_, .read), (_, .write): break
            }
        }
        read = Self.unique(read)
        write = Self.unique(write)
    }

    /// Whether something is denied in a place or around it.
    func touchesDenied(_ path: String) -> Bool {
        denied.contains { WantedPermissions.covers($0, path) || WantedPermissions.covers(path, $0) }
    }

    private static func unique(_ paths: [String]) -> [String] {
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }
}
