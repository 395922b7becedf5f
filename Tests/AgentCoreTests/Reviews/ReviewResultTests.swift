import Testing

@testable import AgentCore

/// What is made of a reviewer's words. Models keep to the form more or less.
@Suite struct ReviewResultTests {
    @Test(arguments: ["", "   \n"])
    func nothingIsNoResult(_ text: String) {
        #expect(ReviewResult(text) == nil)
    }

    @Test(arguments: [
        ("All is well.", "All is well."),
        (#"{"answer": 42}"#, #"{"answer": 42}"#),
        (#"{"findings": [ broken"#, #"{"findings": [ broken"#),
        (#"{"overall_explanation": " Fine. "}"#, "Fine."),
        (#"{"findings": [], "overall_correctness": "patch is correct"}"#, "patch is correct"),
        (#"{"findings": []}"#, "The reviewer has found nothing to remark on."),
        (#"Here: ```json {"findings": [], "overall_explanation": "Fine."} ``` as asked"#, "Fine."),
        (#"{"findings": ["no object", {}], "overall_explanation": "Fine."}"#, "Fine."),
    ])
    func theExplanationIsFoundWhereverItIs(_ text: String, _ shown: String) {
        #expect(ReviewResult(text)?.text == shown)
    }

    @Test(arguments: [
        (#"{"title": "T"}"#, "- T"),
        (#"{"title": "T", "body": "a\n\nb"}"#, "- T\n  a\n\n  b"),
        (#"{"body": "first\nsecond"}"#, "- first\n  second"),
        (#"{"title": "T", "code_location": {"absolute_file_path": "/a"}}"#, "- T — /a"),
        (#"{"title": "T", "code_location": {"absolute_file_path": "/a", "line_range": {"start": 3}}}"#, "- T — /a:3-3"),
        (#"{"title": "T", "code_location": {"line_range": {"start": 3, "end": 4}}}"#, "- T"),
        (#"{"title": "T", "priority": "high", "confidence_score": null}"#, "- T"),
    ])
    func whatAFindingLacksIsLeftOut(_ finding: String, _ shown: String) {
        #expect(ReviewResult(#"{"findings": [\#(finding)]}"#)?.text == "Review comment:\n\n" + shown)
    }

    @Test func severalFindingsHaveAnotherHeadline() {
        let text = #"{"findings": [{"title": "A"}, {"title": "B"}], "overall_explanation": "Bad."}"#
        #expect(ReviewResult(text)?.text == "Bad.\n\nFull review comments:\n\n- A\n\n- B")
    }
}
