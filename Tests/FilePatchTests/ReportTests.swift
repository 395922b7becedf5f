import Testing

@testable import FilePatch

/// The texts that models read. Their wording is part of the protocol.
@Suite struct ReportTests {
    @Test(arguments: [(0, "0"), (49, "0"), (50, "0.1"), (949, "0.9"), (951, "1"), (1_040, "1"), (12_345, "12.3")])
    func timeIsInTenths(_ milliseconds: Int, _ seconds: String) {
        var summary = PatchSummary()
        summary.modified = ["b", "a"]
        summary.deleted = ["d"]
        summary.added = ["n"]
        #expect(
            PatchReport.success(summary, milliseconds: milliseconds) == """
                Exit code: 0
                Wall time: \(seconds) seconds
                Output:
                Success. Updated the following files:
                A n
                M b
                M a
                D d

                """)
    }

    @Test(
        arguments: [
            (.emptyPatch, "patch rejected: x"), (.environmentUnavailable, "x"),
            (.linesNotFound, "apply_patch verification failed: x"),
            (.invalidPatch, "apply_patch verification failed: x"),
            (.tooLarge, "apply_patch verification failed: x"),
            (.conflict, "Exit code: 1\nWall time: 0 seconds\nOutput:\nx\n"),
            (.applyFailed, "Exit code: 1\nWall time: 0 seconds\nOutput:\nx\n"),
        ] as [(PatchError.Kind, String)])
    func failureSaysHowFarThePatchCame(_ kind: PatchError.Kind, _ text: String) {
        #expect(PatchReport.failure(PatchError(kind: kind, message: "x"), milliseconds: 0) == text)
    }
}
