package import AppServerProtocol

/// Everything small that a log says about its thread: all but the history itself. A pure value: no file, no clock.
///
/// It grows with nothing but what users keep in it (a queue, attachments), takes in a record in constant time, and is
/// itself a record (a checkpoint), so that opening a thread costs the same however long it is.
package struct ThreadDigest: Codable, Hashable, Sendable {
    /// How many of the newest messages with an id of the client's are remembered. A client that repeats a message does
    /// so within seconds; the bound keeps checkpoints small.
    static let clientMessageLimit = 256

    /// The working directory of a thread whose log has lost it.
    static let unknownFolder = "/"

    /// What stays true of the thread for ever; nil when the first record is lost. Not part of a checkpoint, because the
    /// first line of every log has it.
    package var knownHeader: ThreadHeader?
    /// The id that the file's name says.
    package internal(set) var id: String
    /// The settings last recorded.
    package internal(set) var settings: ThreadSettings?
    /// The name last recorded.
    package internal(set) var name: String?
    /// The token counts last recorded, with the turn they belong to.
    package internal(set) var tokenUsage: TokenUsageRecord?
    /// The goal.
    package internal(set) var goal: ThreadGoal?
    /// Whether the goal waits because a turn was interrupted; nil, as in older checkpoints, when it does not.
    package internal(set) var isGoalHeld: Bool?
    /// The ends of items that came after their turns, oldest first; nil, as in older checkpoints, when there are none.
    private(set) var lateEnds: [LateEnd]?
    /// The messages that wait for their turn.
    package internal(set) var queue = QueueRecord()
    /// Whether the thread is put away.
    package internal(set) var isArchived = false
    /// The section that the thread is filed under.
    package internal(set) var section: SectionRecord?
    /// What is tied to the thread, oldest first.
    package internal(set) var attachments: [ThreadAttachment] = []
    /// How far the user has read.
    package internal(set) var readMark = ReadMark()
    /// Whether memories may be made from the thread; nil when nobody has said.
    package internal(set) var memoryMode: ThreadMemoryMode?
    /// What the thread says of its surroundings; nil when the header still holds.
    package internal(set) var metadata: MetadataRecord?
    /// The tool calls of the running turn that the user has been asked about and has not decided.
    package internal(set) var openApprovals: [ApprovalRecord] = []
    /// The turns in a nutshell.
    package internal(set) var history = HistoryDigest()
    /// The preview that the thread had before its first message was taken back; nil when that never happened.
    package internal(set) var formerPreview: String?
    /// The parts of the log that are no longer history, in order.
    package internal(set) var reverted: [RevertedRange] = []
    /// The newest messages with an id of the client's, oldest first.
    private(set) var clientMessages: [ClientMessage] = []
    /// The highest event number of a record.
    private(set) var highestSeq = 0
    /// The latest reservation. A log that was closed in good order ends with one that takes back what was not used.
    private(set) var reservedSeq = 0
    /// When the first record was made.
    private(set) var firstAtMs: Int?
    /// When the last record was made; nil before the first.
    package private(set) var lastAtMs: Int?
    /// When turns, items, settings or the goal last changed, or the thread was put away or taken out again. Names
    /// and other small facts don't count: clients know it so.
    private var changedAtMs: Int?

    private enum CodingKeys: String, CodingKey {
        case id, settings, name, tokenUsage, goal, isGoalHeld, lateEnds, queue, isArchived, section, attachments,
            readMark,
            memoryMode
        case metadata, openApprovals, history, formerPreview, reverted, clientMessages, highestSeq, reservedSeq
        case firstAtMs, lastAtMs, changedAtMs
    }

    /// A thread of which nothing is known but its id.
    package init(id: String) {
        self.id = id
    }

    /// A thread that was just made.
    package init(header: ThreadHeader) {
        id = header.id
        knownHeader = header
    }

    // MARK: - What follows from it

    /// The header; put together from what else is known when the log has lost its own.
    package var header: ThreadHeader {
        knownHeader
            ?? ThreadHeader(
                id: id, createdAtMs: createdAtMs, cwd: settings?.cwd ?? Self.unknownFolder, source: .unknown,
                cliVersion: "",
                modelProvider: settings?.modelProvider ?? "", model: settings?.model, historyMode: .paginated)
    }

    /// The highest event number that may have been given out; 0 at first.
    package var lastSeq: Int { max(highestSeq, reservedSeq) }

    /// When the thread was made, in milliseconds since the Unix epoch.
    package var createdAtMs: Int { knownHeader?.createdAtMs ?? firstAtMs ?? 0 }

    /// When turns, items, settings or the goal last changed, or the thread was put away or taken out again, in
    /// milliseconds since the Unix epoch.
    package var updatedAtMs: Int { max(changedAtMs ?? 0, createdAtMs) }

    /// When a turn last began or ended (else when the thread was made), in milliseconds since the Unix epoch.
    package var recencyAtMs: Int { max(history.recencyAtMs ?? 0, createdAtMs) }

    /// The text of the first user message; empty before it. See ``ThreadPreview``. When that message was taken back, it
    /// stays until there is another one.
    package var preview: String { history.preview ?? formerPreview ?? "" }

    /// Whether a user has said what the thread is for, in a message or in a goal.
    var hasPurpose: Bool { history.preview != nil || formerPreview != nil || goal != nil }

    /// The last turn that began.
    package var lastTurn: TurnDigest? { history.lastTurn }

    /// The state of the git repository around the working directory.
    package var gitInfo: GitInfo? { metadata.map(\.gitInfo) ?? knownHeader?.gitInfo }

    /// The project that the thread belongs to.
    package var projectId: String? { metadata?.projectId }

    /// Whether anything was applied.
    var isEmpty: Bool { firstAtMs == nil }

    /// Whether the log has nothing but its header: whoever asked for the thread never got an answer.
    package var isUnanswered: Bool { settings == nil && name == nil && history.turnCount == 0 }

    /// The questions that a turn waits for whose process died: those whose calls the history still has open.
    package var waitingApprovals: [ApprovalRecord] {
        guard let turn = lastTurn, turn.status == .inProgress else { return [] }
        return openApprovals.filter { approval in
            approval.turnId == turn.id && history.openCalls.calls.contains { $0.callId == approval.itemId }
        }
    }

    /// The turn that took in a message of the client's.
    package func clientMessage(_ id: String) -> (turnId: String, status: TurnStatus)? {
        guard let message = clientMessages.last(where: { $0.id == id }) else { return nil }
        return (message.turnId, message.status)
    }

    /// Takes over the name and preview of the thread that this one was copied from.
    package mutating func takeTitle(of source: ThreadDigest) {
        history.preview = source.history.preview
        name = source.name
    }

    // MARK: - Records

    /// Something irregular about a record.
    package typealias Irregularity = (kind: LogDamage.Kind, message: String)

    /// Takes in the next record, which stands at `offset` bytes from the start of the log. Returns what is irregular
    /// about it, if anything.
    @discardableResult
    package mutating func apply(_ line: LogLine, at offset: Int) -> Irregularity? {
        // It says nothing new, and damage to it must not say anything either.
        if case .checkpoint(let record) = line.record {
            return record.isSound(at: offset) ? nil : (.wrongCheckpoint, "the checkpoint is not what was written here")
        }
        noteTime(line.atMs)
        let repeated = count(line.seq)
        return applyRecord(line, at: offset) ?? repeated
    }

    /// Takes in a record of which only the beginning was read; its fields do not matter here.
    mutating func skim(_ line: LineStart) {
        noteTime(line.atMs)
        _ = count(line.seq)
    }

    /// Takes in an item's record of which only the beginning was read.
    mutating func skim(_ item: ItemLineStart, at offset: Int) -> Irregularity? {
        noteTime(item.line.atMs)
        let repeated = count(item.line.seq)
        touch(item.line.atMs)
        return history.expect(item.turnId, at: offset) ?? repeated
    }

    private mutating func noteTime(_ atMs: Int) {
        firstAtMs = firstAtMs ?? atMs
        lastAtMs = max(lastAtMs ?? 0, atMs)
    }

    private mutating func touch(_ atMs: Int) {
        changedAtMs = max(changedAtMs ?? 0, atMs)
    }

    private mutating func count(_ seq: Int?) -> Irregularity? {
        guard let seq else { return nil }
        let previous = highestSeq
        highestSeq = max(highestSeq, seq)
        guard seq <= previous else { return nil }
        return (.sequenceRepeated, "event number \(seq) stands behind \(previous)")
    }

    private mutating func applyRecord(_ line: LogLine, at offset: Int) -> Irregularity? {
        switch line.record {
        case .thread(let header):
            touch(line.atMs)
            return apply(header)
        case .settings(let settings):
            touch(line.atMs)
            self.settings = settings
        case .turnStarted(let record):
            touch(line.atMs)
            if let message = record.clientUserMessageId { remember(message, of: record.turnId, at: offset) }
            return history.begin(record, atMs: line.atMs, at: offset)
        case .itemStarted(let record), .itemCompleted(let record):
            touch(line.atMs)
            return history.take(record, atMs: line.atMs, at: offset)
        case .itemEndedLate(let record):
            touch(line.atMs)
            lateEnds = (lateEnds ?? []).suffix(LateEnd.limit - 1) + [LateEnd(turnId: record.turnId, offset: offset)]
        case .modelItem(let record):
            return history.openCalls.take(record.item).map { (.orphanOutput, $0) }
        case .compacted(let record):
            history.openCalls = OpenCalls(in: record.items)
        case .userMessage(let record):
            remember(record.clientUserMessageId, of: record.turnId, at: offset)
        case .turnCompleted(let record):
            touch(line.atMs)
            for index in clientMessages.indices where clientMessages[index].turnId == record.id {
                clientMessages[index].status = record.status
            }
            openApprovals = []
            let irregularity = history.end(record, atMs: line.atMs, at: offset)
            readMark.turnEnded(record, beganAt: history.lastTurn?.offset)
            return irregularity
        case .tokenUsage(let record):
            tokenUsage = record
        case .sequenceReserved(let number):
            reservedSeq = number
        case .reverted(let record):
            touch(line.atMs)
            let preview = history.preview
            history = record.history
            // A thread whose whole history is taken back must not vanish from the lists before its new beginning.
            if history.preview == nil { formerPreview = preview ?? formerPreview }
            readMark.reverted(record)
            openApprovals = []
            reverted.append(RevertedRange(from: record.toOffset, to: offset))
            // Whoever sends such a message again means a new turn: the one that took it in is gone.
            clientMessages.removeAll { $0.offset >= record.toOffset }
        case .checkpoint, .unknown:
            break
        default:
            applyChange(line)
        }
        return nil
    }

    /// Takes in a record that replaces one of the thread's own facts.
    private mutating func applyChange(_ line: LogLine) {
        switch line.record {
        case .name(let name): self.name = name
        case .archived(let isArchived):
            // The rule of retention counts from here on.
            touch(line.atMs)
            self.isArchived = isArchived
        case .metadata(let record): metadata = record
        case .section(let record): section = record
        case .attachment(let attachment): attachments.append(attachment)
        case .attachmentRemoved(let key): attachments.removeAll { $0.key == key }
        case .goal(let goal, let isHeld):
            touch(line.atMs)
            self.goal = goal
            isGoalHeld = isHeld ? true : nil
        case .queue(let record): queue = record
        case .readMark(let record): readMark.apply(record)
        case .memoryMode(let mode): memoryMode = mode
        case .approval(let record):
            openApprovals.removeAll { $0.itemId == record.itemId }
            if !record.isDecided { openApprovals.append(record) }
        default: break
        }
    }

    private mutating func apply(_ header: ThreadHeader) -> Irregularity? {
        guard knownHeader == nil else { return (.secondHeader, "a second header") }
        knownHeader = header
        guard header.id != id else { return nil }
        knownHeader?.id = id
        return (.foreignHeader, "the header names the thread \(header.id)")
    }

    private mutating func remember(_ message: String, of turnId: String, at offset: Int) {
        clientMessages.append(ClientMessage(id: message, turnId: turnId, offset: offset))
        if clientMessages.count > Self.clientMessageLimit { clientMessages.removeFirst() }
    }
}

/// A message to which a client gave an id.
struct ClientMessage: Codable, Hashable, Sendable {
    /// The client's id.
    var id: String
    /// The turn that took the message in.
    var turnId: String
    /// How that turn is going.
    var status = TurnStatus.inProgress
    /// Where the log says so, in bytes from its start.
    var offset: Int
}

/// A part of a log that is no longer history.
package struct RevertedRange: Codable, Hashable, Sendable {
    /// Where it begins, in bytes from the start of the log.
    package var from: Int
    /// Where it ends; not part of it.
    package var to: Int
}

extension ThreadAttachment {
    /// What tells the attachment from others of its thread.
    package var key: AttachmentKey {
        AttachmentKey(attachmentType: attachmentType, identityKey: identityKey)
    }
}
