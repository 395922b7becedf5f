import AppServerProtocol
import ThreadStore
import WireJSON

/// The user's messages that were accepted before the last process died and that the model has not heard.
enum UnheardMessages {
    /// Puts them into the model-visible history. There each one's record has its id. Only a turn without such records,
    /// whose log an older version may have written, is searched for what the messages say.
    static func record(_ stored: StoredThread, _ settings: ThreadSettings, on feed: ThreadFeed, files: FileAccess) {
        guard let turn = stored.digest.lastTurn, turn.status == .interrupted || stored.waitingTurn != nil else {
            return
        }
        for message in stored.lastTurnUserMessages {
            // The label of a review, which has the turn's id, is no message to the model.
            let item =
                message.id == turn.id
                ? ReviewMessage.item(ThreadPreview.wholeText(of: message.content), result: nil)
                : HistoryItems.userMessage(message.content, workingDirectory: settings.cwd, files: files)
            guard let item,
                !stored.heardMessages.contains(message.id),
                !stored.heardMessages.isEmpty || !stored.lastTurnModelItems.contains(item)
            else { continue }
            feed.record(.modelItem(ModelItemRecord(turnId: turn.id, item: item, itemId: message.id)))
        }
    }
}
