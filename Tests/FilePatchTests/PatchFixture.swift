import Testing

@testable import FilePatch

/// A patch of text.
func patch(_ body: String) throws -> PatchDocument {
    try PatchDocument(parsing: Array("*** Begin Patch\n\(body)*** End Patch\n".utf8))
}

/// A directory with files, for plans.
struct PatchFixture: ~Copyable {
    let temporary: TemporaryDirectory

    /// The files' directory.
    var directory: String { temporary.path }

    init(_ tree: Tree) throws {
        let temporary = try TemporaryDirectory()
        try tree.make(in: temporary.path)
        self.temporary = temporary
    }

    /// The files as they are now.
    var tree: Tree { Tree.read(directory) }

    func plan(_ body: String, files: FileAccess = .system) throws -> PatchPlan {
        try PatchPlan(of: patch(body), in: directory, files: files)
    }
}
