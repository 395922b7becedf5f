import ThreadStore

extension AgentError {
    /// A failure of the store as an error for the client.
    init(_ error: ThreadStoreError) {
        switch error.kind {
        case .threadNotFound: self.init(.threadNotFound, error.message)
        case .invalidThreadId: self.init(.invalidThreadID, error.message)
        case .invalidCursor: self.init(.invalidCursor, error.message)
        case .turnNotFound: self.init(.turnNotFound, error.message)
        case .turnInProgress: self.init(.invalidParams, error.message)
        default: self.init(.storage, error.description)
        }
    }
}
