package import AppServerProtocol

/// Which threads a list asks for.
package struct ThreadListQuery: Hashable, Sendable {
    /// What orders a list.
    package enum SortKey: String, Hashable, Sendable {
        /// When the thread was made.
        case createdAt = "created_at"
        /// When it last changed.
        case updatedAt = "updated_at"
        /// When a turn last began or ended.
        case recencyAt = "recency_at"
        /// Where the user put it in its section. Only for lists of one section.
        case sectionPosition = "section_position"
    }

    /// Which sections' threads a list shows.
    package enum SectionFilter: Hashable, Sendable {
        /// All threads.
        case any
        /// Those that are in no section, or in one that was deleted.
        case unsectioned
        /// Those of this section.
        case section(String)
    }

    /// How many threads a page has when the client does not say.
    package static let defaultLimit = 25
    /// How many threads a page has at most, as on the peer.
    package static let maximumLimit = 100
    /// How many threads may be left out at most, as the protocol says: whoever sends more does not mean a few.
    package static let maximumExclusions = 100

    /// Where the page begins: a cursor of an earlier page. Nil for the first page.
    package var cursor: String?
    /// How many threads the page has at most, 1 to ``maximumLimit``; other numbers are brought into this range.
    package var limit: Int
    /// What the list is ordered by; threads of the same millisecond are ordered by id.
    package var sortKey: SortKey
    /// Whether the oldest comes first.
    package var isAscending: Bool
    /// Only threads of these providers; all when empty.
    package var modelProviders: [String]
    /// Only threads made by these kinds of clients. When empty: the interactive ones, or all if the list is of the
    /// threads that an agent made.
    package var sourceKinds: [ThreadSourceKind]
    /// Whether to list the threads that are put away instead of the others.
    package var isArchived: Bool
    /// Only threads of exactly these working directories; all when empty.
    package var cwds: [String]
    /// Only threads with this text in name or preview. Upper and lower case of ASCII letters are the same.
    package var searchTerm: String?
    /// Threads to leave out, at most ``maximumExclusions``.
    package var excludedThreadIds: [String]
    /// Only threads of these sections.
    package var section: SectionFilter
    /// Only threads of this project.
    package var projectId: String?
    /// Only threads that this one's agent made.
    package var parentThreadId: String?
    /// Only threads below this one, at any depth.
    package var ancestorThreadId: String?

    /// A query; without arguments the first page of the newest interactive threads.
    package init(
        cursor: String? = nil, limit: Int? = nil, sortKey: SortKey = .createdAt, isAscending: Bool = false,
        modelProviders: [String] = [], sourceKinds: [ThreadSourceKind] = [], isArchived: Bool = false,
        cwds: [String] = [], searchTerm: String? = nil, excludedThreadIds: [String] = [],
        section: SectionFilter = .any, projectId: String? = nil, parentThreadId: String? = nil,
        ancestorThreadId: String? = nil
    ) {
        self.cursor = cursor
        self.limit = limit ?? Self.defaultLimit
        self.sortKey = sortKey
        self.isAscending = isAscending
        self.modelProviders = modelProviders
        self.sourceKinds = sourceKinds
        self.isArchived = isArchived
        self.cwds = cwds
        self.searchTerm = searchTerm
        self.excludedThreadIds = excludedThreadIds
        self.section = section
        self.projectId = projectId
        self.parentThreadId = parentThreadId
        self.ancestorThreadId = ancestorThreadId
    }
}

/// A page of a list.
package struct ThreadListPage: Hashable, Sendable {
    /// The threads, status not loaded, without turns.
    package var threads: [ListedThread]
    /// How far the user has read them, by id. Threads with nothing to read are not in it.
    package var readStates: [String: ThreadReadState]
    /// The cursor of the next page in the same direction; nil when this is the last.
    package var nextCursor: String?
    /// The cursor for going the other way: with the opposite direction its page begins with this page's first thread.
    /// Nil when this page is empty.
    package var backwardsCursor: String?

    /// A page from its parts.
    package init(
        threads: [ListedThread], readStates: [String: ThreadReadState] = [:], nextCursor: String?,
        backwardsCursor: String?
    ) {
        self.threads = threads
        self.readStates = readStates
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}
