internal import AppServerProtocol

/// What a checkpoint still knows of records that are lost.
enum LostFacts {
    /// The records that say again what a checkpoint knows and the records before it do not. The history is not among
    /// it: of turns and items a checkpoint knows only the number.
    static func lines(in digest: ThreadDigest, from checkpoint: ThreadDigest, atMs: Int) -> [LogLine] {
        var records: [LogRecord] = []
        if let settings = checkpoint.settings, settings != digest.settings { records.append(.settings(settings)) }
        if checkpoint.name != digest.name { records.append(.name(checkpoint.name)) }
        if checkpoint.isArchived != digest.isArchived { records.append(.archived(checkpoint.isArchived)) }
        if let metadata = checkpoint.metadata, metadata != digest.metadata { records.append(.metadata(metadata)) }
        if let section = checkpoint.section, section != digest.section { records.append(.section(section)) }
        if checkpoint.goal != digest.goal || checkpoint.isGoalHeld != digest.isGoalHeld {
            records.append(.goal(checkpoint.goal, isHeld: checkpoint.isGoalHeld == true))
        }
        if checkpoint.queue != digest.queue { records.append(.queue(checkpoint.queue)) }
        if let mark = checkpoint.readMark.record(missingIn: digest.readMark) { records.append(.readMark(mark)) }
        if let mode = checkpoint.memoryMode, mode != digest.memoryMode { records.append(.memoryMode(mode)) }
        if let usage = checkpoint.tokenUsage, usage != digest.tokenUsage { records.append(.tokenUsage(usage)) }
        for attachment in digest.attachments where !checkpoint.attachments.contains(attachment) {
            records.append(.attachmentRemoved(attachment.key))
        }
        for attachment in checkpoint.attachments where !digest.attachments.contains(attachment) {
            records.append(.attachment(attachment))
        }
        if checkpoint.lastSeq > digest.lastSeq { records.append(.sequenceReserved(checkpoint.lastSeq)) }
        return records.map { LogLine(seq: nil, atMs: atMs, record: $0) }
    }
}
