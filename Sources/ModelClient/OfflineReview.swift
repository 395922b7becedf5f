/// What the offline model answers as a reviewer, so that a client can be tried without a real one.
enum OfflineReview {
    /// How the instructions of a reviewer begin.
    private static let opening = "You are a reviewer of code changes."

    /// Whether instructions are a reviewer's.
    static func isForReviewer(_ instructions: String) -> Bool { instructions.hasPrefix(opening) }

    /// The result, in the form in which reviewers give it. It says that it is none.
    static let result = """
        {"findings": [{"title": "[P3] An example of a finding", "body": "The offline model reads no code. This finding only \
        shows what one looks like.", "confidence_score": 0.0, "priority": 3, "code_location": {"absolute_file_path": \
        "/example/file.swift", "line_range": {"start": 1, "end": 2}}}], "overall_correctness": "patch is correct", \
        "overall_explanation": "This is no review: the built-in offline model answers. Configure a model provider to get \
        one.", "overall_confidence_score": 0.0}
        """
}
