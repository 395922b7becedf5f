/// `item/fileChange/requestApproval`: may the agent change these files? The turn waits for the answer.
package enum ItemFileChangeRequestApproval: ServerRequest {
    package typealias Params = FileChangeRequestApprovalParams
    package typealias Response = FileChangeRequestApprovalResponse

    package static var method: String { "item/fileChange/requestApproval" }
}

/// The change in question. The files are in the item.
package struct FileChangeRequestApprovalParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The turn.
    package var turnId: String
    /// The `fileChange` item.
    package var itemId: String
    /// When the question was asked, in Unix milliseconds.
    package var startedAtMs: Int
    /// Why the question is asked.
    package var reason: String?
    /// A directory that the agent would like to change freely from now on.
    package var grantRoot: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, turnId: String, itemId: String, startedAtMs: Int, reason: String? = nil,
        grantRoot: String? = nil
    ) {
        self.threadId = threadId
        self.turnId = turnId
        self.itemId = itemId
        self.startedAtMs = startedAtMs
        self.reason = reason
        self.grantRoot = grantRoot
    }
}

/// The answer.
package struct FileChangeRequestApprovalResponse: Codable, Hashable, Sendable {
    /// What may happen.
    package var decision: FileChangeApprovalDecision

    /// Makes the value from its fields.
    package init(decision: FileChangeApprovalDecision) {
        self.decision = decision
    }
}

/// The answer to a question about files.
package enum FileChangeApprovalDecision: String, ClosedEnum {
    /// Make the change.
    case accept
    /// Make it, and don't ask about the same files again while the thread is loaded.
    case acceptForSession
    /// Don't make it; the turn goes on, and the model is told.
    case decline
    /// Don't make it, and stop the turn.
    case cancel
}
