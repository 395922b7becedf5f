internal import AppServerProtocol

/// The records that make a log sound again after its process died: what the process would have written, had it been
/// able to end its work.
enum RepairPlan {
    /// The records to append, in order. Applied behind the log they leave no running turn or item and no unanswered
    /// tool call, but for those that wait for the user's word: their turn can go on. For a sound log there are none.
    ///
    /// They carry the time of the turn's last record, for nothing is known to have happened later, and numbers behind
    /// all that may have been given out, so that clients can be told of them like of any other event.
    ///
    /// - Parameter running: the turns that have not ended.
    static func lines(for digest: ThreadDigest, running: [TurnState]) -> [LogLine] {
        let waiting = Set(digest.waitingApprovals.map(\.itemId))
        var lines = digest.history.openCalls.abortedOutputs(except: waiting).map { output in
            LogLine(
                seq: nil, atMs: digest.lastAtMs ?? 0,
                record: .modelItem(ModelItemRecord(turnId: digest.lastTurn?.id, item: output)))
        }
        var seq = digest.lastSeq
        for turn in running where turn.status == .inProgress {
            let atMs = turn.lastAtMs
            for state in turn.items where state.completedAtMs == nil && !waiting.contains(state.item.id) {
                let duration = state.startedAtMs.map { max(0, atMs - $0) }
                guard let item = state.item.afterInterruption(durationMs: duration) else { continue }
                seq += 1
                lines.append(
                    LogLine(
                        seq: seq, atMs: atMs,
                        record: .itemCompleted(ItemRecord(turnId: turn.id, item: item, atMs: atMs))))
            }
            guard waiting.isEmpty else { continue }
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
