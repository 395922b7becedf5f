import AppServerProtocol
import ModelClient
import Synchronization
import ThreadStore
import WireJSON

/// What the model sees in a turn, and what the turn adds to it: the thread's conversation, or one that is forgotten when the
/// turn ends.
struct TurnHistory: Sendable {
    private let feed: ThreadFeed
    private let turnID: String
    private let own: Own?

    /// A conversation that is the turn's own.
    private final class Own: Sendable {
        struct State {
            var items: [RawJSON] = []
            var usedTokens = 0
        }

        let state = Mutex(State())
    }

    /// The thread's conversation in one of its turns, or (`isOwn`) an empty one.
    init(feed: ThreadFeed, turnID: String, isOwn: Bool) {
        self.feed = feed
        self.turnID = turnID
        own = isOwn ? Own() : nil
    }

    /// All items in order.
    var items: [RawJSON] {
        guard let own else { return feed.read { $0.modelHistory ?? [] } }
        return own.state.withLock(\.items)
    }

    /// Adds an item.
    func append(_ item: RawJSON) {
        guard let own else {
            feed.record(.modelItem(ModelItemRecord(turnId: turnID, item: item)))
            return
        }
        own.state.withLock { $0.items.append(item) }
    }

    /// Replaces the items by what `shorten` makes of them.
    func compact(_ shorten: ([RawJSON]) -> [RawJSON]) {
        guard let own else { return feed.compact(turnID: turnID, shorten) }
        own.state.withLock { $0.items = shorten($0.items) }
    }

    // MARK: - What it costs

    /// How many tokens of the model's window the last answer has shown to be in use; nil before the first one.
    var usedTokens: Int? {
        guard let own else { return feed.read { $0.digest.tokenUsage?.usage.last.totalTokens } }
        return own.state.withLock { $0.usedTokens }
    }

    /// An answer has been paid for. The thread's total has it in any case; how full the thread's window is does not depend
    /// on a conversation of the turn's own.
    func answered(_ usage: ModelUsage, window: Int) {
        let known = feed.read { $0.digest.tokenUsage?.usage }
        var shown = ThreadTokenUsage(adding: usage, to: known?.total, contextWindow: window)
        if let own {
            own.state.withLock { $0.usedTokens = usage.totalTokens }
            shown.last = known?.last ?? .none
            shown.modelContextWindow = known?.modelContextWindow ?? window
        }
        feed.tokenUsageUpdated(shown, turnID: turnID)
    }

    /// The items have been shortened to about so many tokens, which the next answer will show more exactly.
    func shortened(to tokens: Int, window: Int) {
        if let own { return own.state.withLock { $0.usedTokens = tokens } }
        var last = TokenUsageBreakdown.none
        last.totalTokens = tokens
        let total = feed.read { $0.digest.tokenUsage?.usage.total }
        feed.tokenUsageUpdated(
            ThreadTokenUsage(total: total ?? last, last: last, modelContextWindow: window), turnID: turnID)
    }
}

extension TokenUsageBreakdown {
    /// Nothing used.
    fileprivate static let none = TokenUsageBreakdown(
        totalTokens: 0, inputTokens: 0, cachedInputTokens: 0, cacheWriteInputTokens: 0, outputTokens: 0,
        reasoningOutputTokens: 0)
}
