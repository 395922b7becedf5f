internal import WireJSON

extension LogLine {
    /// How every line begins. Inside a JSON string the quotes would be escaped, so that this text also finds a record
    /// that was glued behind a torn one.
    static let beginning = Array(#"{"seq":"#.utf8)

    /// Bounds of one line. A line holds at most one message of a client or a model; the bound is twice the longest one
    /// that the transport lets in, because escaping may lengthen it.
    static let limits = JSONLimits(maxDepth: JSONLimits.wire.maxDepth + 8, maxBytes: 128 << 20)

    /// Appends the line with its line feed.
    ///
    /// The fields of the record follow the common three in the same object: the payload is encoded as an object of its
    /// own, whose opening brace then becomes the comma between them.
    package func encode(into buffer: inout [UInt8]) throws {
        if case .unknown(let line) = record {
            buffer.append(contentsOf: line.bytes)
            buffer.append(UInt8(ascii: "\n"))
            return
        }
        buffer.append(contentsOf: Self.beginning)
        if let seq {
            JSONText.append(Int64(seq), to: &buffer)
        } else {
            buffer.append(contentsOf: "null".utf8)
        }
        buffer.append(contentsOf: #","at":"#.utf8)
        JSONText.append(Int64(atMs), to: &buffer)
        buffer.append(contentsOf: #","kind":""#.utf8)
        buffer.append(contentsOf: (record.kind ?? "").utf8)
        buffer.append(UInt8(ascii: "\""))
        let payload = buffer.count
        try encodePayload(into: &buffer)
        buffer[payload] = UInt8(ascii: ",")
        buffer.append(UInt8(ascii: "\n"))
    }

    private func encodePayload(into buffer: inout [UInt8]) throws {
        switch record {
        case .thread(let payload): try WireCoder.encode(payload, into: &buffer)
        case .settings(let settings): try WireCoder.encode(SettingsRecord(settings: settings), into: &buffer)
        case .turnStarted(let payload): try WireCoder.encode(payload, into: &buffer)
        case .itemStarted(let payload), .itemCompleted(let payload), .itemEndedLate(let payload):
            try WireCoder.encode(payload, into: &buffer)
        case .modelItem(let payload): try WireCoder.encode(payload, into: &buffer)
        case .compacted(let payload): try WireCoder.encode(payload, into: &buffer)
        case .userMessage(let payload): try WireCoder.encode(payload, into: &buffer)
        case .turnCompleted(let payload): try WireCoder.encode(payload, into: &buffer)
        case .tokenUsage(let payload): try WireCoder.encode(payload, into: &buffer)
        case .name(let name): try WireCoder.encode(NameRecord(name: name), into: &buffer)
        case .sequenceReserved(let number): try WireCoder.encode(SequenceRecord(upTo: number), into: &buffer)
        case .archived(let isArchived): try WireCoder.encode(ArchivedRecord(archived: isArchived), into: &buffer)
        case .metadata(let payload): try WireCoder.encode(payload, into: &buffer)
        case .section(let payload): try WireCoder.encode(payload, into: &buffer)
        case .attachment(let attachment):
            try WireCoder.encode(AttachmentRecord(attachment: attachment), into: &buffer)
        case .attachmentRemoved(let payload): try WireCoder.encode(payload, into: &buffer)
        case .goal(let goal, let isHeld):
            try WireCoder.encode(GoalRecord(goal: goal, isHeld: isHeld ? true : nil), into: &buffer)
        case .queue(let payload): try WireCoder.encode(payload, into: &buffer)
        case .readMark(let payload): try WireCoder.encode(payload, into: &buffer)
        case .memoryMode(let mode): try WireCoder.encode(MemoryModeRecord(mode: mode), into: &buffer)
        case .approval(let payload): try WireCoder.encode(payload, into: &buffer)
        case .reverted(let payload): try WireCoder.encode(payload, into: &buffer)
        case .checkpoint(let payload): try WireCoder.encode(payload, into: &buffer)
        case .unknown: break
        }
    }

    /// Reads a line (without its line feed).
    package init(parsing bytes: [UInt8]) throws(LogLineError) {
        let root: JSONNode
        do throws(JSONError) {
            root = try JSONDocument(parsing: bytes, limits: Self.limits).root
        } catch {
            throw LogLineError(kind: .syntax, message: error.message)
        }
        guard let kind = root["kind"]?.string else {
            throw LogLineError(kind: .noRecord, message: "not an object with a field `kind`")
        }
        seq = root["seq"]?.int64.map { Int($0) }
        atMs = root["at"]?.int64.map { Int($0) } ?? 0
        do throws(WireDecodingError) {
            record = try Self.record(kind, root)
        } catch {
            throw LogLineError(kind: .payload, message: "\(kind): \(error.description)")
        }
    }

    private static func record(_ kind: String, _ node: JSONNode) throws(WireDecodingError) -> LogRecord {
        switch kind {
        case "thread": .thread(try node.decode(ThreadHeader.self))
        case "settings": .settings(try node.decode(SettingsRecord.self).settings)
        case "turnStarted": .turnStarted(try node.decode(TurnStartedRecord.self))
        case "itemStarted": .itemStarted(try node.decode(ItemRecord.self))
        case "itemCompleted": .itemCompleted(try node.decode(ItemRecord.self))
        case "itemEndedLate": .itemEndedLate(try node.decode(ItemRecord.self))
        case "modelItem": .modelItem(try node.decode(ModelItemRecord.self))
        case "compacted": .compacted(try node.decode(CompactedRecord.self))
        case "userMessage": .userMessage(try node.decode(UserMessageRecord.self))
        case "turnCompleted": .turnCompleted(try node.decode(TurnRecord.self))
        case "tokenUsage": .tokenUsage(try node.decode(TokenUsageRecord.self))
        case "name": .name(try node.decode(NameRecord.self).name)
        case "sequenceReserved": .sequenceReserved(try node.decode(SequenceRecord.self).upTo)
        case "archived": .archived(try node.decode(ArchivedRecord.self).archived)
        case "metadata": .metadata(try node.decode(MetadataRecord.self))
        case "section": .section(try node.decode(SectionRecord.self))
        case "attachment": .attachment(try node.decode(AttachmentRecord.self).attachment)
        case "attachmentRemoved": .attachmentRemoved(try node.decode(AttachmentKey.self))
        case "goal": try node.decode(GoalRecord.self).record
        case "queue": .queue(try node.decode(QueueRecord.self))
        case "readMark": .readMark(try node.decode(ReadMarkRecord.self))
        case "memoryMode": .memoryMode(try node.decode(MemoryModeRecord.self).mode)
        case "approval": .approval(try node.decode(ApprovalRecord.self))
        case "reverted": .reverted(try node.decode(RevertedRecord.self))
        case "checkpoint": .checkpoint(try node.decode(CheckpointRecord.self))
        default: .unknown(try node.decode(RawJSON.self))
        }
    }
}

/// Why a line is not a record.
package struct LogLineError: Error, Hashable, Sendable {
    /// What is wrong with it.
    package enum Kind: Hashable, Sendable {
        /// Not JSON.
        case syntax
        /// JSON, but no record.
        case noRecord
        /// A record of a known kind with wrong fields.
        case payload
    }

    /// What is wrong with it.
    package var kind: Kind
    /// The details.
    package var message: String
}
