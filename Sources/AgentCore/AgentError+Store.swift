package import ThreadStore
import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension AgentError {
    /// What is to be said while a thread's log can't be written.
    init(_ failure: LogWriteFailure) {
        self.init(
            failure.isRefusal ? .homeReadOnly : .storage,
            "the thread's log can't be written: \(failure.path): \(failure.reason). Make space or mend the disk, then try "
                + "again; what happened so far is kept in memory and written as soon as that is possible.")
    }

    /// What is to be said while too much waits for the disk.
    static let backlogIsFull = AgentError(
        .storage,
        "too much is kept in memory because the disk doesn't take it. Make space or mend the disk, then try again.")

    /// What to do when nothing can be kept.
    private static let readOnlyAdvice =
        ". Threads can be listed and read; ephemeral ones can be started. To keep threads, make the home directory "
        + "writable (`heddle doctor` says how), or set HEDDLE_HOME to one that is."

    /// A method that writes was asked of a stored thread that is not loaded, and could not be.
    static func readOnly(_ problem: HomeProblem) -> AgentError {
        AgentError(
            .homeReadOnly, "the home directory can't be written (\(problem.path)): \(problem.reason)" + readOnlyAdvice)
    }

    /// A failure of the store as an error for the client.
    package init(_ error: ThreadStoreError) {
        switch error.kind {
        case .threadNotFound: self.init(.threadNotFound, error.message)
        case .invalidThreadId: self.init(.invalidThreadID, error.message)
        case .invalidCursor: self.init(.invalidCursor, error.message)
        case .turnNotFound: self.init(.turnNotFound, error.message)
        case .turnInProgress: self.init(.invalidParams, error.message)
        case .sectionNotFound: self.init(.sectionNotFound, error.message)
        case .invalidName, .builtInSection, .invalidProject: self.init(.invalidDefinition, error.message)
        case .projectNotFound: self.init(.projectNotFound, error.message)
        case .invalidQuery: self.init(.invalidParams, error.message)
        case .ownedElsewhere:
            var details: JSONObject = [:]
            if let owner = error.owner {
                details["ownerPid"] = .number(JSONNumber(Int64(owner.pid)))
                details["ownerHost"] = .string(owner.host)
                details["ownerSinceMs"] = .number(JSONNumber(Int64(owner.sinceMs)))
            }
            self.init(.threadOwnedElsewhere, error.description, details: details)
        case .homeReadOnly: self.init(.homeReadOnly, error.description + Self.readOnlyAdvice)
        default: self.init(.storage, error.description + StorageAdvice.sentence(for: error.errnoValue))
        }
    }
}

/// What to do when the operating system refuses to read or write a file.
private enum StorageAdvice {
    /// What is to be said behind the system's words, a space before it; nothing for errors that say it themselves.
    static func sentence(for number: Int32?) -> String {
        switch number {
        case ENOSPC?, EDQUOT?: ". Make space on the disk, then try again."
        case EFBIG?: ". Raise the limit for the size of files (`ulimit -f`), then start the server again."
        case EACCES?, EPERM?: ". Give the user who runs Heddle the permission to read and write it, then try again."
        case EROFS?: ". Mount its file system for writing, then try again."
        case EMFILE?, ENFILE?: ". Raise the limit for open files (`ulimit -n`), then start the server again."
        case EIO?: ". Check the disk; `heddle fsck` says what is lost."
        default: ""
        }
    }
}
