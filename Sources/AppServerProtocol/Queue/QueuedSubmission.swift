/// A message that waits for its turn.
package struct QueuedSubmission: Codable, Hashable, Sendable {
    /// The submission's id, a UUID that the server makes.
    package var id: String
    /// The client's own id of the message.
    package var clientUserMessageId: String
    /// The message.
    package var input: [UserInput]

    /// Makes the value from its fields.
    package init(id: String, clientUserMessageId: String, input: [UserInput]) {
        self.id = id
        self.clientUserMessageId = clientUserMessageId
        self.input = input
    }
}
