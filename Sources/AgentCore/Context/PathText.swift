/// Work on absolute POSIX paths as text, without asking the file system.
package enum PathText {
    /// `path` seen from the absolute directory `base`: itself if it is absolute, else below `base`; without `.`, `..`
    /// and doubled slashes.
    package static func resolve(_ path: String, against base: String) -> String {
        normalized(path.utf8.first == UInt8(ascii: "/") ? path : base + "/" + path)
    }

    /// The absolute path without `.`, `..`, doubled and trailing slashes. `..` at the root stays there.
    package static func normalized(_ path: String) -> String {
        var components: [Substring] = []
        for component in path.split(separator: "/") where component != "." {
            if component == ".." {
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }

    /// The last component of a path; `/` for the root, the empty string for an empty path.
    package static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? (path.isEmpty ? "" : "/")
    }

    /// The file called `name` in `directory`.
    package static func join(_ directory: String, _ name: String) -> String {
        directory.utf8.last == UInt8(ascii: "/") ? directory + name : directory + "/" + name
    }

    /// The normalized directory and all above it, nearest first, down to `/`.
    package static func lineage(of directory: String) -> [String] {
        let components = normalized(directory).split(separator: "/")
        return (0...components.count).reversed().map { "/" + components.prefix($0).joined(separator: "/") }
    }
}
