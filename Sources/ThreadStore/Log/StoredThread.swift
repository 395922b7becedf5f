package import AppServerProtocol
package import WireJSON

/// When an item began and ended, in milliseconds since the Unix epoch, as far as the log says.
package struct ItemTimes: Hashable, Sendable {
    /// When it began; nil for kinds that only ever appear in their final state.
    package var startedAtMs: Int?
    /// When it reached its final state; nil while it runs.
    package var completedAtMs: Int?

    /// Times from their parts.
    package init(startedAtMs: Int?, completedAtMs: Int?) {
        self.startedAtMs = startedAtMs
        self.completedAtMs = completedAtMs
    }
}

/// The name of an item within a thread. Item ids come from models and need not be unique among turns.
package struct ItemKey: Hashable, Sendable {
    /// The turn the item belongs to.
    package var turnId: String
    /// The item's id.
    package var itemId: String

    /// A key from its parts.
    package init(turnId: String, itemId: String) {
        self.turnId = turnId
        self.itemId = itemId
    }
}

/// A thread as its log tells it.
package struct StoredThread: Sendable {
    /// What stays true of the thread for ever.
    package var header: ThreadHeader
    /// The settings last recorded.
    package var settings: ThreadSettings?
    /// The name last recorded.
    package var name: String?
    /// The turns in the order of their beginning, `itemsView` full, items in the order of their beginning.
    package var turns: [Turn]
    /// When items began and ended.
    package var itemTimes: [ItemKey: ItemTimes]
    /// The model-visible history: input items in order, every call answered.
    package var modelItems: [RawJSON]
    /// The token counts last recorded, with the turn they belong to.
    package var tokenUsage: TokenUsageRecord?
    /// The highest event number that may have been given out.
    package var lastSeq: Int
    /// When the thread was made, in milliseconds since the Unix epoch.
    package var createdAtMs: Int
    /// When turns, items or the name last changed, in milliseconds since the Unix epoch.
    package var updatedAtMs: Int
    /// When a turn last began or ended (else when the thread was made), in milliseconds since the Unix epoch.
    package var recencyAtMs: Int
    /// The text of the first user message; empty before it. See ``ThreadPreview``.
    package var preview: String
    /// Whether there is a first user message, which lists ask for.
    package var hasUserMessage: Bool
    /// The turns that took in the messages to which clients gave ids.
    package var clientMessages: [String: String]
    /// What is not as it was written. Such a thread is usable; see ``LogDamage/Kind`` for what became of each case.
    package var damages: [LogDamage]
    /// The log's file.
    package var path: String
}

extension ThreadReducer {
    /// The thread as far as it has been read.
    package func stored(path: String, damages: [LogDamage]) -> StoredThread {
        let createdAtMs = header?.createdAtMs ?? firstAtMs ?? 0
        var times: [ItemKey: ItemTimes] = [:]
        let turns = turns.map { turn in
            for state in turn.items {
                times[ItemKey(turnId: turn.id, itemId: state.item.id)] = ItemTimes(
                    startedAtMs: state.startedAtMs, completedAtMs: state.completedAtMs)
            }
            return Turn(
                id: turn.id, rootTurnId: turn.rootTurnId, items: turn.items.map(\.item), itemsView: .full,
                status: turn.status, error: turn.error, startedAt: turn.startedAt, completedAt: turn.completedAt,
                durationMs: turn.durationMs)
        }
        return StoredThread(
            header: header ?? substituteHeader(createdAtMs: createdAtMs), settings: settings, name: name, turns: turns,
            itemTimes: times, modelItems: history.items, tokenUsage: tokenUsage, lastSeq: lastSeq,
            createdAtMs: createdAtMs, updatedAtMs: max(updatedAtMs ?? createdAtMs, createdAtMs),
            recencyAtMs: max(recencyAtMs ?? createdAtMs, createdAtMs), preview: preview ?? "",
            hasUserMessage: preview != nil, clientMessages: clientMessages, damages: damages, path: path)
    }

    /// A header made of what else is known, for a log that lost its own.
    private func substituteHeader(createdAtMs: Int) -> ThreadHeader {
        ThreadHeader(
            id: id, createdAtMs: createdAtMs, cwd: settings?.cwd ?? "/", source: .unknown, cliVersion: "",
            modelProvider: settings?.modelProvider ?? "", model: settings?.model, historyMode: .paginated)
    }
}
