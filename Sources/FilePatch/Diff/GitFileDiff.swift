/// The diff of one file as `git diff` would write it.
struct GitFileDiff {
    /// The path of the old file, as seen from the root of the diff.
    var oldPath: String
    /// The path of the new file; another one than the old file's if it was moved.
    var newPath: String
    /// The old file, `nil` if there was none.
    var old: FileImage?
    /// The new file, `nil` if there is none.
    var new: FileImage?

    /// Lines of context around each change; what git takes by default.
    private static let context = 3

    /// How much of a content is looked at to see whether it is text; what git looks at.
    private static let probedBytes = 8_000

    /// The diff, empty if there is nothing to tell.
    var text: [UInt8] {
        guard old != new || oldPath != newPath, old != nil || new != nil else { return [] }
        let (a, b) = (GitPath.quoted("a/", oldPath), GitPath.quoted("b/", newPath))
        var output = Array("diff --git \(a) \(b)\n".utf8)
        output.append(contentsOf: header.utf8)
        guard old?.content != new?.content || old == nil || new == nil else { return output }
        let names = (old.map { BlobName.of($0.content) }, new.map { BlobName.of($0.content) })
        output.append(contentsOf: "index \(names.0 ?? BlobName.none)..\(names.1 ?? BlobName.none)\n".utf8)
        let (from, to) = (old == nil ? "/dev/null" : a, new == nil ? "/dev/null" : b)
        if isBinary(old) || isBinary(new) {
            output.append(contentsOf: "Binary files \(from) and \(to) differ\n".utf8)
            return output
        }
        let hunks = UnifiedHunks.text(old?.content ?? [], new?.content ?? [], context: Self.context)
        guard !hunks.isEmpty else { return output }
        output.append(contentsOf: "--- \(from)\n+++ \(to)\n".utf8)
        output.append(contentsOf: hunks)
        return output
    }

    /// The lines about modes and renames.
    private var header: String {
        switch (old, new) {
        case (nil, let new?):
            return "new file mode \(mode(new))\n"
        case (let old?, nil):
            return "deleted file mode \(mode(old))\n"
        case (let old?, let new?):
            var lines = ""
            if old.kind != new.kind { lines += "old mode \(mode(old))\nnew mode \(mode(new))\n" }
            if oldPath != newPath {
                lines += "similarity index \(similarity(old.content, new.content))%\n"
                lines += "rename from \(GitPath.quoted("", oldPath))\nrename to \(GitPath.quoted("", newPath))\n"
            }
            return lines
        case (nil, nil):
            return ""
        }
    }

    private func mode(_ image: FileImage) -> String {
        switch image.kind {
        case .file: "100644"
        case .executable: "100755"
        case .symbolicLink: "120000"
        }
    }

    private func isBinary(_ image: FileImage?) -> Bool {
        image?.content.prefix(Self.probedBytes).contains(0) ?? false
    }

    /// How much of the larger content is in both, in per cent.
    private func similarity(_ old: [UInt8], _ new: [UInt8]) -> Int {
        guard old != new else { return 100 }
        let text = DiffText(old)
        let changed = LineDiff(text, DiffText(new)).changes.reduce(0) { sum, change in
            sum + change.old.reduce(0) { $0 + text.lines[$1].count }
        }
        return (old.count - changed) * 100 / max(old.count, new.count, 1)
    }
}
