import CommandExecution
import Support
import Synchronization

/// Receives a command's bytes on the command's own thread: passes them on as text deltas that never split a character,
/// and keeps head and tail, both of everything for the item's end, and of what the model has not read yet.
final class CommandOutputSink: Sendable {
    private struct State {
        var decoder = UTF8ChunkDecoder()
        var captured = OutputAccumulator()
        var unread = OutputAccumulator()
    }

    private let state = Mutex(State())
    private let feed: ThreadFeed
    private let itemID: String
    private let turnID: String
    private let isOver: @Sendable () -> Bool

    /// How long a command's thread blocks for a slow client before it looks again whether the command is over.
    private static let waitMilliseconds = 100

    /// `isOver` says whether the command has been told to end: then nobody is waited for.
    init(feed: ThreadFeed, itemID: String, turnID: String, isOver: @escaping @Sendable () -> Bool) {
        self.feed = feed
        self.itemID = itemID
        self.turnID = turnID
        self.isOver = isOver
    }

    /// Takes the next bytes.
    func take(_ bytes: UnsafeRawBufferPointer) {
        let text = state.withLock { state in
            state.captured.append(bytes)
            state.unread.append(bytes)
            return state.decoder.decode(bytes)
        }
        if !text.isEmpty { feed.commandOutputDelta(text, itemID: itemID, turnID: turnID) }
        // While this thread waits, the pipe fills and the command is slowed down.
        while feed.isCongested, !isOver() { feed.blockWhileCongested(milliseconds: Self.waitMilliseconds) }
    }

    /// Ends the output; returns what was kept of it.
    func finish() -> OutputAccumulator {
        let (rest, captured) = state.withLock { state in (state.decoder.finish(), state.captured) }
        if !rest.isEmpty { feed.commandOutputDelta(rest, itemID: itemID, turnID: turnID) }
        return captured
    }

    /// Hands out what the model has not read yet.
    func takeUnread() -> OutputAccumulator {
        state.withLock { state in
            defer { state.unread = OutputAccumulator() }
            return state.unread
        }
    }
}
