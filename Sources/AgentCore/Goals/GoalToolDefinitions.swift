import WireJSON

extension ToolDefinition {
    /// The three tools by which the agent handles the thread's goal. Their calls are read by ``GoalToolCall``.
    package static let goalTools = [getGoal, createGoal, updateGoal]

    /// Shows the agent the goal.
    package static let getGoal = ToolDefinition(
        name: "get_goal",
        description: """
            Returns this thread's goal with its status, its token budget, and the tokens and seconds used so far; null \
            if there is none.
            """,
        parameters: ["type": "object", "properties": [:], "required": [], "additionalProperties": false])

    /// Sets a goal.
    package static let createGoal = ToolDefinition(
        name: "create_goal",
        description: """
            Gives this thread a goal: you then get turn after turn for it until it is complete, blocked or paused. Only \
            for when the user, or the instructions you were given, explicitly ask for a goal; an ordinary task is \
            none. Refused while there is a goal that isn't complete.
            """,
        parameters: [
            "type": "object",
            "properties": [
                "objective": ["type": "string", "description": "What is to be reached, in full."],
                "token_budget": [
                    "type": "integer",
                    "description": "How many tokens may be spent on it, if the user named a number. Default: no limit.",
                ],
            ], "required": ["objective"], "additionalProperties": false,
        ])

    /// Reports how the goal stands.
    package static let updateGoal = ToolDefinition(
        name: "update_goal",
        description: """
            Reports how this thread's goal stands; no further turns start for it then.
            `complete`: all of the objective is reached and you have checked it. Not because the budget runs out or \
            because you stop.
            `blocked`: the same obstacle stopped you in at least three turns in a row, the first one included, and you \
            can't go on without the user or a change outside. Not because the work is hard, slow or unclear. If the \
            user has made a blocked goal active again, count anew.
            `paused`: only if the user asks for it. Then stop working on the goal.
            Making a goal active again and setting limits is up to the user.
            """,
        parameters: [
            "type": "object",
            "properties": [
                "status": [
                    "type": "string", "enum": .array(GoalUpdate.allCases.map { .string($0.rawValue) }),
                    "description": "How the goal stands.",
                ]
            ], "required": ["status"], "additionalProperties": false,
        ])
}
