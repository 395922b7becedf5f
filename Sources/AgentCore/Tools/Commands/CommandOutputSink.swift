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
        /// What came before the border, while that has not come.
        var held: [UInt8] = []
        var border: ProfileBorder?

        /// Takes in what is the command's of further bytes; returns the text of it.
        mutating func take(_ bytes: UnsafeRawBufferPointer) -> String {
            guard let border else { return keep(bytes) }
            held += bytes
            let own: [UInt8]
            if let behind = border.behind(held) {
                own = Array(behind)
            } else if held.count > ProfileBorder.limit {
                own = held
            } else {
                return ""
            }
            self.border = nil
            held = []
            return own.withUnsafeBytes { keep($0) }
        }

        private mutating func keep(_ bytes: UnsafeRawBufferPointer) -> String {
            captured.append(bytes)
            unread.append(bytes)
            return decoder.decode(bytes)
        }

        /// Takes in what is left; returns the text of it.
        mutating func finish() -> String {
            let own = border?.withoutBorder(held) ?? held
            border = nil
            let text = own.withUnsafeBytes { keep($0) }
            held = []
            return text + decoder.finish()
        }
    }

    private let state: Mutex<State>
    private let feed: ThreadFeed
    private let itemID: String
    private let turnID: String
    private let isOver: @Sendable () -> Bool

    /// How long a command's thread blocks for a slow client before it looks again whether the command is over.
    private static let waitMilliseconds = 100

    /// - Parameters:
    ///   - border: What the command's own output begins behind; nil for all of it.
    ///   - isOver: Whether the command has been told to end: then nobody is waited for.
    init(
        feed: ThreadFeed, itemID: String, turnID: String, border: ProfileBorder?,
        isOver: @escaping @Sendable () -> Bool
    ) {
        state = Mutex(State(border: border))
        self.feed = feed
        self.itemID = itemID
        self.turnID = turnID
        self.isOver = isOver
    }

    /// Takes the next bytes.
    func take(_ bytes: UnsafeRawBufferPointer) {
        let text = state.withLock { $0.take(bytes) }
        if !text.isEmpty { feed.commandOutputDelta(text, itemID: itemID, turnID: turnID) }
        // While this thread waits, the pipe fills and the command is slowed down.
        while feed.isCongested, !isOver() { feed.blockWhileCongested(milliseconds: Self.waitMilliseconds) }
    }

    /// Ends the output; returns what was kept of it.
    func finish() -> OutputAccumulator {
        let (rest, captured) = state.withLock { state in (state.finish(), state.captured) }
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
