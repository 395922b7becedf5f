package import AppServerProtocol

extension ThreadDigest {
    /// How far the user has read; nil while there is nothing to read. The revision names the newest change: the last turn
    /// that ended, and what was last marked.
    package var readState: ThreadReadState? {
        guard let first = history.firstTurnId, let last = lastTurn, last.status != .inProgress else { return nil }
        return readState(first: first, last: last.id)
    }

    /// The state once the running turn has ended.
    package func readState(endingWith turnID: String) -> ThreadReadState {
        readState(first: history.firstTurnId ?? turnID, last: turnID)
    }

    private func readState(first: String, last: String) -> ThreadReadState {
        guard let readMark else {
            return ThreadReadState(firstUnread: .turn(UnreadTurn(turnId: first)), revision: last)
        }
        let mark = readMark.firstUnreadTurnId ?? "read"
        let revision = "\(last):\(readMark.lastReadTurnId ?? ""):\(mark)"
        if let unread = readMark.firstUnreadTurnId {
            return ThreadReadState(firstUnread: .turn(UnreadTurn(turnId: unread)), revision: revision)
        }
        guard readMark.lastReadTurnId != last else { return ThreadReadState(revision: revision) }
        // Everything up to the mark is read; what began first behind it is not known without reading the log.
        return ThreadReadState(firstUnread: .turn(UnreadTurn(turnId: last)), revision: revision)
    }
}
