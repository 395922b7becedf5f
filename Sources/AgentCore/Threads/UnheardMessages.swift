import AppServerProtocol
import ThreadStore
import WireJSON

/// The user's messages that were accepted before the last process died and that no model request carried.
enum UnheardMessages {
    /// Puts them into the model-visible history.
    static func record(_ stored: StoredThread, _ settings: ThreadSettings, on feed: ThreadFeed, files: FileAccess) {
        guard let turn = stored.digest.lastTurn, turn.status == .interrupted || stored.waitingTurn != nil else {
            return
        }
        for message in stored.lastTurnUserMessages {
            guard
                let item = HistoryItems.userMessage(message.content, workingDirectory: settings.cwd, files: files),
                !stored.lastTurnModelItems.contains(item)
            else { continue }
            feed.record(.modelItem(ModelItemRecord(turnId: turn.id, item: item)))
        }
    }
}
