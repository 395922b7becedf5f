package import WireJSON

/// `thread/metadata/update`: changes what a thread says of its surroundings. At least one field must be given.
package enum ThreadMetadataUpdate: ClientRequest {
    package typealias Params = ThreadMetadataUpdateParams
    package typealias Response = ThreadMetadataUpdateResponse

    package static var method: String { "thread/metadata/update" }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// What to change.
package struct ThreadMetadataUpdateParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The state of the git repository, field by field.
    package var gitInfo: ThreadMetadataGitInfoUpdateParams?
    /// The project that the thread belongs to; null takes it out of one.
    @Experimental package var projectId: Patch<String>
    /// A mark that clients set for themselves.
    @Experimental package var daybreakEnabled: Bool?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        threadId: String, gitInfo: ThreadMetadataGitInfoUpdateParams? = nil, projectId: Patch<String> = .absent,
        daybreakEnabled: Bool? = nil
    ) {
        self.threadId = threadId
        self.gitInfo = gitInfo
        self.projectId = projectId
        self.daybreakEnabled = daybreakEnabled
    }
}

/// Changes to what is known of the git repository: missing fields stay, null clears, a text that isn't empty replaces.
package struct ThreadMetadataGitInfoUpdateParams: Codable, Hashable, Sendable {
    /// The commit.
    package var sha: Patch<String>
    /// The branch.
    package var branch: Patch<String>
    /// The URL of the remote repository.
    package var originUrl: Patch<String>

    /// Makes the value from its fields; those with a default may be left out.
    package init(sha: Patch<String> = .absent, branch: Patch<String> = .absent, originUrl: Patch<String> = .absent) {
        self.sha = sha
        self.branch = branch
        self.originUrl = originUrl
    }
}

/// The thread.
package struct ThreadMetadataUpdateResponse: Codable, Hashable, Sendable {
    /// The thread with the changes, without turns.
    package var thread: Thread

    /// Makes the value from its fields.
    package init(thread: Thread) {
        self.thread = thread
    }
}
