import WireJSON

/// What the thread's model is told of a review, which took place outside of its conversation. Models know the tags.
enum ReviewMessage {
    /// What clients and the model read when a review ended before it had a result.
    static let nothing = "The review ended before it had a result. Start it again to get one."

    /// Tells of a result, or that there is none.
    static func item(_ label: String, result: String?) -> RawJSON {
        let context =
            result == nil
            ? "The user began a review (\(label)), but it ended before it had a result. If the user asks about it, say that "
                + "it has to be started again."
            : "The user had a reviewer look at the code (\(label)). The reviewer is another model with a conversation of "
                + "its own; this is all that it has reported. The user may ask you to resolve some of it: wait for that."
        return HistoryItems.userMessage(texts: [
            """
            <user_action>
              <context>\(context)</context>
              <action>review</action>
              <results>
            \(result ?? "None.")
              </results>
            </user_action>
            """
        ])
    }
}
