/// Which transitions are the two ends of a move: a file that is gone from one path and is at another.
struct FileMoves {
    private var origins: [String: FileTransition] = [:]
    private var destinations: [String: String] = [:]

    init(_ transitions: [FileTransition]) {
        // What was at the origin is gone from there; at most another moved file has taken the place.
        let origins = transitions.filter { transition in
            guard let before = transition.before, before.kind != .symbolicLink else { return false }
            return transition.after == nil || transition.movedFrom != nil
        }
        let gone = Dictionary(origins.map { ($0.physicalPath, $0) }, uniquingKeysWith: { first, _ in first })
        for transition in transitions where transition.after != nil {
            guard let path = transition.movedFrom, let origin = gone[path], destinations[path] == nil else { continue }
            destinations[path] = transition.physicalPath
            self.origins[transition.physicalPath] = origin
        }
    }

    /// Where the file at the end of this transition came from, if it was moved.
    func origin(of transition: FileTransition) -> FileTransition? {
        origins[transition.physicalPath]
    }

    /// Whether what was here was moved.
    func isOrigin(_ transition: FileTransition) -> Bool {
        destinations[transition.physicalPath] != nil
    }
}
