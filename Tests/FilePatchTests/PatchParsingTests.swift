import Testing

@testable import FilePatch

/// What the corpus can't show: values, limits, and bytes that no text file of the corpus holds.
@Suite struct PatchParsingTests {
    @Test func sectionsBecomeValues() throws {
        let patch = """
            *** Begin Patch
            *** Add File: new.txt
            +one
            +
            *** Delete File: old.txt
            *** Update File: a.txt
            *** Move to: b.txt
            @@ func f()
             kept
            -removed
            +added
            *** End of File
            *** End Patch
            """
        let document = try PatchDocument(parsing: Array(patch.utf8))
        #expect(document.environment == nil)
        #expect(
            document.sections == [
                .add(path: "new.txt", content: Array("one\n\n".utf8)),
                .delete(path: "old.txt"),
                .update(
                    PatchUpdate(
                        path: "a.txt", destination: "b.txt",
                        chunks: [
                            PatchChunk(
                                context: Array("func f()".utf8),
                                lines: [
                                    PatchLine(.kept, Array("kept".utf8)), PatchLine(.removed, Array("removed".utf8)),
                                    PatchLine(.added, Array("added".utf8)),
                                ], isAtEndOfFile: true)
                        ])),
            ])
    }

    @Test func bytesThatAreNoTextAreKept() throws {
        let patch = Array("*** Begin Patch\n*** Add File: n\n+".utf8) + [0xFF, 0x00] + Array("\n*** End Patch".utf8)
        let document = try PatchDocument(parsing: patch)
        #expect(document.sections == [.add(path: "n", content: [0xFF, 0x00, 0x0A])])
    }

    @Test(arguments: [[0xFF], [0x61, 0x00]] as [[UInt8]], ["*** Add File: ", "*** Update File: f\n*** Move to: "])
    func pathThatIsNoneIsRefused(_ path: [UInt8], _ header: String) {
        let patch = Array("*** Begin Patch\n\(header)".utf8) + path + Array("\n@@\n+x\n*** End Patch".utf8)
        let error = #expect(throws: PatchError.self) { try PatchDocument(parsing: patch) }
        #expect(error?.kind == .invalidPath)
    }

    @Test func tooLongPatchIsRefused() {
        let patch = [UInt8](repeating: 0x20, count: PatchLimits.patchBytes + 1)
        let error = #expect(throws: PatchError.self) { try PatchDocument(parsing: patch) }
        #expect(error?.kind == .tooLarge)
    }

    @Test func tooManySectionsAreRefused() {
        let sections = (0...PatchLimits.sections).map { "*** Delete File: f\($0)\n" }.joined()
        let error = #expect(throws: PatchError.self) {
            try PatchDocument(parsing: Array("*** Begin Patch\n\(sections)*** End Patch".utf8))
        }
        #expect(error?.kind == .tooLarge)
    }

    @Test func tooManyChunksAreRefused() {
        let chunks = String(repeating: "@@\n+x\n", count: PatchLimits.chunks + 1)
        let error = #expect(throws: PatchError.self) {
            try PatchDocument(parsing: Array("*** Begin Patch\n*** Update File: f\n\(chunks)*** End Patch".utf8))
        }
        #expect(error?.kind == .tooLarge)
    }

    /// Kinds are what programs read, so they are stable.
    @Test(arguments: [
        ("", "invalidPatch"),
        ("*** Begin Patch\n*** Foo\n*** End Patch", "invalidHunk"),
        ("*** Begin Patch\n*** Update File: f\n*** End Patch", "invalidHunk"),
        ("*** Begin Patch\n*** Environment ID:\n*** End Patch", "invalidPatch"),
    ])
    func errorsHaveKinds(_ patch: String, _ kind: String) {
        let error = #expect(throws: PatchError.self) { try PatchDocument(parsing: Array(patch.utf8)) }
        #expect(error?.kind.rawValue == kind)
    }
}
