package import WireJSON

/// A conversation with the agent: what the server knows about it, and, in some answers, its turns.
package struct Thread: Codable, Hashable, Sendable {
    /// The thread's id: a UUID in text form, version 7 when Heddle makes it.
    package var id: String
    /// The id that all threads of one tree share: the id of its root.
    package var sessionId: String
    /// The thread that this one was forked from.
    package var forkedFromId: String?
    /// The thread whose agent started this one as a helper.
    package var parentThreadId: String?
    /// The beginning of the conversation, usually the first message of the user; empty before that.
    package var preview: String
    /// Whether the thread lives in memory only and is gone with the process.
    package var ephemeral: Bool
    /// The section that the user filed the thread under.
    package var section: ThreadSection?
    /// When the thread came into its section, in Unix seconds.
    package var sectionEnteredAt: Int?
    /// The project that the thread belongs to.
    @RequiredNullable package var projectId: String?
    /// How the thread's history is stored, which was fixed at its start.
    @Defaulted<DefaultsToLegacyHistory> package var historyMode: ThreadHistoryMode
    /// Whether a client may send input to the thread itself; null when it isn't known.
    @Experimental package var canAcceptDirectInput: Bool?
    /// The environments that a loaded thread works in, connected or not.
    @Experimental package var environments: [ThreadEnvironment]?
    /// Whether an access program for security work applies.
    @Experimental package var daybreakEnabled: Bool?
    /// Room for further data; empty at this level of the protocol.
    @Experimental package var extra: ThreadExtra?
    /// The id of the provider that serves the model, for example `openai`.
    package var modelProvider: String
    /// The model that a loaded thread is set to, else the last one recorded; null when unknown. Single turns may
    /// have used others.
    package var model: String?
    /// The effort that a loaded thread is set to, else the last one recorded; null when unset or unknown.
    package var reasoningEffort: ReasoningEffort?
    /// When the thread was made, in Unix seconds.
    package var createdAt: Int
    /// When the thread last changed, in Unix seconds.
    package var updatedAt: Int
    /// When the thread was last used, in Unix seconds; what lists sorted by recency go by.
    package var recencyAt: Int?
    /// What the thread is doing now.
    package var status: ThreadStatus
    /// The file that holds the thread's log; null for ephemeral threads. The form of the path may change.
    package var path: String?
    /// The directory that the agent works in; an absolute path.
    package var cwd: AbsolutePathBuf
    /// The version of the server that made the thread.
    package var cliVersion: String
    /// The name of the client that made the thread.
    package var originator: String?
    /// What kind of program the thread comes from.
    package var source: SessionSource
    /// The client's own classification of the thread.
    package var threadSource: ThreadSource?
    /// The name of a helper agent.
    package var agentNickname: String?
    /// The role of a helper agent.
    package var agentRole: String?
    /// The state of the Git repository around `cwd` when the thread was made.
    package var gitInfo: GitInfo?
    /// The title that a user gave the thread.
    package var name: String?
    /// The turns, oldest first. Filled only where a method says so; empty otherwise, in particular in
    /// notifications.
    package var turns: [Turn]

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, sessionId: String, forkedFromId: String? = nil, parentThreadId: String? = nil, preview: String,
        ephemeral: Bool, section: ThreadSection? = nil, sectionEnteredAt: Int? = nil, projectId: String?,
        historyMode: ThreadHistoryMode = .paginated, canAcceptDirectInput: Bool? = nil,
        environments: [ThreadEnvironment]? = nil, daybreakEnabled: Bool? = nil, extra: ThreadExtra? = nil,
        modelProvider: String, model: String? = nil, reasoningEffort: ReasoningEffort? = nil, createdAt: Int,
        updatedAt: Int, recencyAt: Int? = nil, status: ThreadStatus, path: String? = nil, cwd: AbsolutePathBuf,
        cliVersion: String, originator: String? = nil, source: SessionSource, threadSource: ThreadSource? = nil,
        agentNickname: String? = nil, agentRole: String? = nil, gitInfo: GitInfo? = nil, name: String? = nil,
        turns: [Turn]
    ) {
        self.id = id
        self.sessionId = sessionId
        self.forkedFromId = forkedFromId
        self.parentThreadId = parentThreadId
        self.preview = preview
        self.ephemeral = ephemeral
        self.section = section
        self.sectionEnteredAt = sectionEnteredAt
        self.projectId = projectId
        self.historyMode = historyMode
        self.canAcceptDirectInput = canAcceptDirectInput
        self.environments = environments
        self.daybreakEnabled = daybreakEnabled
        self.extra = extra
        self.modelProvider = modelProvider
        self.model = model
        self.reasoningEffort = reasoningEffort
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.recencyAt = recencyAt
        self.status = status
        self.path = path
        self.cwd = cwd
        self.cliVersion = cliVersion
        self.originator = originator
        self.source = source
        self.threadSource = threadSource
        self.agentNickname = agentNickname
        self.agentRole = agentRole
        self.gitInfo = gitInfo
        self.name = name
        self.turns = turns
    }
}

/// Room for further data of a thread. It has no members at this level of the protocol.
package struct ThreadExtra: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}

/// How a thread's history is stored.
package enum ThreadHistoryMode: String, ClosedEnum {
    /// In the older form, from which some items can't be read back.
    case legacy
    /// With every item, in pages.
    case paginated
}

/// `legacy`: what threads were before the field existed.
package enum DefaultsToLegacyHistory: WireDefault {
    package static var value: ThreadHistoryMode { .legacy }
}
