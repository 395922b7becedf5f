package import AppServerProtocol

/// What a thread says of its surroundings, where that differs from its header.
package struct MetadataRecord: Codable, Hashable, Sendable {
    /// The state of the git repository; nil when nothing is known.
    package var gitInfo: GitInfo?
    /// The project that the thread belongs to.
    package var projectId: String?
    /// A mark that clients set for themselves.
    package var daybreakEnabled: Bool?

    /// A record from its parts.
    package init(gitInfo: GitInfo? = nil, projectId: String? = nil, daybreakEnabled: Bool? = nil) {
        self.gitInfo = gitInfo
        self.projectId = projectId
        self.daybreakEnabled = daybreakEnabled
    }
}

/// The section that a thread is filed under.
package struct SectionRecord: Codable, Hashable, Sendable {
    /// The section; nil for none.
    package var sectionId: String?
    /// The thread's place in it: threads are in the order of their ranks.
    package var rank: Double
    /// Since when, in milliseconds since the Unix epoch.
    package var enteredAtMs: Int

    /// A record from its parts.
    package init(sectionId: String?, rank: Double, enteredAtMs: Int) {
        self.sectionId = sectionId
        self.rank = rank
        self.enteredAtMs = enteredAtMs
    }
}

/// What tells an attachment from the others of a thread.
package struct AttachmentKey: Codable, Hashable, Sendable {
    /// What kind of thing it is.
    package var attachmentType: String
    /// What tells it from others of its kind.
    package var identityKey: String

    /// A key from its parts.
    package init(attachmentType: String, identityKey: String) {
        self.attachmentType = attachmentType
        self.identityKey = identityKey
    }
}

/// The messages that wait for their turn.
package struct QueueRecord: Codable, Hashable, Sendable {
    /// The messages, the next one first.
    package var submissions: [QueuedSubmission]
    /// Whether they wait for a client to go on, because the last turn was interrupted.
    package var isPaused: Bool

    /// A record from its parts.
    package init(submissions: [QueuedSubmission] = [], isPaused: Bool = false) {
        self.submissions = submissions
        self.isPaused = isPaused
    }
}

/// How far the user has read a thread.
package struct ReadMarkRecord: Codable, Hashable, Sendable {
    /// The last turn that the user has read, where all is read.
    package var lastReadTurnId: String?
    /// The first turn, where the whole thread counts as unread; nil when all up to now is read.
    package var firstUnreadTurnId: String?

    /// A record from its parts.
    package init(lastReadTurnId: String? = nil, firstUnreadTurnId: String? = nil) {
        self.lastReadTurnId = lastReadTurnId
        self.firstUnreadTurnId = firstUnreadTurnId
    }
}

/// A question whether a tool call may be carried out, or the answer.
///
/// The answer is in the log before the call is carried out. So a call whose question has no answer there has certainly
/// not begun, and the question can be asked again by another process.
package struct ApprovalRecord: Codable, Hashable, Sendable {
    /// The turn.
    package var turnId: String
    /// The item of the call; also the model's id of the call.
    package var itemId: String
    /// Whether the question is answered.
    package var isDecided: Bool
    /// The answer in the protocol's words; nil while there is none, and where no usable one came.
    package var decision: String?
    /// The name of the client that gave it.
    package var answeredBy: String?

    /// A record from its parts.
    package init(
        turnId: String, itemId: String, isDecided: Bool, decision: String? = nil, answeredBy: String? = nil
    ) {
        self.turnId = turnId
        self.itemId = itemId
        self.isDecided = isDecided
        self.decision = decision
        self.answeredBy = answeredBy
    }

    /// The same question, answered.
    package func decided(_ decision: String? = nil, by client: String? = nil) -> ApprovalRecord {
        ApprovalRecord(turnId: turnId, itemId: itemId, isDecided: true, decision: decision, answeredBy: client)
    }
}

/// The end of a part of the history: from the beginning of a turn to this record nothing counts any more.
package struct RevertedRecord: Codable, Hashable, Sendable {
    /// The first turn that is gone.
    package var beforeTurnId: String
    /// Where the record of its beginning stands, in bytes from the start of the log.
    package var toOffset: Int
    /// What was true of the history before that turn.
    package var history: HistoryDigest

    /// A record from its parts.
    package init(beforeTurnId: String, toOffset: Int, history: HistoryDigest) {
        self.beforeTurnId = beforeTurnId
        self.toOffset = toOffset
        self.history = history
    }
}

/// The stored form of ``LogRecord/archived(_:)``.
struct ArchivedRecord: Codable, Hashable, Sendable {
    var archived: Bool
}

/// The stored form of ``LogRecord/attachment(_:)``.
struct AttachmentRecord: Codable, Hashable, Sendable {
    var attachment: ThreadAttachment
}

/// The stored form of ``LogRecord/goal(_:isHeld:)``.
struct GoalRecord: Codable, Hashable, Sendable {
    var goal: ThreadGoal?
    /// Left out where it is false.
    var isHeld: Bool?

    var record: LogRecord { .goal(goal, isHeld: isHeld == true) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(goal, forKey: .goal)
        if let isHeld { try container.encode(isHeld, forKey: .isHeld) }
    }
}

/// The stored form of ``LogRecord/memoryMode(_:)``.
struct MemoryModeRecord: Codable, Hashable, Sendable {
    var mode: ThreadMemoryMode
}
