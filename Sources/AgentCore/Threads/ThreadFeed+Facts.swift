import AppServerProtocol
import Synchronization
import ThreadStore
import WireJSON

/// The events of what users keep with a thread.
extension ThreadFeed {
    /// Marks the thread as read or unread, if the user saw its newest state. Returns the state now.
    func markRead(
        _ operation: ThreadReadStateOperation, expecting revision: String
    ) throws(AgentError) -> ThreadReadState {
        let result = state.withLock { state -> Result<ThreadReadState, AgentError> in
            guard let current = state.digest.readState, let last = state.digest.lastTurn else {
                return .failure(AgentError(.invalidParams, "the thread has no turn that could be read"))
            }
            guard current.revision == revision else {
                return .failure(
                    AgentError(
                        .staleRevision, "thread read state has changed; expected revision \(revision)",
                        details: ["revision": .string(current.revision)]))
            }
            let mark: ReadMarkRecord =
                switch operation {
                case .read: ReadMarkRecord(lastReadTurnId: last.id)
                case .unread: ReadMarkRecord(firstUnreadTurnId: last.id)
                }
            _ = append(.readMark(mark), sequence: nil, &state)
            let changed = state.digest.readState ?? current
            send(ThreadReadStateChangedNotification(threadId: id, readState: changed), &state)
            return .success(changed)
        }
        return try result.get()
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
