package import WireJSON

/// `thread/list`: pages through the stored threads.
package enum ThreadList: ClientRequest {
    package typealias Params = ThreadListParams
    package typealias Response = ThreadListResponse

    package static var method: String { "thread/list" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which threads to list, in what order.
package struct ThreadListParams: Codable, Hashable, Sendable {
    /// Where to go on: `nextCursor` or `backwardsCursor` of an earlier page.
    package var cursor: String?
    /// How many threads at most: 25 unless given, 100 at most, 0 counts as 1.
    package var limit: Int?
    /// Threads to leave out: UUIDs, at most 100. Every page needs the same list.
    package var excludedThreadIds: [String]?
    /// What to sort by; the time of creation unless given.
    package var sortKey: ThreadSortKey?
    /// Newest first unless given.
    package var sortDirection: SortDirection?
    /// Only threads of these providers; missing or empty means all.
    package var modelProviders: [String]?
    /// Only threads that come from these kinds of program; missing or empty means those with a user.
    package var sourceKinds: [ThreadSourceKind]?
    /// Only threads that these clients made. Heddle refuses a list that isn't empty, like every local server.
    package var originators: [String]?
    /// Whether to list archived threads instead of the others.
    package var archived: Bool?
    /// Only threads of this section; null means those in none, missing means all.
    package var sectionId: Patch<String>
    /// Only threads of this project.
    @Experimental package var projectId: String?
    /// Only helpers that this thread's agent started itself.
    @Experimental package var parentThreadId: String?
    /// Only helpers below this thread, at any depth. Can't be combined with `parentThreadId`.
    @Experimental package var ancestorThreadId: String?
    /// Only threads with exactly this working directory, or one of these.
    package var cwd: ThreadListCwdFilter?
    /// Whether to believe the index, and not look for log files that it doesn't know.
    @FalseByDefault package var useStateDbOnly: Bool
    /// Only threads whose title contains this text.
    package var searchTerm: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        cursor: String? = nil, limit: Int? = nil, excludedThreadIds: [String]? = nil, sortKey: ThreadSortKey? = nil,
        sortDirection: SortDirection? = nil, modelProviders: [String]? = nil, sourceKinds: [ThreadSourceKind]? = nil,
        originators: [String]? = nil, archived: Bool? = nil, sectionId: Patch<String> = .absent,
        projectId: String? = nil, parentThreadId: String? = nil, ancestorThreadId: String? = nil,
        cwd: ThreadListCwdFilter? = nil, useStateDbOnly: Bool = false, searchTerm: String? = nil
    ) {
        self.cursor = cursor
        self.limit = limit
        self.excludedThreadIds = excludedThreadIds
        self.sortKey = sortKey
        self.sortDirection = sortDirection
        self.modelProviders = modelProviders
        self.sourceKinds = sourceKinds
        self.originators = originators
        self.archived = archived
        self.sectionId = sectionId
        self.projectId = projectId
        self.parentThreadId = parentThreadId
        self.ancestorThreadId = ancestorThreadId
        self.cwd = cwd
        self.useStateDbOnly = useStateDbOnly
        self.searchTerm = searchTerm
    }
}

/// One working directory, or several.
package enum ThreadListCwdFilter: Alternatives {
    /// Exactly this directory.
    case one(String)
    /// Any of these directories.
    case anyOf([String])

    package static var alternatives: [any Codable.Type] { [String.self, [String].self] }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let path = try? container.decode(String.self) {
            self = .one(path)
        } else if let paths = try? container.decode([String].self) {
            self = .anyOf(paths)
        } else {
            throw Self.mismatch(in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let path): try container.encode(path)
        case .anyOf(let paths): try container.encode(paths)
        }
    }

    /// The directories, however they were given.
    package var paths: [String] {
        switch self {
        case .one(let path): [path]
        case .anyOf(let paths): paths
        }
    }
}

/// What a list of threads is sorted by.
package enum ThreadSortKey: String, ClosedEnum {
    /// When they were made.
    case createdAt = "created_at"
    /// When they last changed.
    case updatedAt = "updated_at"
    /// When they were last used.
    case recencyAt = "recency_at"
    /// Where the user put them in their section.
    case sectionPosition = "section_position"
}

/// A kind of program that threads come from; ``SessionSource`` in one word.
package enum ThreadSourceKind: String, ClosedEnum {
    /// Terminal programs.
    case cli
    /// Editors, and every other client of the app-server.
    case vscode
    /// Runs without a user.
    case exec
    /// The app-server itself.
    case appServer
    /// All helpers of other agents.
    case subAgent
    /// Helpers that review changes.
    case subAgentReview
    /// Helpers that shorten a history.
    case subAgentCompact
    /// Helpers that do part of an agent's work.
    case subAgentThreadSpawn
    /// All other helpers.
    case subAgentOther
    /// Threads for which nothing was recorded.
    case unknown
}

/// One page of threads.
package struct ThreadListResponse: Codable, Hashable, Sendable {
    /// The threads, without turns.
    package var data: [ListedThread]
    /// How far the user has read, by thread id.
    @Experimental package var readStates: [String: ThreadReadState]?
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?
    /// Where this page starts when read in the other direction; null for an empty page.
    package var backwardsCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        data: [ListedThread], readStates: [String: ThreadReadState]? = nil, nextCursor: String? = nil,
        backwardsCursor: String? = nil
    ) {
        self.data = data
        self.readStates = readStates
        self.nextCursor = nextCursor
        self.backwardsCursor = backwardsCursor
    }
}
