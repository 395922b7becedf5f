internal import AppServerProtocol

/// The records that make a log sound again after its process died: what the process would have written, had it been
/// able to end its work.
enum RepairPlan {
    /// The records to append, in order. Applying them to the same reducer leaves no running turn or item and no
    /// unanswered tool call; for a sound log there are none.
    ///
    /// They carry the time of the turn's last record, for nothing is known to have happened later, and numbers behind
    /// all that may have been given out, so that clients can be told of them like of any other event.
    static func lines(for thread: ThreadReducer) -> [LogLine] {
        var lines: [LogLine] = []
        var seq = thread.lastSeq
        for call in thread.history.openCalls {
            guard let output = ModelHistory.aborted(call) else { continue }
            lines.append(
                LogLine(
                    seq: nil, atMs: thread.lastAtMs ?? 0,
                    record: .modelItem(ModelItemRecord(turnId: thread.turns.last?.id, item: output))))
        }
        for turn in thread.turns where turn.status == .inProgress {
            let atMs = turn.lastAtMs
            for state in turn.items where state.completedAtMs == nil {
                let duration = state.startedAtMs.map { max(0, atMs - $0) }
                guard let item = state.item.afterInterruption(durationMs: duration) else { continue }
                seq += 1
                lines.append(
                    LogLine(
                        seq: seq, atMs: atMs,
                        record: .itemCompleted(ItemRecord(turnId: turn.id, item: item, atMs: atMs))))
            }
            seq += 1
            lines.append(
                LogLine(
                    seq: seq, atMs: atMs,
                    record: .turnCompleted(
                        TurnRecord(
                            id: turn.id, status: .interrupted, startedAt: turn.startedAt, completedAt: atMs / 1000,
                            durationMs: turn.startedAtMs.map { max(0, atMs - $0) }))))
        }
        return lines
    }
}
