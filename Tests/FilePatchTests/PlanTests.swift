import Foundation
import Testing

@testable import FilePatch

/// A plan touches nothing, and names everything that it would touch.
@Suite struct PlanTests {
    @Test func nothingIsTouched() throws {
        let before = Tree.files(["a": "1\n", "b": "2\n"])
        let fixture = try PatchFixture(before)
        _ = try fixture.plan(
            "*** Add File: d/n\n+x\n*** Delete File: a\n*** Update File: b\n*** Move to: c\n@@\n-2\n+3\n")
        #expect(fixture.tree == before)
    }

    @Test func accessesNameEverything() throws {
        let fixture = try PatchFixture(.files(["a": "1\n", "b": "2\n", "over": "x\n"]))
        let plan = try fixture.plan(
            """
            *** Add File: d/e/n
            +x
            *** Delete File: a
            *** Update File: b
            *** Move to: c
            @@
            -2
            +3
            *** Add File: over
            +y

            """.replacingOccurrences(of: "+y\n\n", with: "+y\n"))
        let directory = fixture.directory
        let accesses = plan.accesses.map {
            "\($0.action) \(LexicalPath.relative($0.physicalPath, to: directory) ?? "?")"
        }
        #expect(
            accesses == [
                "makeDirectory d", "makeDirectory d/e", "write d/e/n", "read a", "remove a", "read b", "write c",
                "remove b", "read over", "write over",
            ])
    }

    @Test func accessesNameTheRealPlaces() throws {
        let fixture = try PatchFixture(
            Tree(nodes: [
                "real/f": .file(permissions: 0o644, content: Array("1\n".utf8)), "linked": .link("real"),
                "l": .link("linked/f"),
            ]))
        let plan = try fixture.plan("*** Update File: l\n@@\n-1\n+2\n*** Add File: linked/new/n\n+1\n")
        let directory = fixture.directory
        let written = plan.accesses.filter { $0.action == .write }
        #expect(written.map(\.path) == [directory + "/l", directory + "/linked/new/n"])
        #expect(written.map(\.physicalPath) == [directory + "/real/f", directory + "/real/new/n"])
    }

    @Test func pathsOutsideAreResolved() throws {
        let fixture = try PatchFixture(.files(["w/f": "1\n"]))
        let document = try patch("*** Add File: ../n\n+1\n*** Add File: \(fixture.directory)/./m\n+1\n")
        let plan = try PatchPlan(of: document, in: fixture.directory + "/w")
        #expect(plan.changes.map(\.path) == [fixture.directory + "/m", fixture.directory + "/n"])
        #expect(plan.accesses.allSatisfy { $0.physicalPath == $0.path })
    }

    @Test func linksInACircleAreRefused() throws {
        let fixture = try PatchFixture(Tree(nodes: ["a": .link("b"), "b": .link("a")]))
        let error = #expect(throws: PatchError.self) { try fixture.plan("*** Update File: a\n@@\n-1\n+2\n") }
        #expect(error?.kind == .unreadable)
        #expect(error?.message.contains("Too many levels of symbolic links") == true)
    }

    @Test func pipeIsNotOpened() throws {
        let fixture = try PatchFixture(Tree())
        #expect(mkfifo(fixture.directory + "/p", 0o600) == 0)
        for body in ["*** Update File: p\n@@\n-1\n+2\n", "*** Delete File: p\n", "*** Add File: p\n+1\n"] {
            let error = #expect(throws: PatchError.self) { try fixture.plan(body) }
            #expect(error?.kind == .unreadable || error?.kind == .unwritable)
        }
    }

    /// A file that its owner made read-only is not replaced behind the owner's back, though the directory would let us.
    @Test(.enabled(if: geteuid() != 0, "root may write everything"))
    func readOnlyFileIsRefused() throws {
        let fixture = try PatchFixture(Tree(nodes: ["f": .file(permissions: 0o444, content: Array("1\n".utf8))]))
        let error = #expect(throws: PatchError.self) { try fixture.plan("*** Update File: f\n@@\n-1\n+2\n") }
        #expect(error?.kind == .unwritable)
    }

    @Test func refusalToWriteIsSeenInThePlan() throws {
        let fixture = try PatchFixture(.files(["f": "1\n"]))
        var files = FileAccess.system
        files.checkWritable = { _ throws(FileAccessError) in throw FileAccessError(errnoValue: EACCES) }
        let error = #expect(throws: PatchError.self) {
            try fixture.plan("*** Update File: f\n@@\n-1\n+2\n", files: files)
        }
        #expect(error?.kind == .unwritable)
        #expect(error?.message == "Failed to write file \(fixture.directory)/f: Permission denied (os error 13)")
    }

    @Test func tooLargeFileIsRefused() throws {
        let fixture = try PatchFixture(.files(["f": "1\n"]))
        var files = FileAccess.system
        files.read = { _, _ throws(FileAccessError) in nil }
        let error = #expect(throws: PatchError.self) {
            try fixture.plan("*** Update File: f\n@@\n-1\n+2\n", files: files)
        }
        #expect(error?.kind == .tooLarge)
    }

    @Test func systemReadStopsAtTheLimit() throws {
        let fixture = try PatchFixture(.files(["f": "1234"]))
        #expect(try FileAccess.system.read(fixture.directory + "/f", 4) == Array("1234".utf8))
        #expect(try FileAccess.system.read(fixture.directory + "/f", 3) == nil)
    }

    /// The order of sections is the order of what they do.
    @Test func sectionsBuildOnEachOther() throws {
        let fixture = try PatchFixture(.files(["f": "1\n"]))
        let plan = try fixture.plan(
            "*** Update File: f\n@@\n-1\n+2\n*** Update File: ./f\n@@\n-2\n+3\n*** Update File: f\n*** Move to: g\n@@\n 3\n"
        )
        _ = try plan.apply()
        #expect(fixture.tree == .files(["g": "3\n"]))
        #expect(plan.changes.count == 1)
        #expect(plan.changes.first?.kind == .update(movedTo: fixture.directory + "/g"))
    }
}
