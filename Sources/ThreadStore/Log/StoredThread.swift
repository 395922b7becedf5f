package import AppServerProtocol
package import WireJSON

/// A thread as its log tells it, without its history, which stays in the log.
package struct StoredThread: Sendable {
    /// Everything but the history.
    package var digest: ThreadDigest
    /// The user's messages in the last turn, if that did not end well.
    package var lastTurnUserMessages: [UserMessageItem]
    /// What the model saw since that turn began.
    package var lastTurnModelItems: [RawJSON]
    /// Which of the user's messages are among it, by the ids of their items. Logs of older versions don't say.
    package var heardMessages: Set<String>
    /// The last turn with its items, if it waits for the user's word and can go on when somebody resumes the thread.
    package var waitingTurn: Turn?
    /// What was found not to be as it was written. Such a thread is usable; see ``LogDamage/Kind`` for what became of
    /// each case. Only what had to be read was looked at.
    package var damages: [LogDamage]
    /// The log's file.
    package var path: String
    /// How long the log is, in bytes.
    package var length: Int
}
