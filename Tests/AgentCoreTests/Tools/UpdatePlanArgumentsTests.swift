import AgentCore
import AppServerProtocol
import Testing

@Suite("Arguments of update_plan")
struct UpdatePlanArgumentsTests {
    @Test("become the steps of the wire")
    func steps() throws {
        let arguments = try UpdatePlanArguments(
            parsing: """
                {"explanation":"why","plan":[{"step":"a","status":"completed"},{"step":"b","status":"in_progress"},
                 {"step":"c","status":"pending"}]}
                """)
        #expect(arguments.explanation == "why")
        #expect(arguments.plan.map(\.step) == ["a", "b", "c"])
        #expect(arguments.plan.map(\.status) == [.completed, .inProgress, .pending])
        #expect(UpdatePlanArguments.modelText == "Plan updated")
    }

    @Test("need no explanation and no steps")
    func empty() throws {
        let arguments = try UpdatePlanArguments(parsing: #"{"plan":[]}"#)
        #expect(arguments.explanation == nil && arguments.plan.isEmpty)
    }

    @Test(
        "that can't be used are explained to the model",
        arguments: [
            ("{}", "missing field `plan`"),
            (#"{"plan":[{"step":"a"}]}"#, "plan[0]"),
            (#"{"plan":[{"step":"a","status":"pending"},{"step":"a","status":"done"}]}"#, "`plan[1].status`"),
            (#"{"plan":"x"}"#, "plan"),
        ])
    func refused(text: String, fragment: String) {
        let error = #expect(throws: ToolArgumentsError.self) { try UpdatePlanArguments(parsing: text) }
        #expect(error?.reason.contains(fragment) == true, "\(error?.reason ?? "")")
    }
}
