import Foundation
import Testing

@testable import FilePatch

/// The diff of a turn: from what each file was before the turn to what it is now.
@Suite struct TurnDiffTests {
    private static let aToB = "@@ -1 +1 @@\n-a\n+b\n"

    @Test func patchesAddUp() throws {
        let fixture = try PatchFixture(.files(["f": "a\nx\n"]))
        let diff = try run(
            fixture, ["*** Update File: f\n@@\n-a\n+b\n", "*** Update File: f\n@@\n-x\n+y\n"])
        #expect(hunks(diff) == "@@ -1,2 +1,2 @@\n-a\n-x\n+b\n+y\n")
    }

    @Test(arguments: [
        ["*** Update File: f\n@@\n-a\n+b\n", "*** Update File: f\n@@\n-b\n+a\n"],
        ["*** Add File: n\n+x\n", "*** Delete File: n\n"],
        ["*** Update File: f\n*** Move to: g\n@@\n a\n", "*** Update File: g\n*** Move to: f\n@@\n a\n"],
        ["*** Delete File: f\n", "*** Add File: f\n+a\n"],
    ])
    func whatIsTakenBackIsNoDifference(_ patches: [String]) throws {
        let fixture = try PatchFixture(.files(["f": "a\n"]))
        #expect(try run(fixture, patches) == "")
    }

    @Test func moveIsARename() throws {
        let fixture = try PatchFixture(.files(["f": "a\n"]))
        let diff = try run(fixture, ["*** Update File: f\n*** Move to: d/g\n@@\n a\n"])
        #expect(diff == "diff --git a/f b/d/g\nsimilarity index 100%\nrename from f\nrename to d/g\n")
    }

    @Test func movesAddUp() throws {
        let fixture = try PatchFixture(.files(["f": "a\n"]))
        let diff = try run(
            fixture, ["*** Update File: f\n*** Move to: g\n@@\n a\n", "*** Update File: g\n*** Move to: h\n@@\n a\n"])
        #expect(diff == "diff --git a/f b/h\nsimilarity index 100%\nrename from f\nrename to h\n")
    }

    @Test func movedFileThatIsRemovedIsRemoved() throws {
        let fixture = try PatchFixture(.files(["f": "a\n"]))
        let diff = try run(fixture, ["*** Update File: f\n*** Move to: g\n@@\n a\n", "*** Delete File: g\n"])
        #expect(diff.hasPrefix("diff --git a/f b/f\ndeleted file mode 100644\n"))
    }

    @Test func originThatIsTakenAgainMakesNoRename() throws {
        let fixture = try PatchFixture(.files(["f": "a\n"]))
        let diff = try run(fixture, ["*** Update File: f\n*** Move to: g\n@@\n a\n", "*** Add File: f\n+b\n"])
        #expect(diff.hasPrefix("diff --git a/f b/f\nindex "))
        #expect(diff.contains("diff --git a/g b/g\nnew file mode 100644\n"))
    }

    @Test func newFileThatIsMovedIsNew() throws {
        let fixture = try PatchFixture(Tree())
        let diff = try run(fixture, ["*** Add File: n\n+a\n", "*** Update File: n\n*** Move to: m\n@@\n a\n"])
        #expect(diff.hasPrefix("diff --git a/m b/m\nnew file mode 100644\n"))
        #expect(!diff.contains("a/n"))
    }

    @Test func changesOfCommandsShow() throws {
        let fixture = try PatchFixture(.files(["f": "a\n", "g": "a\n"]))
        var tracker = TurnDiffTracker(root: fixture.directory)
        let plan = try fixture.plan("*** Update File: f\n@@\n-a\n+b\n*** Update File: g\n@@\n-a\n+b\n")
        _ = try plan.apply()
        tracker.record(plan.transitions)
        try Data("c\n".utf8).write(to: URL(fileURLWithPath: fixture.directory + "/f"))
        try FileAccess.system.remove(fixture.directory + "/g")
        #expect(tracker.unifiedDiff().contains("+b"))
        tracker.refresh()
        #expect(tracker.unifiedDiff().contains("@@ -1 +1 @@\n-a\n+c\n"))
        #expect(tracker.unifiedDiff().contains("deleted file mode 100644"))
    }

    /// What a patch finds changed by a command belongs to the turn too: the baseline is from before the turn's first touch.
    @Test func baselineIsTheFirstOne() throws {
        let fixture = try PatchFixture(.files(["f": "a\n1\n"]))
        var tracker = TurnDiffTracker(root: fixture.directory)
        for body in ["*** Update File: f\n@@\n-a\n+b\n", "*** Update File: f\n@@\n-2\n+3\n"] {
            let plan = try fixture.plan(body)
            _ = try plan.apply()
            tracker.record(plan.transitions)
            try Data("b\n2\n".utf8).write(to: URL(fileURLWithPath: fixture.directory + "/f"))
        }
        #expect(hunks(tracker.unifiedDiff()) == "@@ -1,2 +1,2 @@\n-a\n-1\n+b\n+3\n")
    }

    @Test func rootMayBeALink() throws {
        let fixture = try PatchFixture(
            Tree(nodes: ["real/f": .file(permissions: 0o644, content: Array("a\n".utf8)), "l": .link("real")]))
        let root = fixture.directory + "/l"
        let plan = try PatchPlan(of: patch("*** Update File: f\n@@\n-a\n+b\n"), in: root)
        var tracker = TurnDiffTracker(root: root)
        tracker.record(plan.transitions)
        #expect(plan.changes.map(\.path) == [root + "/f"])
        #expect(tracker.unifiedDiff().hasPrefix("diff --git a/f b/f\n"))
    }

    @Test func filesElsewhereKeepTheirPaths() throws {
        let fixture = try PatchFixture(.files(["w/x": "1\n", "f": "a\n"]))
        let plan = try PatchPlan(of: patch("*** Update File: ../f\n@@\n-a\n+b\n"), in: fixture.directory + "/w")
        var tracker = TurnDiffTracker(root: fixture.directory + "/w")
        tracker.record(plan.transitions)
        #expect(tracker.unifiedDiff().hasPrefix("diff --git a/\(fixture.directory)/f b/\(fixture.directory)/f\n"))
    }

    private func run(_ fixture: borrowing PatchFixture, _ patches: [String]) throws -> String {
        var tracker = TurnDiffTracker(root: fixture.directory)
        #expect(tracker.isEmpty)
        for body in patches {
            let plan = try fixture.plan(body)
            _ = try plan.apply()
            tracker.record(plan.transitions)
        }
        return tracker.unifiedDiff()
    }

    private func hunks(_ diff: String) -> String {
        diff.range(of: "@@").map { String(diff[$0.lowerBound...]) } ?? ""
    }
}
