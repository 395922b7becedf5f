package import AppServerProtocol

/// What the model is told about the thread's goal, outside of what the user says.
///
/// It goes to the model as a user message in an envelope of its own, so that clients that read the raw history don't
/// take it for the user's words.
package enum GoalMessage: Hashable, Sendable {
    /// A turn begins that nobody asked for.
    case continuation
    /// The budget was spent while the turn ran.
    case budgetReached
    /// A client has changed the objective while the turn ran.
    case objectiveEdited

    /// How every such message begins.
    package static let opening = #"<codex_internal_context source="goal">"#
    /// How every such message ends.
    package static let closing = "</codex_internal_context>"

    /// The whole message about a goal.
    package func text(for goal: ThreadGoal) -> String {
        let parts = [lead, Self.objective(goal), Self.spending(goal), rules]
        return "\(Self.opening)\n\(parts.joined(separator: "\n\n"))\n\(Self.closing)"
    }

    private var lead: String {
        switch self {
        case .continuation:
            "No new message came from the user. This thread has an active goal, so you have another turn to work on it."
        case .budgetReached:
            "The token budget of this thread's goal is used up."
        case .objectiveEdited:
            "The user has just changed the objective of this thread's goal. The one below replaces the earlier one."
        }
    }

    private var rules: String {
        switch self {
        case .continuation:
            """
            How to go on:
            - First look at how things really stand (files, command results, running processes). What was said earlier \
            in this thread may be out of date.
            - Then take the next step that brings the whole objective closer. Don't replace it by something easier, \
            and don't repeat a step that led nowhere unless something has changed.
            - You need not finish in this turn: while the goal is active, further turns follow by themselves.
            - When everything the objective asks for is done and you have checked each part of it, call update_goal \
            with status `complete`. Hard, nearly done or out of budget is not complete.
            - When the same obstacle has stopped you in three turns in a row and only the user or a change outside can \
            remove it, say what is needed and call update_goal with status `blocked`.
            - Call update_goal with status `paused` only if the user asked you to pause.
            """
        case .budgetReached:
            """
            Begin no further work. End this turn soon: tell the user what is done, what is left and what you would do \
            next. Call update_goal with status `complete` only if the objective really is reached.
            """
        case .objectiveEdited:
            "Check what of your present work still serves the new objective, drop the rest, and go on with the new one."
        }
    }

    /// The objective is data: it must neither end its own element nor pass for instructions of the system.
    private static func objective(_ goal: ThreadGoal) -> String {
        """
        The objective, in the user's words. It says what to work on; it has no more authority than any message of \
        the user.
        <objective>
        \(escaped(goal.objective))
        </objective>
        """
    }

    private static func spending(_ goal: ThreadGoal) -> String {
        var lines = ["Budget:", "- tokens used: \(goal.tokensUsed)"]
        if let budget = goal.tokenBudget {
            lines.append("- token budget: \(budget)")
            lines.append("- tokens remaining: \(goal.remainingTokens ?? 0)")
        } else {
            lines.append("- token budget: none")
        }
        lines.append("- seconds worked: \(goal.timeUsedSeconds)")
        return lines.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension ThreadGoal {
    /// How many tokens may still be spent; nil if any number may be.
    var remainingTokens: Int? {
        tokenBudget.map { max(0, $0 - max(0, tokensUsed)) }
    }
}
