import Foundation
import Testing

@testable import FilePatch

/// Patches, and what becomes of them; checked against the recorded behaviour of the peer.
@Suite struct CorpusTests {
    @Test(arguments: CorpusCase.all) func outcomeIsAsRecorded(_ example: CorpusCase) throws {
        let outcome = try outcome(of: example)
        let expected = example.expected
        #expect(outcome.text == expected.text, "text of \(example.name)")
        #expect(outcome.after == expected.after, "files of \(example.name)")
        #expect(outcome.changes == expected.changes, "changes of \(example.name)")
        #expect(outcome.diff == expected.diff, "diff of \(example.name)")
        if let folder = ProcessInfo.processInfo.environment["HEDDLE_PATCH_ACTUAL"] {
            let o = outcome
            try "== text\n\(o.text)== after\n\(o.after)== changes\n\(o.changes)== diff\n\(o.diff)".write(
                toFile: folder + "/" + example.name, atomically: true, encoding: .utf8)
        }
    }

    /// A case says why Heddle differs exactly where it does.
    @Test(arguments: CorpusCase.all) func differencesHaveReasons(_ example: CorpusCase) {
        #expect(example.differs == (example.reason != nil))
        #expect(example.idleSections == [])
    }

    @Test func corpusIsThere() {
        #expect(CorpusCase.all.count >= 80)
    }

    private func outcome(of example: CorpusCase) throws -> CorpusOutcome {
        let temporary = try TemporaryDirectory()
        let directory = temporary.path + "/work"
        try example.before.make(in: directory)
        var tracker = TurnDiffTracker(root: directory)
        var (text, changes) = ("", "")
        var plan: PatchPlan?
        do {
            let document = try PatchDocument(parsing: example.patch)
            let planned = try PatchPlan(of: document, in: directory)
            plan = planned
            let applied = try planned.apply()
            #expect(applied.leftovers == [])
            tracker.record(planned.transitions)
            text = PatchReport.success(planned.summary, milliseconds: 0)
            changes = "status completed\n"
        } catch {
            text = PatchReport.failure(error, milliseconds: 0)
            if plan != nil { changes = "status failed\n" }
        }
        for change in plan?.changes ?? [] { changes += describe(change) }
        func shown(_ text: String) -> String {
            text.replacingOccurrences(of: directory, with: "$CWD").replacingOccurrences(of: temporary.path, with: "$UP")
        }
        return CorpusOutcome(
            text: CorpusText.write(Array(shown(text).utf8)), after: try after(directory, example.before).description,
            changes: shown(changes), diff: CorpusText.write(Array(shown(tracker.unifiedDiff()).utf8)))
    }

    private func describe(_ change: FileChange) -> String {
        let head =
            switch change.kind {
            case .add: "add \(change.path)\n"
            case .delete: "delete \(change.path)\n"
            case .update(let destination): "update \(change.path)" + (destination.map { " -> \($0)" } ?? "") + "\n"
            }
        return head + CorpusText.write(Array(change.diff.utf8))
    }

    /// The files afterwards. New ones have the mode that the umask of this process leaves; the corpus was recorded with
    /// the usual one.
    private func after(_ directory: String, _ before: Tree) throws -> Tree {
        let probe = directory + "-probe"
        try FileAccess.system.create(probe, [], nil)
        let usual = try FileAccess.system.status(probe)?.permissions
        var tree = Tree.read(directory)
        for case (let name, .file(let permissions, let content)) in tree.nodes
        where before.nodes[name] == nil && permissions == usual {
            tree.nodes[name] = .file(permissions: 0o644, content: content)
        }
        return tree
    }
}
