/// What the agent may say about how its goal stands.
package enum GoalUpdate: String, CaseIterable, Decodable, Hashable, Sendable {
    /// It is reached.
    case complete
    /// It can't go on without help.
    case blocked
    /// The user wants it put aside.
    case paused
}

/// A call of one of the goal's tools, its arguments read.
package enum GoalToolCall: Hashable, Sendable {
    /// Shows the goal.
    case get
    /// Sets a goal.
    case create(objective: String, tokenBudget: Int?)
    /// Says how the goal stands.
    case update(GoalUpdate)

    /// The names of the tools that are read here.
    package static let names: Set<String> = ["get_goal", "create_goal", "update_goal"]

    /// Reads the JSON text that the model wrote; nil if the tool is none of the goal's.
    package init?(name: String, arguments text: String) throws(ToolArgumentsError) {
        switch name {
        case "get_goal":
            self = .get
        case "create_goal":
            let arguments = try ToolArguments(parsing: text).decode(CreateArguments.self)
            self = .create(objective: arguments.objective, tokenBudget: arguments.tokenBudget)
        case "update_goal":
            let word = try ToolArguments(parsing: text).decode(UpdateArguments.self).status
            guard let status = GoalUpdate(rawValue: word) else {
                let known = GoalUpdate.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
                throw ToolArgumentsError(reason: "unknown variant `\(word)`, expected one of \(known) at `status`")
            }
            self = .update(status)
        default:
            return nil
        }
    }

    private struct CreateArguments: Decodable {
        var objective: String
        var tokenBudget: Int?

        enum CodingKeys: String, CodingKey {
            case objective
            case tokenBudget = "token_budget"
        }
    }

    private struct UpdateArguments: Decodable {
        var status: String
    }
}
