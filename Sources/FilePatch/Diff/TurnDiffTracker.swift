/// The diff of a whole turn: from what each file was before its first change in the turn to what it is now.
///
/// It is computed here, from contents, and runs nothing: no git, and so no hook, filter or program of the repository.
package struct TurnDiffTracker: Sendable {
    /// The directory that paths are shown from, without symbolic links.
    private let root: String

    /// The files that the turn has touched, by physical path: `before` is what was there before the turn, `after` what is
    /// there now, and `movedFrom` where it was before the turn.
    private var files: [String: FileTransition] = [:]

    private var knownDiff: String?

    /// A tracker that shows paths as seen from `root`, an absolute path; files elsewhere keep their absolute paths.
    /// Looks at the disk for symbolic links in it.
    package init(root: String, files: FileAccess = .system) {
        let root = LexicalPath.absolute(root, in: "/")
        let resolver = PathResolver(status: files.status, readLink: files.readLink)
        self.root = (try? resolver.place(of: root, followingLast: true).path) ?? root
    }

    /// Whether no file was touched.
    package var isEmpty: Bool { files.isEmpty }

    /// Takes in what an applied plan has done.
    package mutating func record(_ transitions: [FileTransition]) {
        let earlier = files
        for transition in transitions where transition.isTouched {
            let path = transition.physicalPath
            var file =
                files[path]
                ?? FileTransition(path: transition.path, physicalPath: path, before: transition.before, after: nil)
            file.after = transition.after
            if let origin = transition.movedFrom {
                // A file that is moved twice comes from where it was first.
                file.movedFrom = earlier[origin]?.movedFrom ?? origin
            } else if transition.after == nil {
                file.movedFrom = nil
            }
            files[path] = file
        }
        knownDiff = nil
    }

    /// Looks at the touched files again, as commands may have changed them. Reads them, so it blocks. A file that can't be
    /// read stays as it was known.
    package mutating func refresh(files access: FileAccess = .system) {
        for (path, file) in files {
            guard let now = try? Self.image(at: path, access), now != file.after else { continue }
            files[path]?.after = now
            knownDiff = nil
        }
    }

    /// The diff in git's form, sorted by path; empty if everything is as it was.
    package mutating func unifiedDiff() -> String {
        if let knownDiff { return knownDiff }
        let files = files.values.map { file in
            var file = file
            // A file that took the place of another is that one's change.
            if file.before != nil { file.movedFrom = nil }
            return file
        }
        .sorted { shownPath($0).utf8.lexicographicallyPrecedes(shownPath($1).utf8) }
        let moves = FileMoves(files)
        let diffs = files.filter { !moves.isOrigin($0) || $0.after != nil }.map { file in
            let origin = moves.origin(of: file) ?? file
            let diff = GitFileDiff(
                oldPath: shownPath(origin), newPath: shownPath(file), old: origin.before, new: file.after)
            return String(shownDiff: diff.text)
        }
        let diff = diffs.joined()
        knownDiff = diff
        return diff
    }

    private func shownPath(_ file: FileTransition) -> String {
        LexicalPath.relative(file.physicalPath, to: root) ?? file.physicalPath
    }

    /// What is at a path; `nil` if that can't be told.
    private static func image(at path: String, _ access: FileAccess) throws(FileAccessError) -> FileImage?? {
        let status = try access.status(path)
        switch status?.kind {
        case .file:
            guard let content = try access.read(path, PatchLimits.fileBytes) else { return nil }
            return FileImage(file: status, content: content)
        case .symbolicLink:
            return FileImage(kind: .symbolicLink, content: Array(try access.readLink(path).utf8))
        case nil, .directory, .other:
            return .some(nil)
        }
    }
}
