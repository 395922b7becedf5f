package import WireJSON

/// Why the agent core refuses or fails something that a client asked for. Mapped to a JSON-RPC error in one place, by
/// the server.
package struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word for programs; becomes `data.kind`.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The word.
        package let rawValue: String

        /// Wraps a word.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No thread has this id, or it is not loaded and the method needs it to be.
        package static let threadNotFound = Kind(rawValue: "threadNotFound")
        /// The thread id is no UUID.
        package static let invalidThreadID = Kind(rawValue: "invalidThreadId")
        /// The thread is put away; see `thread/unarchive`.
        package static let threadArchived = Kind(rawValue: "threadArchived")
        /// The request names an older state than the one that holds now.
        package static let staleRevision = Kind(rawValue: "staleRevision")
        /// Nothing on the thread can be read or unread yet.
        package static let readStateUnavailable = Kind(rawValue: "readStateUnavailable")
        /// No section has this id.
        package static let sectionNotFound = Kind(rawValue: "sectionNotFound")
        /// No project has this id.
        package static let projectNotFound = Kind(rawValue: "projectNotFound")
        /// A section, project or attachment can't be like that.
        package static let invalidDefinition = Kind(rawValue: "invalidDefinition")
        /// The thread has no turn of this id.
        package static let turnNotFound = Kind(rawValue: "turnNotFound")
        /// Another process writes this thread.
        package static let threadOwnedElsewhere = Kind(rawValue: "threadOwnedElsewhere")
        /// The request names another turn than the one that runs.
        package static let staleTurn = Kind(rawValue: "staleTurn")
        /// No turn runs on the thread.
        package static let noActiveTurn = Kind(rawValue: "noActiveTurn")
        /// The running turn takes no input.
        package static let activeTurnNotSteerable = Kind(rawValue: "activeTurnNotSteerable")
        /// The params contradict each other or are out of range.
        package static let invalidParams = Kind(rawValue: "invalidParams")
        /// The input is over the size limit.
        package static let inputTooLarge = Kind(rawValue: "inputTooLarge")
        /// The configuration can't be used.
        package static let configuration = Kind(rawValue: "configuration")
        /// The thread store failed.
        package static let storage = Kind(rawValue: "storage")
        /// The home directory can't be written: stored threads can only be read.
        package static let homeReadOnly = Kind(rawValue: "homeReadOnly")
        /// The cursor of a list is none that the server gave.
        package static let invalidCursor = Kind(rawValue: "invalidCursor")
        /// The server is stopping.
        package static let shuttingDown = Kind(rawValue: "shuttingDown")
        /// The method works, but not on threads of this sort.
        package static let unsupported = Kind(rawValue: "unsupported")
    }

    /// The stable word.
    package var kind: Kind
    /// What happened and what to do, for people.
    package var message: String
    /// Further members of the error's `data`. A member `advice` says what to do where clients look for the words of the
    /// message, which has no room for it then.
    package var details: JSONObject
    /// Whether the request is called invalid, whatever the kind says of its params: thread methods call an unknown project
    /// so, and those of projects don't.
    package var isInvalidRequest = false

    /// An error from its parts.
    package init(_ kind: Kind, _ message: String, details: JSONObject = [:]) {
        self.kind = kind
        self.message = message
        self.details = details
    }

    package var description: String { "\(kind.rawValue): \(message)" }

    // MARK: - In words that clients look for

    /// The id of a thread is none. Methods call it the id of a thread or of a session.
    static func noThreadID(_ id: String, _ name: String) -> AgentError {
        AgentError(.invalidThreadID, "invalid \(name) id: \(id.isEmpty ? "an empty text" : id) is no UUID")
    }

    /// A method on loaded threads was given the id of another one.
    static func notLoaded(_ id: String, advice: String = noThreadAdvice) -> AgentError {
        AgentError(.threadNotFound, "thread not found: \(id)", details: ["advice": .string(advice)])
    }

    /// A method that reads threads was given the id of none.
    static func unreadable(_ id: String) -> AgentError {
        AgentError(.threadNotFound, "thread not loaded: \(id)", details: ["advice": .string(noThreadAdvice)])
    }

    /// A method on stored threads was given the id of none.
    static func noStoredThread(_ id: String, advice: String = noThreadAdvice) -> AgentError {
        AgentError(
            .threadNotFound, "no rollout found for thread id \(id)", details: ["advice": .string(advice)])
    }

    /// The same for a thread that is not kept.
    static func ephemeral(_ id: String) -> AgentError { noStoredThread(id, advice: ephemeralAdvice) }

    /// Only archived threads can be taken out of the archive.
    static func noArchivedThread(_ id: String, advice: String = noThreadAdvice) -> AgentError {
        AgentError(
            .threadNotFound, "no archived rollout found for thread id \(id)", details: ["advice": .string(advice)])
    }

    /// What to do when nothing has the id.
    static let noThreadAdvice = "No thread that is kept has this id. `thread/list` shows those that are there."

    /// What to do with a thread that is not kept when a method needs it to be.
    static let ephemeralAdvice =
        "The thread is ephemeral: it is not kept, and can't be archived, resumed or forked. Start one without `ephemeral`."

    /// The thread has to be taken out of the archive first.
    static func archived(_ id: String) -> AgentError {
        AgentError(
            .threadArchived, "session \(id) is archived. Call `thread/unarchive` to get it back first.")
    }
}
