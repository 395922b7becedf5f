internal import Support

/// A file with a session, or with a part of one: `rollout-<time>-<thread>.jsonl`. After a revert the session goes on in a
/// file of its own, `rollout-<time>-<thread>_<part>.jsonl`.
struct RolloutFile: Hashable, Sendable {
    /// The file's path.
    var path: String
    /// The thread's id, as the name says.
    var threadId: String
    /// The id of the part, which rises with time; nil for the first file of a session.
    var partId: String?
    /// Whether the session was put away.
    var isArchived: Bool
    /// What the file is called when it is unpacked; nil for a file that is not compressed. A compressed one can't be read
    /// here.
    var plainName: String?
    /// Whether the file is compressed, so that it can't be read here.
    var isCompressed: Bool { plainName != nil }

    /// The endings of compressed files.
    private static let compressions = [".zst", ".gz"]
    /// The length of a UUID's text.
    private static let idLength = 36

    /// Understands a file by its name; nil for a file that holds no session.
    init?(folder: String, name: String, isArchived: Bool) {
        var stem = name
        if let ending = Self.compressions.first(where: name.hasSuffix) {
            stem.removeLast(ending.count)
            plainName = stem
        }
        guard stem.hasPrefix("rollout-"), stem.hasSuffix(".jsonl") else { return nil }
        stem.removeLast(".jsonl".count)
        let last = String(stem.suffix(Self.idLength))
        guard UUIDText.isValid(last) else { return nil }
        stem.removeLast(Self.idLength)
        path = folder + "/" + name
        self.isArchived = isArchived
        if stem.hasSuffix("_"), UUIDText.isValid(String(stem.dropLast().suffix(Self.idLength))) {
            threadId = String(stem.dropLast().suffix(Self.idLength)).lowercased()
            partId = last.lowercased()
        } else {
            threadId = last.lowercased()
            partId = nil
        }
    }
}
