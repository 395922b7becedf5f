import AppServerProtocol

/// The developer text that tells the model how it and the user work together now.
enum CollaborationInstructions {
    /// How the text begins. Models know the tag; the newest text counts.
    static let opening = "<collaboration_mode>"

    /// Whether nothing need be said of a mode as long as no other one was spoken of.
    static func isUsual(_ mode: CollaborationMode) -> Bool {
        mode.mode == .default && mode.settings.developerInstructions == nil
    }

    /// The text of the message: what the client says of the mode, else what Heddle does.
    static func message(_ mode: CollaborationMode) -> String {
        "\(opening)\(mode.settings.developerInstructions ?? text(mode.mode))</collaboration_mode>"
    }

    private static func text(_ mode: ModeKind) -> String {
        switch mode {
        case .plan: plan
        case .default: standard
        }
    }

    private static let standard = """
        The user wants the work done. What was said before about another mode, such as planning only, does not hold any \
        more. Make sensible assumptions rather than ask, and ask only where a wrong guess would be costly.
        """

    private static let plan = """
        The user wants a plan and no work yet. This holds until a message like this one names another mode; a user who asks \
        for changes meanwhile wants them planned.
        - Look first: read files, search, run commands that change nothing in the repository (builds and tests may write \
        where they always do). Find out yourself what can be found out.
        - Change nothing: no files, no commits, no installed packages, nothing outside of the machine.
        - Ask about what only the user can decide: the aim, the limits, choices with different costs. Offer two or three \
        answers and recommend one.
        - When nothing important is open, answer with the plan: what will be different in the end, the steps in order with \
        the files that they touch, the tests that show that it works, and what you have assumed. Whoever carries it out \
        should have no decision left to make. Don't ask whether to go on.
        """
}
