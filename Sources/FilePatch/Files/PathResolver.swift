#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Follows symbolic links, to learn which file a path really means.
struct PathResolver {
    /// A path without symbolic links on the way, and what is there.
    struct Place: Sendable, Hashable {
        /// The path without links.
        var path: String

        /// What is there, `nil` if nothing is.
        var status: FileStatus?

        /// The directories on the way that don't exist, from the top.
        var missingDirectories: [String] = []
    }

    /// What is at a physical path, as the patch has left it so far.
    let status: (String) throws(FileAccessError) -> FileStatus?

    /// Where a symbolic link leads.
    let readLink: (String) throws(FileAccessError) -> String

    /// The place that an absolute path means. A link at the path's end is followed if the caller wants its target.
    func place(of path: String, followingLast: Bool) throws(FileAccessError) -> Place {
        var rest = path.split(separator: "/").reversed().map(String.init)
        var place = Place(path: "/", status: try status("/"))
        var links = 0
        while let component = rest.popLast() {
            if component == "." { continue }
            if component == ".." {
                place.path = LexicalPath.parent(of: place.path)
                place.missingDirectories.removeAll { $0.utf8.count > place.path.utf8.count }
                place.status = try status(place.path)
                continue
            }
            switch place.status?.kind {
            case .directory: break
            case nil: place.missingDirectories.append(place.path)
            default: throw FileAccessError(errnoValue: ENOTDIR)
            }
            let next = LexicalPath.join(place.path, component)
            // Below what is missing nothing can be.
            let found = place.missingDirectories.isEmpty ? try status(next) : nil
            if found?.kind == .symbolicLink, followingLast || !rest.isEmpty {
                links += 1
                guard links <= PatchLimits.symbolicLinks else { throw FileAccessError(errnoValue: ELOOP) }
                let target = try readLink(next)
                if target.utf8.first == UInt8(ascii: "/") {
                    place = Place(path: "/", status: try status("/"))
                }
                rest.append(contentsOf: target.split(separator: "/").reversed().map(String.init))
            } else {
                place.path = next
                place.status = found
            }
        }
        return place
    }
}
