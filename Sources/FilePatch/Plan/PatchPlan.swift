/// Everything that a patch will do, computed in memory before anything is touched.
package struct PatchPlan: Sendable {
    /// The changes as clients see them, sorted by path.
    package var changes: [FileChange]

    /// Every path that is read, written, removed or made.
    package var accesses: [PlannedAccess]

    /// What the model is told when the patch has been applied.
    package var summary: PatchSummary

    /// From what to what, for each path; the turn's diff is made of these.
    package var transitions: [FileTransition]

    /// The directories that have to be made, from the top.
    var directories: [String]
}

extension PatchPlan {
    /// Plans a patch that was called in `directory`, an absolute path. Reads files through `files`, and touches nothing.
    ///
    /// Several sections may name one file: each sees what the ones before it left.
    package init(
        of document: PatchDocument, in directory: String, files: FileAccess = .system
    ) throws(PatchError) {
        var planner = PatchPlanner(directory: directory, files: files)
        self = try planner.plan(document)
    }
}
