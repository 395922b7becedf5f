package import AppServerProtocol
package import ThreadStore

/// The inputs that wait for their turn on a thread, in order.
///
/// Every method that changes the queue says so; the caller then stores it whole and announces `thread/queue/changed`.
/// What an input may hold is checked before, by the same rules as a turn's own input.
package struct SubmissionQueue: Hashable, Sendable {
    /// What waits, the next one first.
    package private(set) var submissions: [QueuedSubmission]
    /// Whether nothing starts by itself, because a turn was interrupted: who stopped the agent didn't want it to take
    /// up the next thing at once. So it stays, also in another process, until a later turn comes to its end or a
    /// client starts the queue.
    package private(set) var isPaused: Bool
    /// What was taken out to start a turn, the newest last: a client may still send it again.
    private var taken: [QueuedSubmission] = []

    /// How many inputs may wait. Each is kept in memory while the thread is loaded, and a client that adds more without
    /// looking is in a loop.
    package static let maxCount = 100
    /// How many inputs a page has unless the client says.
    package static let defaultPageLength = 25
    /// How many inputs are remembered after they were started. A client that repeats one does so within seconds.
    private static let takenLimit = 16

    /// A queue from its parts.
    package init(submissions: [QueuedSubmission] = [], isPaused: Bool = false) {
        self.submissions = submissions
        self.isPaused = isPaused
    }

    /// A queue as it was stored.
    package init(_ record: QueueRecord) {
        self.init(submissions: record.submissions, isPaused: record.isPaused)
    }

    /// The queue of a thread that is loaded from its log.
    ///
    /// A turn's beginning and the queue without its input are two records; the process may have died between them. The
    /// item in the turn has the submission's id, so that nothing runs twice.
    package init(_ record: QueueRecord, lastTurnUserMessages: [UserMessageItem]) {
        self.init(record)
        for message in lastTurnUserMessages {
            submissions.removeAll { $0.id == message.id }
            guard let clientID = message.clientId else { continue }
            taken.append(
                QueuedSubmission(id: message.id, clientUserMessageId: clientID, input: message.content))
        }
    }

    /// The queue as it is stored.
    package var record: QueueRecord {
        QueueRecord(submissions: submissions, isPaused: isPaused)
    }

    // MARK: - Changes by clients

    /// What came of adding an input.
    package enum Addition: Hashable, Sendable {
        /// It waits at the end.
        case added(QueuedSubmission)
        /// The same message waits already, or was just started: the client has sent it again because it missed the
        /// answer.
        case present(QueuedSubmission)

        /// The input.
        package var submission: QueuedSubmission {
            switch self {
            case .added(let submission), .present(let submission): submission
            }
        }

        /// Whether the queue has become longer.
        var isNew: Bool {
            if case .added = self { true } else { false }
        }
    }

    /// Puts an input at the end under an id that the server made.
    ///
    /// It counts as sent again only if client id and content are both the same, so that a client which gives all its
    /// messages one id loses none of them.
    package mutating func add(_ params: ThreadQueueAddParams, id: String) throws(AgentError) -> Addition {
        try Self.check(params.input)
        let isSame = { (waiting: QueuedSubmission) in
            waiting.clientUserMessageId == params.clientUserMessageId && waiting.input == params.input
        }
        if !params.clientUserMessageId.isEmpty, let known = (submissions + taken).first(where: isSame) {
            return .present(known)
        }
        guard submissions.count < Self.maxCount else {
            throw AgentError(.queueFull, "queue cannot contain more than \(Self.maxCount) submissions")
        }
        let submission = QueuedSubmission(
            id: id, clientUserMessageId: params.clientUserMessageId, input: params.input)
        submissions.append(submission)
        return .added(submission)
    }

    /// Replaces what a waiting input says; its id and place stay.
    package mutating func update(id: String, input: [UserInput]) throws(AgentError) -> QueuedSubmission {
        try Self.check(input)
        let index = try index(of: id)
        submissions[index].input = input
        return submissions[index]
    }

    /// Forgets what was taken out to start a turn.
    mutating func forgetTaken() {
        taken = []
    }

    /// Takes an input out; says whether it was there.
    package mutating func delete(id: String) -> Bool {
        guard let index = submissions.firstIndex(where: { $0.id == id }) else { return false }
        submissions.remove(at: index)
        return true
    }

    /// Puts the queue into another order, which names every submission once. So a client can't lose one that it
    /// doesn't know of.
    package mutating func reorder(_ ids: [String]) throws(AgentError) {
        let places = Dictionary(submissions.map { ($0.id, $0) }) { first, _ in first }
        let ordered = ids.compactMap { places[$0] }
        guard ids.count == submissions.count, ordered.count == ids.count, Set(ids).count == ids.count else {
            throw AgentError(
                .invalidParams, "queue reorder must include every queued submission exactly once")
        }
        submissions = ordered
    }

    // MARK: - Turns

    /// Takes the input that a client wants to start, the first one unless it names another. With that the queue runs
    /// again.
    package mutating func start(id: String?, turnRuns: Bool) throws(AgentError) -> QueuedSubmission {
        let index = if let id { try index(of: id) } else { 0 }
        guard !turnRuns else {
            throw AgentError(.turnIsActive, "thread already has an active or pending turn")
        }
        guard submissions.indices.contains(index) else { throw AgentError(.queueEmpty, "queue is empty") }
        isPaused = false
        return take(index)
    }

    /// Takes the input that an idle thread starts with by itself; nil if nothing waits or the queue is paused.
    package mutating func next() -> QueuedSubmission? {
        isDue ? take(0) : nil
    }

    /// Whether an idle thread is to start with an input by itself.
    package var isDue: Bool { !isPaused && !submissions.isEmpty }

    /// Takes a change back that could not be written down: what made `after` of `before`. What has come to the queue since
    /// then, or left it, stays as it is now.
    package mutating func takeBack(_ after: SubmissionQueue, to before: SubmissionQueue) {
        let now = Set(submissions.map(\.id))
        let (old, new) = (Set(before.submissions.map(\.id)), Set(after.submissions.map(\.id)))
        // Nothing but an input whose turn was refused too comes to the queue while a change is being written.
        submissions.removeAll { old.contains($0.id) || new.contains($0.id) }
        submissions += before.submissions.filter { now.contains($0.id) || !new.contains($0.id) }
        if isPaused == after.isPaused { isPaused = before.isPaused }
        let waiting = Set(submissions.map(\.id))
        taken.removeAll { waiting.contains($0.id) }
    }

    /// A turn is over: one that was stopped pauses the queue, every other lets it run. Says whether that is a change,
    /// which is to be stored but isn't announced.
    package mutating func turnEnded(wasStopped: Bool) -> Bool {
        defer { isPaused = wasStopped }
        return isPaused != wasStopped
    }

    // MARK: - Inside

    private mutating func take(_ index: Int) -> QueuedSubmission {
        let submission = submissions.remove(at: index)
        taken.append(submission)
        if taken.count > Self.takenLimit { taken.removeFirst() }
        return submission
    }

    private static func check(_ input: [UserInput]) throws(AgentError) {
        guard input.isEmpty else { return }
        throw AgentError(.invalidParams, "only user input can be added to the user-message queue")
    }

    private func index(of id: String) throws(AgentError) -> Int {
        guard let index = submissions.firstIndex(where: { $0.id == id }) else {
            throw AgentError(.queuedSubmissionNotFound, "queued submission not found: \(id)")
        }
        return index
    }
}

extension AgentError.Kind {
    /// The queue holds as much as it may.
    package static let queueFull = AgentError.Kind(rawValue: "queueFull")
    /// Nothing waits.
    package static let queueEmpty = AgentError.Kind(rawValue: "queueEmpty")
    /// No waiting input has this id; it may have been started or taken out.
    package static let queuedSubmissionNotFound = AgentError.Kind(rawValue: "queuedSubmissionNotFound")
    /// A turn runs, and the method needs an idle thread.
    package static let turnIsActive = AgentError.Kind(rawValue: "turnIsActive")
}
