package import AppServerProtocol
package import ThreadStore

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
    /// What the thread waits for meanwhile.
    package var flag: ThreadActiveFlag
    /// The request's line, sent again to clients that join.
    package var line: EventLine
    /// Takes the answer, `nil` when none will come.
    package var resume: @Sendable (ClientAnswer?) -> Void
}

/// What a client can see of a thread, kept current by every event: the state that snapshots are taken from.
package struct FeedState: Sendable {
    /// The thread's unchanging facts.
    package var header: ThreadHeader
    /// The sticky settings.
    package var settings: ThreadSettings
    /// The name that a user gave, if any.
    package var name: String?
    /// Every turn with its items, the running one last.
    package var turns: [Turn]
    /// Token counts so far.
    package var tokenUsage: ThreadTokenUsage?
    /// The first user message's text, empty before it.
    package var preview: String
    /// Last change of any kind, Unix milliseconds.
    package var updatedAtMs: Int
    /// Last activity of user or model, Unix milliseconds.
    package var recencyAtMs: Int
    /// The turn that each client message id started or steered.
    package var clientMessages: [String: String]
    /// The number of the newest event.
    package var sequence: Int
    /// The highest number that the log has reserved.
    package var reservedSequence: Int
    /// Idle, active or failed, as last announced.
    package var status: ThreadStatus
    /// Whether a turn runs.
    package var isTurnActive = false
    /// Whether the last turn of this process failed.
    var hasFailed = false
    /// The items of the running turn that are complete. Ids come from models, which may use one twice.
    var completedItems: Set<String> = []
    /// The clients that receive the thread's events.
    package var subscriptions: [Subscription] = []
    /// Requests that wait for an answer, oldest first.
    package var pending: [PendingRequest] = []
    /// What the running items have produced so far.
    package var running: [RunningItem] = []

    /// The state of a thread as it was read from its log.
    package init(_ stored: StoredThread, settings: ThreadSettings) {
        header = stored.header
        self.settings = settings
        name = stored.name
        turns = stored.turns
        tokenUsage = stored.tokenUsage?.usage
        preview = stored.preview
        updatedAtMs = stored.updatedAtMs
        recencyAtMs = stored.recencyAtMs
        clientMessages = stored.clientMessages
        sequence = stored.lastSeq
        reservedSequence = stored.lastSeq
        status = .notLoaded
    }

    /// The state of a thread that was just made.
    package init(header: ThreadHeader, settings: ThreadSettings) {
        self.header = header
        self.settings = settings
        turns = []
        preview = ""
        updatedAtMs = header.createdAtMs
        recencyAtMs = header.createdAtMs
        clientMessages = [:]
        sequence = 0
        reservedSequence = 0
        status = .idle
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

    /// Puts an item that begins into the running turn: in place of an unfinished one with its id, else at the end.
    mutating func beginItem(_ item: ThreadItem) {
        guard completedItems.remove(item.id) == nil else {
            turns[turns.count - 1].items.append(item)
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
        guard let turn = turns.indices.last else { return }
        if let index = turns[turn].items.lastIndex(where: { $0.id == item.id }) {
            turns[turn].items[index] = item
        } else {
            turns[turn].items.append(item)
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

    /// Every turn, the running items filled with what they have produced so far.
    package var currentTurns: [Turn] {
        guard !running.isEmpty, let last = turns.indices.last else { return turns }
        var turns = turns
        for item in running {
            guard let index = turns[last].items.lastIndex(where: { $0.id == item.id }) else { continue }
            turns[last].items[index] = item.filling(turns[last].items[index])
        }
        return turns
    }
}
