package import AppServerProtocol

/// The first record of a log: what stays true of the thread for ever.
package struct ThreadHeader: Codable, Hashable, Sendable {
    /// The format that this version of Heddle writes.
    package static let currentVersion = 1

    /// The format of the log. A reader of an older version skips what it does not know.
    package var version: Int
    /// The thread's id: a UUID in lower case.
    package var id: String
    /// When the thread was made, in milliseconds since the Unix epoch.
    package var createdAtMs: Int
    /// The working directory it was made for.
    package var cwd: String
    /// What kind of client made it.
    package var source: SessionSource
    /// The client's name for itself.
    package var originator: String?
    /// The version of the program that made it.
    package var cliVersion: String
    /// The model provider it was made with.
    package var modelProvider: String
    /// The model it was made with.
    package var model: String?
    /// What the client said it is for.
    package var threadSource: ThreadSource?
    /// The state of the git repository around `cwd` then.
    package var gitInfo: GitInfo?
    /// The thread that this one was copied from.
    package var forkedFromId: String?
    /// The thread whose agent made this one.
    package var parentThreadId: String?
    /// Instructions in place of the built-in ones.
    package var baseInstructions: String?
    /// Instructions added to the built-in ones.
    package var developerInstructions: String?
    /// How clients are meant to read the history.
    package var historyMode: ThreadHistoryMode
    /// The tools that the client which made it offers to the model.
    package var dynamicTools: [DynamicToolSpec]?

    /// A header from its parts.
    package init(
        version: Int = Self.currentVersion, id: String, createdAtMs: Int, cwd: String, source: SessionSource,
        originator: String? = nil, cliVersion: String, modelProvider: String, model: String? = nil,
        threadSource: ThreadSource? = nil, gitInfo: GitInfo? = nil, forkedFromId: String? = nil,
        parentThreadId: String? = nil, baseInstructions: String? = nil, developerInstructions: String? = nil,
        historyMode: ThreadHistoryMode, dynamicTools: [DynamicToolSpec]? = nil
    ) {
        self.version = version
        self.id = id
        self.createdAtMs = createdAtMs
        self.cwd = cwd
        self.source = source
        self.originator = originator
        self.cliVersion = cliVersion
        self.modelProvider = modelProvider
        self.model = model
        self.threadSource = threadSource
        self.gitInfo = gitInfo
        self.forkedFromId = forkedFromId
        self.parentThreadId = parentThreadId
        self.baseInstructions = baseInstructions
        self.developerInstructions = developerInstructions
        self.historyMode = historyMode
        self.dynamicTools = dynamicTools
    }
    /// Reads the header. A source or history mode that only a later version knows does not make it unreadable.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try container.decodeIfPresent(String.self, forKey: key) }
        self.init(
            version: try container.decode(Int.self, forKey: .version),
            id: try container.decode(String.self, forKey: .id),
            createdAtMs: try container.decode(Int.self, forKey: .createdAtMs),
            cwd: try container.decode(String.self, forKey: .cwd),
            source: (try? container.decode(SessionSource.self, forKey: .source)) ?? .unknown,
            originator: try text(.originator), cliVersion: try container.decode(String.self, forKey: .cliVersion),
            modelProvider: try container.decode(String.self, forKey: .modelProvider), model: try text(.model),
            threadSource: try text(.threadSource),
            gitInfo: try container.decodeIfPresent(GitInfo.self, forKey: .gitInfo),
            forkedFromId: try text(.forkedFromId), parentThreadId: try text(.parentThreadId),
            baseInstructions: try text(.baseInstructions), developerInstructions: try text(.developerInstructions),
            historyMode: (try? container.decode(ThreadHistoryMode.self, forKey: .historyMode)) ?? .paginated,
            dynamicTools: try container.decodeIfPresent([DynamicToolSpec].self, forKey: .dynamicTools))
    }
}
