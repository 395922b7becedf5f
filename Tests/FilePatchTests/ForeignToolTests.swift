import Foundation
import TestSupport
import Testing

@testable import FilePatch

/// What git and patch make of our diffs is what we made of the patch.
@Suite(.ownThread) struct ForeignToolTests {
    private static let isGitThere = Tool("git") != nil
    private static let isPatchThere = Tool("patch") != nil

    /// Cases whose diffs can be applied: something changes, below the directory, and nothing of it is binary or no text.
    private static let applicable = CorpusCase.all.filter { example in
        let diff = example.expected.diff
        return !diff.isEmpty && !diff.contains("$UP") && !diff.contains("Binary files") && !diff.contains("\u{FFFD}")
    }

    @Test(.enabled(if: isGitThere, "git is not installed"), arguments: applicable)
    func gitAppliesTheTurnsDiff(_ example: CorpusCase) throws {
        let git = try #require(Tool("git"))
        try check(example) { directory, diff in
            let result = try git.run(["apply", "--whitespace=nowarn", "-"], in: directory, input: Array(diff.utf8))
            #expect(result.code == 0, "\(result.output)")
        }
    }

    @Test(
        .enabled(if: isPatchThere, "patch is not installed"),
        arguments: applicable.filter { example in
            // What patch can't: renames are new to it, links are refused, names with spaces end at the first, and it
            // makes a directory before it removes the file in its place.
            !["rename from", "120000", "a/a b", "a/d/y"].contains { example.expected.diff.contains($0) }
                && !example.before.nodes.values.contains { if case .link = $0 { true } else { false } }
        })
    func patchAppliesTheTurnsDiff(_ example: CorpusCase) throws {
        let tool = try #require(Tool("patch"))
        try check(example) { directory, diff in
            let result = try tool.run(
                ["-p1", "--binary", "--no-backup-if-mismatch", "-F0"], in: directory, input: Array(diff.utf8))
            #expect(result.code == 0, "\(result.output)")
        }
    }

    @Test(.enabled(if: isGitThere, "git is not installed")) func blobNamesAreThoseOfGit() throws {
        let git = try #require(Tool("git"))
        let temporary = try TemporaryDirectory()
        var generator = SeededGenerator(seed: 4)
        for length in [0, 1, 100, 10_000] {
            let content = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let result = try git.run(["hash-object", "--stdin", "--no-filters"], in: temporary.path, input: content)
            #expect(result.output == BlobName.of(content) + "\n")
        }
    }

    /// Applies the diff to the case's files with the tool, and the patch with ours, and compares.
    private func check(_ example: CorpusCase, _ apply: (_ directory: String, _ diff: String) throws -> Void) throws {
        let temporary = try TemporaryDirectory()
        let (ours, theirs) = (temporary.path + "/ours", temporary.path + "/theirs")
        try example.before.make(in: ours)
        try example.before.make(in: theirs)
        let plan = try PatchPlan(of: PatchDocument(parsing: example.patch), in: ours)
        _ = try plan.apply()
        var tracker = TurnDiffTracker(root: ours)
        tracker.record(plan.transitions)
        try apply(theirs, tracker.unifiedDiff())
        #expect(normal(Tree.read(theirs)) == normal(Tree.read(ours)))
    }

    /// Git knows of permissions only whether a file may be executed.
    private func normal(_ tree: Tree) -> String {
        var tree = tree
        for case (let name, .file(let permissions, let content)) in tree.nodes {
            tree.nodes[name] = .file(permissions: permissions & 0o100 == 0 ? 0o644 : 0o755, content: content)
        }
        return tree.description
    }
}
