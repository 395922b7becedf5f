/// What an import has done, or would do.
package struct ImportReport: Encodable, Hashable, Sendable {
    /// What became of one session.
    package enum Outcome: String, Encodable, Hashable, Sendable {
        /// It is a thread now; in a rehearsal, it would be one.
        case imported
        /// It was imported before.
        case alreadyThere
        /// It could not be imported.
        case failed
    }

    /// One session.
    package struct Session: Encodable, Hashable, Sendable {
        /// The session's id.
        package var sessionId: String
        /// The newest of its files.
        package var file: String
        /// What became of it.
        package var outcome: Outcome
        /// The thread that it is; nil when there is none. Another id than the session's when that was taken.
        package var threadId: String?
        /// Its name, or the beginning of the conversation.
        package var title: String
        /// How many turns it has.
        package var turns: Int
        /// How many items it has.
        package var items: Int
        /// Whether it is put away.
        package var isArchived: Bool
        /// What was amiss with the files, and what was done about it.
        package var notes: [String]
        /// Records that this version doesn't know, by name; they are left out.
        package var unknownRecords: [String: Int]
        /// Why it could not be imported.
        package var reason: String?

        /// A session from its parts.
        package init(
            sessionId: String, file: String, outcome: Outcome, threadId: String? = nil, title: String = "",
            turns: Int = 0, items: Int = 0, isArchived: Bool = false, notes: [String] = [],
            unknownRecords: [String: Int] = [:], reason: String? = nil
        ) {
            self.sessionId = sessionId
            self.file = file
            self.outcome = outcome
            self.threadId = threadId
            self.title = title
            self.turns = turns
            self.items = items
            self.isArchived = isArchived
            self.notes = notes
            self.unknownRecords = unknownRecords
            self.reason = reason
        }
    }

    /// The sessions, the oldest first.
    package var sessions: [Session] = []
    /// Folders that could not be looked into.
    package var unreadableFolders: [String] = []

    /// A report from its parts.
    package init(sessions: [Session] = [], unreadableFolders: [String] = []) {
        self.sessions = sessions
        self.unreadableFolders = unreadableFolders
    }

    /// How many sessions came to this.
    package func count(_ outcome: Outcome) -> Int {
        sessions.count { $0.outcome == outcome }
    }

    /// All records that this version doesn't know, by name.
    package var unknownRecords: [String: Int] {
        sessions.reduce(into: [:]) { $0.merge($1.unknownRecords, uniquingKeysWith: +) }
    }

    /// Whether everything that was found is in the store, or would be.
    package var isComplete: Bool { count(.failed) == 0 && unreadableFolders.isEmpty }
}
