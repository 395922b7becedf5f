import AppServerProtocol
import Synchronization
import ThreadStore
import WireJSON

/// The events of what users keep with a thread.
extension ThreadFeed {
    /// Marks the thread as read or unread, if the user saw its newest state. Returns the state now; clients are told by
    /// ``announceReadState()``.
    func markRead(
        _ operation: ThreadReadStateOperation, expecting revision: String
    ) throws(AgentError) -> ThreadReadState {
        let result = state.withLock { state -> Result<ThreadReadState, AgentError> in
            let digest = state.digest
            guard let current = digest.readState else { return .failure(.readStateUnavailable) }
            guard current.revision == revision else {
                return .failure(
                    AgentError(
                        .staleRevision, "read state changed",
                        details: ["reason": "readStateConflict", "readState": current.json]))
            }
            let mark: ReadMarkRecord =
                switch operation {
                case .read: ReadMarkRecord(lastReadTurnId: digest.lastTurn?.id)
                // Without turns nothing but the thread's start is left to be unread.
                case .unread: ReadMarkRecord(firstUnreadTurnId: digest.history.firstTurnId ?? "")
                }
            _ = append(.readMark(mark), sequence: nil, &state)
            return .success(state.digest.readState ?? current)
        }
        return try result.get()
    }

    /// Tells clients how far the user has read.
    func announceReadState() {
        state.withLock { state in
            state.owesReadState = false
            guard path != nil, let current = state.digest.readState else { return }
            send(ThreadReadStateChangedNotification(threadId: id, readState: current), &state)
        }
    }

    /// Puts the thread into a project, or takes it out of one, unless it is there already.
    func projectChanged(_ project: String?) {
        state.withLock { state in
            guard state.digest.projectId != project else { return }
            var metadata = state.digest.metadata ?? MetadataRecord(gitInfo: state.digest.gitInfo)
            metadata.projectId = project
            send(
                ThreadProjectUpdatedNotification(threadId: id, projectId: project), record: .metadata(metadata),
                to: .everyone, &state)
        }
    }

    /// Ties something to the thread, unless it is already.
    func attach(_ attachment: ThreadAttachment) -> ThreadAttachmentAddResponse {
        state.withLock { state in
            if let existing = state.digest.attachments.first(where: { $0.key == attachment.key }) {
                return ThreadAttachmentAddResponse(attachment: existing, outcome: .existing)
            }
            send(
                ThreadAttachmentUpdatedNotification(attachment, .created, threadID: id),
                record: .attachment(attachment), to: .everyone, &state)
            return ThreadAttachmentAddResponse(attachment: attachment, outcome: .created)
        }
    }

    /// Unties something from the thread, if it is tied to it.
    func detachAttachment(_ key: AttachmentKey) {
        state.withLock { state in
            guard let existing = state.digest.attachments.first(where: { $0.key == key }) else { return }
            send(
                ThreadAttachmentUpdatedNotification(existing, .deleted, threadID: id),
                record: .attachmentRemoved(key), to: .everyone, &state)
        }
    }
}

extension ThreadAttachmentUpdatedNotification {
    fileprivate init(_ attachment: ThreadAttachment, _ operation: ThreadAttachmentOperation, threadID: String) {
        self.init(
            threadId: threadID, attachmentId: attachment.id, attachmentType: attachment.attachmentType,
            identityKey: attachment.identityKey, operation: operation)
    }
}

extension AgentError {
    /// Nothing on the thread can be read or unread yet.
    static let readStateUnavailable = AgentError(.readStateUnavailable, "thread read state unavailable")
}

extension ThreadReadState {
    /// The state as it stands in an error's `data`, in the form that results have.
    fileprivate var json: JSONValue {
        let position: JSONValue =
            switch firstUnread {
            case nil: nil
            case .threadStart: ["type": "threadStart"]
            case .turn(let turn): ["type": "turn", "turnId": .string(turn.turnId)]
            }
        return ["firstUnread": position, "revision": .string(revision)]
    }
}
