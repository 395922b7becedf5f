/// What the model is told of a patch. The wording is a fact of the protocol: models were trained on it.
package enum PatchReport {
    /// The patch was applied; `milliseconds` is how long that took.
    package static func success(_ summary: PatchSummary, milliseconds: Int) -> String {
        output(exitCode: 0, milliseconds: milliseconds, summary.text)
    }

    /// The patch was not applied.
    package static func failure(_ error: PatchError, milliseconds: Int) -> String {
        switch error.kind {
        case .emptyPatch: "patch rejected: \(error.message)"
        case .environmentUnavailable: error.message
        case .conflict, .applyFailed, .rollbackIncomplete:
            output(exitCode: 1, milliseconds: milliseconds, error.message + "\n")
        default: "apply_patch verification failed: \(error.message)"
        }
    }

    /// A patch stands alone where a command was expected.
    package static let withoutCall =
        "apply_patch verification failed: patch detected without explicit call to apply_patch. "
        + #"Rerun as ["apply_patch", "<patch>"]"#

    private static func output(exitCode: Int, milliseconds: Int, _ text: String) -> String {
        let tenths = (milliseconds + 50) / 100
        let seconds = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return "Exit code: \(exitCode)\nWall time: \(seconds) seconds\nOutput:\n\(text)"
    }
}
