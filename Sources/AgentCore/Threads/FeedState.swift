package import AppServerProtocol
package import ThreadStore
package import WireJSON

/// One client's place in a thread's feed.
package struct Subscription: Sendable {
    /// The client.
    package var subscriber: Subscriber
    /// Events that wait for the client's snapshot to leave first; `nil` once they flow.
    package var held: [EventLine]?
}

/// A request to the client that waits for its answer.
package struct PendingRequest: Sendable {
    /// Its number, as on the wire.
    package var id: Int
    /// What the thread waits for meanwhile; nil for a request that is none to the user.
    package var flag: ThreadActiveFlag?
    /// The request's line, sent again to clients that join.
    package var line: EventLine
    /// Takes the answer, `nil` when none will come.
    package var resume: @Sendable (ReceivedAnswer?) -> Void
}

/// What clients and the model can see of a thread, kept current by every event: the state that snapshots are taken from.
///
/// Of the turns it holds the running one only. Those that have ended are in the log, and are read from there.
package struct FeedState: Sendable {
    /// Everything small that the log says about the thread.
    package var digest: ThreadDigest
    /// What stays true of the thread for ever, with the instructions that hold while it is loaded.
    package var header: ThreadHeader
    /// The sticky settings.
    package var settings: ThreadSettings
    /// The running turn with its items.
    package var turn: Turn?
    /// The number of the newest event.
    package var sequence: Int
    /// The highest number that the log has reserved.
    package var reservedSequence: Int
    /// Idle, active or failed, as last announced.
    package var status: ThreadStatus
    /// Whether the last turn of this process failed.
    var hasFailed = false
    /// Whether the thread is being unloaded: it takes no turn any more.
    var isClosed = false
    /// Whether a further turn begins at once, without anybody asking, so that the thread is not to be unloaded.
    var goesOn = false
    /// How the last turn of this process ended, as whoever waits for an agent is told.
    var ending: AgentStatus?
    /// Whether clients have not been told yet what there is to read, because the goal goes on.
    var owesReadState = false
    /// The items of the running turn that are complete. Ids come from models, which may use one twice.
    var completedItems: Set<String> = []
    /// Who receives the events.
    package var subscriptions: [Subscription] = []
    /// The requests to the client that wait for an answer, oldest first.
    package var pending: [PendingRequest] = []
    /// What the model sees of the thread: its items in the order of the log, whoever adds them. Nil until the first turn
    /// needs it, because a long thread has much of it.
    package var modelHistory: [RawJSON]?
    /// What the running items have produced so far.
    package var running: [RunningItem] = []

    /// The state of a thread as its log tells it.
    package init(digest: ThreadDigest, settings: ThreadSettings, status: ThreadStatus = .notLoaded) {
        self.digest = digest
        header = digest.header
        self.settings = settings
        sequence = digest.lastSeq
        reservedSequence = digest.lastSeq
        self.status = status
    }

    /// The state of a thread that was just made.
    package init(header: ThreadHeader, settings: ThreadSettings) {
        self.init(digest: ThreadDigest(header: header), settings: settings, status: .idle)
        modelHistory = []
    }

    /// Hands a line to every subscriber.
    mutating func deliver(_ line: EventLine) {
        for index in subscriptions.indices {
            if subscriptions[index].held != nil {
                subscriptions[index].held?.append(line)
            } else {
                subscriptions[index].subscriber.deliver(line)
            }
        }
    }

    // MARK: - Turns and items

    /// Takes over a turn that waited for the user when its process died.
    mutating func goOn(with turn: Turn) {
        let waiting = Set(digest.waitingApprovals.map(\.itemId))
        self.turn = turn
        completedItems = Set(turn.items.map(\.id)).subtracting(waiting)
    }

    /// Puts an item that begins into the running turn: in place of an unfinished one with its id, else at the end.
    mutating func beginItem(_ item: ThreadItem) {
        guard completedItems.remove(item.id) == nil else {
            turn?.items.append(item)
            return
        }
        putItem(item)
    }

    /// Puts an item's final state into the running turn.
    mutating func completeItem(_ item: ThreadItem) {
        putItem(item)
        completedItems.insert(item.id)
        running.removeAll { $0.id == item.id }
    }

    private mutating func putItem(_ item: ThreadItem) {
        guard let turn else { return }
        if let index = turn.items.lastIndex(where: { $0.id == item.id }) {
            self.turn?.items[index] = item
        } else {
            self.turn?.items.append(item)
        }
    }

    /// The running item with this id; it begins empty when it is first asked for.
    mutating func withRunningItem(_ id: String, _ change: (inout RunningItem) -> Void) {
        if let index = running.lastIndex(where: { $0.id == id }) {
            change(&running[index])
        } else {
            var item = RunningItem(id: id)
            change(&item)
            running.append(item)
        }
    }

    /// The running turn, its running items filled with what they have produced so far.
    package var currentTurn: Turn? {
        guard var turn else { return nil }
        for item in running {
            guard let index = turn.items.lastIndex(where: { $0.id == item.id }) else { continue }
            turn.items[index] = item.filling(turn.items[index])
        }
        return turn
    }
}
