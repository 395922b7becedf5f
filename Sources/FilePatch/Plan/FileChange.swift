/// The change of one file as clients see it, in an item and in an approval request.
package struct FileChange: Sendable, Hashable {
    /// What happens to the file.
    package enum Kind: Sendable, Hashable {
        case add
        case delete
        case update(movedTo: String?)
    }

    /// The file's absolute path.
    package var path: String

    /// What happens to it.
    package var kind: Kind

    /// What was there.
    package var before: FileImage?

    /// What will be there, or at the path that it moves to.
    package var after: FileImage?

    package init(path: String, kind: Kind, before: FileImage?, after: FileImage?) {
        self.path = path
        self.kind = kind
        self.before = before
        self.after = after
    }
}

extension FileChange {
    /// The changes that transitions come to, sorted by path: each file once, however many sections of the patch touch it.
    static func changes(of transitions: [FileTransition]) -> [FileChange] {
        let moves = FileMoves(transitions)
        let changes = transitions.filter(\.isTouched).compactMap { transition -> FileChange? in
            if let origin = moves.origin(of: transition) {
                return FileChange(
                    path: origin.path, kind: .update(movedTo: transition.path), before: origin.before,
                    after: transition.after)
            }
            let kind: Kind
            switch (transition.before, transition.after) {
            case (nil, nil): return nil
            case (nil, _?): kind = .add
            case (_?, nil): kind = .delete
            case (_?, _?): kind = .update(movedTo: nil)
            }
            if kind == .delete, moves.isOrigin(transition) { return nil }
            return FileChange(
                path: transition.path, kind: kind, before: transition.before, after: transition.after)
        }
        return changes.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}
