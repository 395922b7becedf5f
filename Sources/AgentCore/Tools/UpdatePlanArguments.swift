package import AppServerProtocol

/// The arguments of the tool `update_plan`.
package struct UpdatePlanArguments: Hashable, Sendable {
    /// Why the plan changed; nil if the model doesn't say.
    package var explanation: String?
    /// The whole plan.
    package var plan: [TurnPlanStep]

    /// What the model gets as the call's output.
    package static let modelText = "Plan updated"

    /// Reads the JSON text that the model wrote. The model's words for a status differ from the wire's.
    package init(parsing text: String) throws(ToolArgumentsError) {
        let wire = try ToolArguments(parsing: text).decode(Wire.self)
        var plan: [TurnPlanStep] = []
        for (index, step) in wire.plan.enumerated() {
            plan.append(TurnPlanStep(step: step.step, status: try Self.status(step.status, index)))
        }
        self.plan = plan
        explanation = wire.explanation
    }

    private static func status(_ word: String, _ index: Int) throws(ToolArgumentsError) -> TurnPlanStepStatus {
        switch word {
        case "pending": return .pending
        case "in_progress": return .inProgress
        case "completed": return .completed
        default:
            throw ToolArgumentsError(
                reason: """
                    unknown variant `\(word)`, expected one of `pending`, `in_progress`, `completed` at \
                    `plan[\(index)].status`
                    """)
        }
    }

    /// The arguments as they stand in the JSON.
    private struct Wire: Decodable {
        var explanation: String?
        var plan: [Step]

        struct Step: Decodable {
            var step: String
            var status: String
        }
    }
}
