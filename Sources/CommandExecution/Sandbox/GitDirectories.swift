/// Where a repository keeps what belongs to it when that is not its `.git` directory: a worktree and a submodule have a
/// file `.git` that names another directory, which may name a third one that it shares.
enum GitDirectories {
    /// More than any path takes.
    private static let fileLimit = 16 * 1024

    /// The directories that the `.git` file of a working tree leads to; none if `.git` is no file.
    static func beyond(_ tree: String) -> [String] {
        guard let directory = target(of: Places.join(tree, ".git"), prefix: "gitdir:", from: tree) else { return [] }
        guard let shared = target(of: Places.join(directory, "commondir"), prefix: "", from: directory) else {
            return [directory]
        }
        return [directory, shared]
    }

    private static func target(of file: String, prefix: String, from directory: String) -> String? {
        guard Places.kind(file) == .file, let text = Places.text(ofFile: file, limit: fileLimit),
            text.hasPrefix(prefix)
        else { return nil }
        let path = text.dropFirst(prefix.count).drop { $0 == " " }.prefix { $0 != "\n" && $0 != "\r\n" }
        guard !path.isEmpty else { return nil }
        return Places.canonical(path.hasPrefix("/") ? String(path) : Places.join(directory, path))
    }
}
