/// The commands, and the files to change, that the user approved for the rest of the session (`acceptForSession`).
package struct SessionApprovals: Sendable {
    private struct Key: Hashable {
        var argv: [String]
        var directory: String
        var sandboxed: Bool
    }

    private var approved: Set<Key> = []
    private var files: Set<String> = []

    /// Nothing is approved.
    package init() {}

    /// Remembers that a command may run in a directory, in the sandbox or outside of it.
    package mutating func insert(argv: [String], directory: String, sandboxed: Bool) {
        approved.insert(Key(argv: argv, directory: directory, sandboxed: sandboxed))
    }

    /// Whether just this command was approved. An approval to run unconfined covers a run in the sandbox as well.
    package func contains(argv: [String], directory: String, sandboxed: Bool) -> Bool {
        approved.contains(Key(argv: argv, directory: directory, sandboxed: false))
            || sandboxed && approved.contains(Key(argv: argv, directory: directory, sandboxed: true))
    }

    /// Remembers that files may be changed.
    package mutating func insert(files paths: some Sequence<String>) {
        files.formUnion(paths)
    }

    /// Whether each of these files was approved.
    package func contains(files paths: some Sequence<String>) -> Bool {
        paths.allSatisfy(files.contains)
    }
}
