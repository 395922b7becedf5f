import CommandExecution
import Support
import Synchronization

/// Receives a command's bytes on the command's own thread: passes them on as text deltas that never split a character,
/// and keeps the head and the tail for the item's end.
final class CommandOutputSink: Sendable {
    private struct State {
        var decoder = UTF8ChunkDecoder()
        var captured = OutputAccumulator()
    }

    private let state = Mutex(State())
    private let feed: ThreadFeed
    private let itemID: String
    private let turnID: String
    private let isOver: @Sendable () -> Bool

    /// How long a command's thread blocks for a slow client before it looks again whether the command is over.
    private static let waitMilliseconds = 100

    /// `isOver` says whether the command has been interrupted or its time is up: then nobody is waited for.
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
}
