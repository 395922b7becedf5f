/// `project/changed`: a project was made, changed or removed. Goes to every connection.
package struct ProjectChangedNotification: ServerNotification {
    package static var method: String { "project/changed" }

    /// The project.
    package var projectId: String
    /// What happened.
    package var changeType: ProjectChangeType

    /// Makes the value from its fields.
    package init(projectId: String, changeType: ProjectChangeType) {
        self.projectId = projectId
        self.changeType = changeType
    }
}

/// `thread/project/updated`: a thread belongs to another project. Goes to every connection.
package struct ThreadProjectUpdatedNotification: ServerNotification {
    package static var method: String { "thread/project/updated" }

    /// The thread.
    package var threadId: String
    /// The project; null means none.
    @RequiredNullable package var projectId: String?

    /// Makes the value from its fields.
    package init(threadId: String, projectId: String?) {
        self.threadId = threadId
        self.projectId = projectId
    }
}
