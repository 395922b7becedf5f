import Testing

@testable import FilePatch

/// Diffs of contents: always true, and as short as they can be where that is not too much work.
@Suite struct DiffTests {
    @Test(arguments: [
        ("", "", ""),
        ("a\n", "a\n", ""),
        ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        ("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
        ("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n", "@@ -3,3 +3,3 @@\n 3\n-4\n+x\n 5\n"),
        ("1\n2\n3\n4\n", "x\n2\n3\ny\n", "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n-4\n+y\n"),
        ("1\n2\n3\n4\n5\n", "x\n2\n3\n4\ny\n", "@@ -1,2 +1,2 @@\n-1\n+x\n 2\n@@ -4,2 +4,2 @@\n 4\n-5\n+y\n"),
    ])
    func hunksAreAsGitWritesThem(_ old: String, _ new: String, _ expected: String) {
        let hunks = UnifiedHunks.text(Array(old.utf8), Array(new.utf8), context: 1)
        #expect(String(decoding: hunks, as: UTF8.self) == expected)
    }

    /// A change that may be shown in several places joins the change of the other side, and else goes down.
    @Test func changesSlideToWhereTheyAreExpected() {
        func diff(_ old: String, _ new: String) -> String {
            String(decoding: UnifiedHunks.text(Array(old.utf8), Array(new.utf8), context: 1), as: UTF8.self)
        }
        #expect(diff("x\nx\nx\n", "1\n2\nx\n") == "@@ -1,3 +1,3 @@\n-x\n-x\n+1\n+2\n x\n")
        #expect(
            diff("f {\n}\n\ng {\n}\n", "f {\n}\n\nh {\n}\n\ng {\n}\n") == "@@ -3,2 +3,5 @@\n \n+h {\n+}\n+\n g {\n")
    }

    @Test func randomDiffsAreTrueAndShort() throws {
        var generator = SeededGenerator(seed: 2)
        for round in 0..<500 {
            let letters = Array("abcdefgh".prefix(Int.random(in: 1...8, using: &generator)))
            func text() -> [UInt8] {
                let lines = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                    "\(letters.randomElement(using: &generator)!)\n"
                }
                let text = Array(lines.joined().utf8)
                return Bool.random(using: &generator) ? text : text.dropLast()
            }
            let (old, new) = (text(), text())
            let context = Int.random(in: 0...3, using: &generator)
            let hunks = UnifiedHunks.text(old, new, context: context)
            #expect(try UnifiedApplier.apply(hunks, to: old) == new, "round \(round)")
            let (oldText, newText) = (DiffText(old), DiffText(new))
            let size = LineDiff(oldText, newText).changes.reduce(0) { $0 + $1.old.count + $1.new.count }
            #expect(size == shortest(oldText, newText), "round \(round)")
        }
    }

    /// Texts with too many differences for the shortest edit still get a true one, soon.
    @Test(arguments: [3, 100, 100_000]) func largeDiffsAreTrue(_ letters: Int) throws {
        var generator = SeededGenerator(seed: 3)
        func text() -> [UInt8] {
            Array((0..<2_000).map { _ in "\(Int.random(in: 0..<letters, using: &generator))\n" }.joined().utf8)
        }
        let (old, new) = (text(), text())
        #expect(try UnifiedApplier.apply(UnifiedHunks.text(old, new, context: 3), to: old) == new)
    }

    /// The length of the shortest edit, by the table of all prefixes.
    private func shortest(_ old: DiffText, _ new: DiffText) -> Int {
        var row = Array(0...new.lines.count)
        for x in old.lines.indices {
            var diagonal = row[0]
            row[0] += 1
            for y in new.lines.indices {
                let shared = old[x] == new[y] ? diagonal : Int.max
                diagonal = row[y + 1]
                row[y + 1] = min(shared, row[y] + 1, row[y + 1] + 1)
            }
        }
        return row[new.lines.count]
    }

    // MARK: - Git's form

    /// Names that `git hash-object` gives.
    @Test(arguments: [
        ("", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"), ("a\nb\nc\n", "de980441c3ab03a8c07dda1ad27b8a11f39deb1e"),
    ])
    func blobNamesAreThoseOfGit(_ content: String, _ name: String) {
        #expect(BlobName.of(Array(content.utf8)) == name)
    }

    @Test(arguments: [
        ("f", "a/f"), ("a b", "a/a b"), ("ä", "a/ä"), ("q\"q", "\"a/q\\\"q\""), ("b\\s", "\"a/b\\\\s\""),
        ("t\tn\nr\r", "\"a/t\\tn\\nr\\r\""), ("\u{1}\u{7F}", "\"a/\\001\\177\""),
    ])
    func pathsAreQuotedAsByGit(_ path: String, _ quoted: String) {
        #expect(GitPath.quoted("a/", path) == quoted)
    }

    @Test func changedModeIsShown() {
        let diff = GitFileDiff(
            oldPath: "f", newPath: "f", old: FileImage(kind: .file, content: Array("a\n".utf8)),
            new: FileImage(kind: .executable, content: Array("a\n".utf8)))
        #expect(
            String(decoding: diff.text, as: UTF8.self) == "diff --git a/f b/f\nold mode 100644\nnew mode 100755\n")
    }

    @Test func hugeDiffIsCutAtALine() {
        let content = Array(String(repeating: String(repeating: "x", count: 99) + "\n", count: 50_000).utf8)
        let change = FileChange(path: "/f", kind: .add, before: nil, after: FileImage(content: content))
        let lines = change.diff.split(separator: "\n")
        #expect(lines.count == PatchLimits.shownDiffBytes / 100 + 1)
        #expect(lines.last == "… \(content.count - (lines.count - 1) * 100) more bytes are not shown")
    }
}
