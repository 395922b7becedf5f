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

/// A thread with all its history, as its log tells it. For those who look at everything, such as `heddle fsck`.
package struct WholeThread: Sendable {
    /// Everything but the history.
    package var digest: ThreadDigest
    /// The turns in the order of their beginning, `itemsView` full, items in the order of their beginning.
    package var turns: [Turn]
    /// When items began and ended.
    package var itemTimes: [ItemKey: ItemTimes]
    /// The model-visible history: input items in order.
    package var modelItems: [RawJSON]
    /// What is not as it was written. Such a thread is usable; see ``LogDamage/Kind`` for what became of each case.
    package var damages: [LogDamage]
    /// The log's file.
    package var path: String
}
