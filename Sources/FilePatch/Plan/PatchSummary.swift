/// The files of a patch as the model is told of them: paths as the patch wrote them, in its order.
package struct PatchSummary: Sendable, Hashable {
    /// Files that were written as new ones.
    package var added: [String] = []
    /// Files that were changed; of moved ones the destination.
    package var modified: [String] = []
    /// Files that were removed.
    package var deleted: [String] = []

    package init() {}

    /// The text, one line a file.
    package var text: String {
        let lines = added.map { "A \($0)\n" } + modified.map { "M \($0)\n" } + deleted.map { "D \($0)\n" }
        return "Success. Updated the following files:\n" + lines.joined()
    }
}
