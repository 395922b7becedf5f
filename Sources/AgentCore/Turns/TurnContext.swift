import AppServerProtocol
import ModelClient
import WireJSON

/// What stays the same while a turn runs.
struct TurnContext: Sendable {
    /// The turn's id.
    var turnID: String
    /// What the turn is for.
    var kind: TurnKind
    /// What the model sees.
    var history: TurnHistory
    /// The id of the turn that began the chain of work; the turn's own id for work that a user began.
    var rootTurnID: String
    /// The sticky settings as they were when the turn began.
    var settings: ThreadSettings
    /// What confines its commands.
    var confinement: CommandConfinement
    /// Whose model answers.
    var provider: ModelProvider
    /// The variables that commands get, but for the secret ones.
    var variables: [String: String]
    /// The environment variables that hold secrets of any provider; commands do not get them.
    var secretVariables: Set<String>
    /// What is known of the model.
    var model: ModelInfo
    /// From how many tokens on the history is shortened before the model is asked again.
    var compactionLimit: Int
    /// What the model is asked for when the history is to be shortened.
    var compactionPrompt: String
    /// The way to it.
    var client: ModelClient
    /// The schema that the final answer must follow, if the client asked for one.
    var outputSchema: RawJSON?
    /// The client that created the thread, as model requests name it.
    var originator: String
    /// The server's user agent.
    var userAgent: String
    /// The items that had begun when this process took over the turn: clients know of them.
    var begunItems: Set<String> = []
}

/// A message of the user's on its way into a turn.
struct UserTurnInput: Sendable {
    /// The id of the item that it becomes.
    var itemID: String
    /// The parts; empty for a turn without a message.
    var content: [UserInput]
    /// The client's own id for the message.
    var clientUserMessageID: String?
    /// What the client says besides the user, by name.
    var context: [String: AdditionalContextEntry]?
    /// What Heddle tells the model of the thread's goal, in a turn that only the goal asks for.
    var goalMessage: String?

    /// What clients see, nil for an input without a message.
    var message: UserMessageItem? {
        guard !content.isEmpty else { return nil }
        return UserMessageItem(id: itemID, clientId: clientUserMessageID, content: content)
    }

    /// The same as an item.
    var item: ThreadItem? { message.map(ThreadItem.userMessage) }
}
