import Foundation
import Testing

@testable import FilePatch

/// Applying a plan does all of it, or nothing.
@Suite struct ApplicationTests {
    /// Everything that a patch can do at once: files made, replaced through a link, moved, moved onto another, removed, a
    /// file that becomes a directory, and permissions of several kinds.
    private static let tree = Tree(
        nodes: [
            "changed": .file(permissions: 0o755, content: Array("a\r\nb\r\n".utf8)),
            "target": .file(permissions: 0o600, content: [0xFF, 0x0A, 0x31, 0x0A]),
            "link": .link("target"),
            "moved": .file(permissions: 0o700, content: Array("m\n".utf8)),
            "from": .file(permissions: 0o640, content: Array("f\n".utf8)),
            "onto": .file(permissions: 0o644, content: Array("o\n".utf8)),
            "removed": .file(permissions: 0o444, content: Array("r\n".utf8)),
            "gone": .link("nowhere"),
            "becomes": .file(permissions: 0o644, content: Array("d\n".utf8)),
            "kept/file": .file(permissions: 0o644, content: Array("k\n".utf8)),
        ])

    private static let body = """
        *** Update File: changed
        @@
         a
        -b
        +B
        *** Update File: link
        @@
        -1
        +2
        *** Update File: moved
        *** Move to: new/deep/moved
        @@
        -m
        +M
        *** Update File: from
        *** Move to: onto
        @@
        -f
        +F
        *** Delete File: removed
        *** Delete File: gone
        *** Delete File: becomes
        *** Add File: becomes/file
        +x
        *** Add File: new/file
        +x

        """.replacingOccurrences(of: "+x\n\n", with: "+x\n")

    @Test func everythingIsDone() throws {
        let fixture = try PatchFixture(Self.tree)
        let applied = try fixture.plan(Self.body).apply()
        #expect(applied.leftovers == [])
        let made = try newFilePermissions(fixture.directory)
        #expect(
            fixture.tree
                == Tree(nodes: [
                    "changed": .file(permissions: 0o755, content: Array("a\r\nB\r\n".utf8)),
                    "target": .file(permissions: 0o600, content: [0xFF, 0x0A, 0x32, 0x0A]),
                    "link": .link("target"),
                    "new/deep/moved": .file(permissions: 0o700, content: Array("M\n".utf8)),
                    "onto": .file(permissions: 0o640, content: Array("F\n".utf8)),
                    "becomes/file": .file(permissions: made, content: Array("x\n".utf8)),
                    "new/file": .file(permissions: made, content: Array("x\n".utf8)),
                    "kept/file": .file(permissions: 0o644, content: Array("k\n".utf8)),
                ]))
    }

    /// Whatever the system refuses, the files are as before, byte for byte and bit for bit.
    @Test func everyFailureChangesNothing() throws {
        var step = 0
        while true {
            step += 1
            let fixture = try PatchFixture(Self.tree)
            let faults = FaultyFiles(failing: step)
            let plan = try fixture.plan(Self.body)
            do {
                _ = try plan.apply(files: faults.access)
            } catch {
                #expect(error.kind == .applyFailed, "step \(step)")
                #expect(fixture.tree == Self.tree, "step \(step)")
                continue
            }
            // What is refused after the last step that matters is the removal of an old content, or the second name of
            // one, without which it goes another way.
            let done = try PatchFixture(Self.tree)
            _ = try done.plan(Self.body).apply()
            var left = fixture.tree
            left.nodes = left.nodes.filter { !LexicalPath.name(of: $0.key).hasPrefix(".heddle-patch-") }
            #expect(left == done.tree, "step \(step)")
            if !faults.hasFailed { break }
        }
        // Eleven places are checked, made, renamed, linked, removed.
        #expect(step > 40)
    }

    /// Without second names (on file systems that have none) failures change nothing either.
    @Test func everyFailureWithoutLinksChangesNothing() throws {
        for step in 1... {
            let fixture = try PatchFixture(Self.tree)
            let faults = FaultyFiles(failing: step, hasLinks: false)
            let plan = try fixture.plan(Self.body)
            do {
                _ = try plan.apply(files: faults.access)
                if !faults.hasFailed { break }
            } catch {
                #expect(fixture.tree == Self.tree, "step \(step)")
            }
        }
    }

    @Test func whatCanNotBePutBackIsNamed() throws {
        let fixture = try PatchFixture(.files(["a": "1\n", "b": "2\n"]))
        let plan = try fixture.plan("*** Delete File: a\n*** Update File: b\n@@\n-2\n+3\n")
        var files = FileAccess.system
        let isBroken = Flag()
        files.create = { _, _, _ throws(FileAccessError) in
            isBroken.set()
            throw FileAccessError(errnoValue: ENOSPC)
        }
        files.rename = { from, to throws(FileAccessError) in
            if isBroken.isSet { throw FileAccessError(errnoValue: EIO) }
            try FileAccess.system.rename(from, to)
        }
        let error = #expect(throws: PatchError.self) { try plan.apply(files: files) }
        #expect(error?.kind == .rollbackIncomplete)
        #expect(
            error?.message.contains("the old content of \(fixture.directory)/a is in \(fixture.directory)/.heddle-")
                == true)
    }

    @Test func leftoversAreNamed() throws {
        let fixture = try PatchFixture(.files(["a": "1\n"]))
        let plan = try fixture.plan("*** Delete File: a\n")
        var files = FileAccess.system
        files.remove = { _ throws(FileAccessError) in throw FileAccessError(errnoValue: EIO) }
        let applied = try plan.apply(files: files)
        #expect(applied.leftovers.count == 1)
        #expect(applied.leftovers == fixture.tree.nodes.keys.map { fixture.directory + "/" + $0 })
    }

    // MARK: - Conflicts

    @Test(arguments: ["content", "replacement", "removal", "permissions", "directory"])
    func changedFileIsAConflict(_ change: String) throws {
        let fixture = try PatchFixture(.files(["a": "1\n", "b": "2\n"]))
        let plan = try fixture.plan("*** Update File: a\n@@\n-1\n+3\n*** Update File: b\n@@\n-2\n+3\n")
        let path = fixture.directory + "/b"
        switch change {
        case "content": try Data("3\n".utf8).write(to: URL(fileURLWithPath: path))
        case "replacement":
            try FileAccess.system.remove(path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "a")
        case "permissions": chmod(path, 0o755)
        case "directory":
            try FileAccess.system.remove(path)
            try FileAccess.system.makeDirectory(path)
        default: try FileAccess.system.remove(path)
        }
        let before = fixture.tree
        let error = #expect(throws: PatchError.self) { try plan.apply() }
        #expect(error?.kind == .conflict)
        #expect(fixture.tree == before)
    }

    @Test func newFileThatHasAppearedIsAConflict() throws {
        let fixture = try PatchFixture(Tree())
        let plan = try fixture.plan("*** Add File: d/n\n+1\n")
        try Tree.files(["d/n": "other\n"]).make(in: fixture.directory)
        let error = #expect(throws: PatchError.self) { try plan.apply() }
        #expect(error?.kind == .conflict)
        #expect(fixture.tree == .files(["d/n": "other\n"]))
    }

    @Test func directoryThatHasAppearedIsUsed() throws {
        let fixture = try PatchFixture(Tree())
        let plan = try fixture.plan("*** Add File: d/n\n+1\n")
        try FileAccess.system.makeDirectory(fixture.directory + "/d")
        _ = try plan.apply()
        #expect(fixture.tree.nodes.keys.sorted() == ["d/n"])
    }

    @Test func fileWrittenWithTheSameContentIsNoConflict() throws {
        let fixture = try PatchFixture(.files(["a": "1\n"]))
        let plan = try fixture.plan("*** Update File: a\n@@\n-1\n+2\n")
        try Data("1\n".utf8).write(to: URL(fileURLWithPath: fixture.directory + "/a"))
        _ = try plan.apply()
        #expect(fixture.tree == .files(["a": "2\n"]))
    }

    /// A link that is swapped in for a directory after the plan leads nowhere.
    @Test func directorySwappedForALinkIsNotFollowed() throws {
        let fixture = try PatchFixture(.files(["d/f": "1\n", "secret/f": "1\n"]))
        let plan = try fixture.plan("*** Update File: d/f\n@@\n-1\n+2\n*** Add File: d/n\n+1\n")
        try FileAccess.system.rename(fixture.directory + "/d", fixture.directory + "/old")
        try FileManager.default.createSymbolicLink(atPath: fixture.directory + "/d", withDestinationPath: "secret")
        #expect(throws: PatchError.self) { try plan.apply() }
        #expect(
            fixture.tree
                == Tree(
                    nodes: Tree.files(["old/f": "1\n", "secret/f": "1\n"]).nodes.merging(["d": .link("secret")]) { $1 })
        )
    }

    /// A second name of a file elsewhere keeps the old content: a patch does not write through hard links.
    @Test func hardLinksAreNotWrittenThrough() throws {
        let fixture = try PatchFixture(.files(["a": "1\n"]))
        try FileAccess.system.link(fixture.directory + "/a", fixture.directory + "/b")
        _ = try fixture.plan("*** Update File: a\n@@\n-1\n+2\n").apply()
        #expect(fixture.tree == .files(["a": "2\n", "b": "1\n"]))
    }

    @Test func movedFileKeepsItsPermissionsOverTheSameContent() throws {
        let fixture = try PatchFixture(
            Tree(nodes: [
                "f": .file(permissions: 0o600, content: Array("1\n".utf8)),
                "g": .file(permissions: 0o644, content: Array("1\n".utf8)),
            ]))
        _ = try fixture.plan("*** Update File: f\n*** Move to: g\n@@\n 1\n").apply()
        #expect(fixture.tree == Tree(nodes: ["g": .file(permissions: 0o600, content: Array("1\n".utf8))]))
    }

    @Test func directoryOfAFileThatIsRemovedAgainIsNotMade() throws {
        let fixture = try PatchFixture(Tree())
        _ = try fixture.plan("*** Add File: d/n\n+1\n*** Delete File: d/n\n").apply()
        #expect(fixture.tree == Tree())
    }

    @Test func unchangedFileIsNotWritten() throws {
        let fixture = try PatchFixture(.files(["a": "1\n"]))
        let before = try FileAccess.system.status(fixture.directory + "/a")
        _ = try fixture.plan("*** Update File: a\n@@\n 1\n").apply()
        #expect(try FileAccess.system.status(fixture.directory + "/a") == before)
    }

    private func newFilePermissions(_ directory: String) throws -> UInt16 {
        let temporary = try TemporaryDirectory()
        try FileAccess.system.create(temporary.path + "/probe", [], nil)
        return try FileAccess.system.status(temporary.path + "/probe")?.permissions ?? 0
    }
}
