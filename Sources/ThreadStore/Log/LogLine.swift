package import AppServerProtocol
package import WireJSON

/// One line of a thread's log: `{"seq":…,"at":…,"kind":"…", …}`, the record's fields flat beside the three.
package struct LogLine: Hashable, Sendable {
    /// The number of the event that clients saw; nil for a record that is no event.
    package var seq: Int?
    /// When the record was made, in milliseconds since the Unix epoch.
    package var atMs: Int
    /// What it says.
    package var record: LogRecord

    /// A line from its parts.
    package init(seq: Int?, atMs: Int, record: LogRecord) {
        self.seq = seq
        self.atMs = atMs
        self.record = record
    }
}

/// Everything that a log can say.
///
/// Every stored form is additive: a later version may add fields, which this one ignores, and kinds, which it keeps as
/// ``unknown(_:)``.
package enum LogRecord: Hashable, Sendable {
    /// What the thread is; always the first line.
    case thread(ThreadHeader)
    /// The settings from here on: all of them, not only what changed.
    case settings(ThreadSettings)
    /// A turn began.
    case turnStarted(TurnStartedRecord)
    /// An item began, or (the same id again before its end) began anew or grew.
    case itemStarted(ItemRecord)
    /// An item reached its final state.
    case itemCompleted(ItemRecord)
    /// An item reached its final state after its turn had ended and another one had begun: a command that ran in the
    /// background. A turn is what stands together, so this is none of its records.
    case itemEndedLate(ItemRecord)
    /// The model-visible history grew by an input item.
    case modelItem(ModelItemRecord)
    /// The model-visible history is another one from here on: a shorter one instead of everything before.
    case compacted(CompactedRecord)
    /// A client's message was accepted; the key under which the client may send it again.
    case userMessage(UserMessageRecord)
    /// A turn ended.
    case turnCompleted(TurnRecord)
    /// Token counts after a request to the model.
    case tokenUsage(TokenUsageRecord)
    /// The thread's name from here on; nil takes the name away.
    case name(String?)
    /// Event numbers up to this one may have been given out: after a crash counting goes on behind it.
    case sequenceReserved(Int)
    /// The thread was put away, or taken out of the archive again.
    case archived(Bool)
    /// What the thread says of its surroundings from here on: all of it.
    case metadata(MetadataRecord)
    /// The section that the thread is filed under from here on.
    case section(SectionRecord)
    /// Something was tied to the thread.
    case attachment(ThreadAttachment)
    /// Something was untied from it.
    case attachmentRemoved(AttachmentKey)
    /// The thread's goal from here on; nil takes it away. A goal that is held starts no turn by itself.
    case goal(ThreadGoal?, isHeld: Bool = false)
    /// The messages that wait for their turn from here on: all of them.
    case queue(QueueRecord)
    /// How far the user has read from here on.
    case readMark(ReadMarkRecord)
    /// Whether memories may be made from the thread from here on.
    case memoryMode(ThreadMemoryMode)
    /// The user was asked whether a tool call may be carried out, or has said so.
    case approval(ApprovalRecord)
    /// A turn and all later ones are no longer part of the history.
    case reverted(RevertedRecord)
    /// Everything small that the log has said so far, so that a reader can begin here.
    case checkpoint(CheckpointRecord)
    /// A line of a kind that this version does not know: the whole line, kept and skipped.
    case unknown(RawJSON)
}

extension LogRecord {
    /// The word for the record in a line.
    var kind: String? {
        switch self {
        case .thread: "thread"
        case .settings: "settings"
        case .turnStarted: "turnStarted"
        case .itemStarted: "itemStarted"
        case .itemCompleted: "itemCompleted"
        case .itemEndedLate: "itemEndedLate"
        case .modelItem: "modelItem"
        case .compacted: "compacted"
        case .userMessage: "userMessage"
        case .turnCompleted: "turnCompleted"
        case .tokenUsage: "tokenUsage"
        case .name: "name"
        case .sequenceReserved: "sequenceReserved"
        case .archived: "archived"
        case .metadata: "metadata"
        case .section: "section"
        case .attachment: "attachment"
        case .attachmentRemoved: "attachmentRemoved"
        case .goal: "goal"
        case .queue: "queue"
        case .readMark: "readMark"
        case .memoryMode: "memoryMode"
        case .approval: "approval"
        case .reverted: "reverted"
        case .checkpoint: "checkpoint"
        case .unknown: nil
        }
    }
}
