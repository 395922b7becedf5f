/// What kind of program a thread comes from.
package enum SessionSource: KeyedUnion {
    /// A terminal program.
    case cli
    /// An editor, and every other client of the app-server.
    case vscode
    /// A run without a user, from a script.
    case exec
    /// The app-server itself.
    case appServer
    /// A program that gave its own name.
    case custom(String)
    /// Another thread's agent.
    case subAgent(SubAgentSource)
    /// It wasn't recorded.
    case unknown

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("cli"),
            TaggedVariant("vscode"),
            TaggedVariant("exec"),
            TaggedVariant("appServer"),
            TaggedVariant("custom", String.self),
            TaggedVariant("subAgent", SubAgentSource.self),
            TaggedVariant("unknown"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        let content = try Self.content(from: decoder)
        switch content {
        case .word("cli"): self = .cli
        case .word("vscode"): self = .vscode
        case .word("exec"): self = .exec
        case .word("appServer"): self = .appServer
        case .keyed("custom", let object):
            self = .custom(try object.decode(String.self, forKey: WireKey("custom")))
        case .keyed("subAgent", let object):
            self = .subAgent(try object.decode(SubAgentSource.self, forKey: WireKey("subAgent")))
        case .word("unknown"): self = .unknown
        default: throw Self.unknown(content, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .cli: try Self.encode("cli", to: encoder)
        case .vscode: try Self.encode("vscode", to: encoder)
        case .exec: try Self.encode("exec", to: encoder)
        case .appServer: try Self.encode("appServer", to: encoder)
        case .custom(let payload): try Self.encode("custom", payload, to: encoder)
        case .subAgent(let payload): try Self.encode("subAgent", payload, to: encoder)
        case .unknown: try Self.encode("unknown", to: encoder)
        }
    }
}

/// Why an agent started another one.
package enum SubAgentSource: KeyedUnion {
    /// To review changes.
    case review
    /// To shorten a history.
    case compact
    /// To do part of its work.
    case threadSpawn(SubAgentSpawn)
    /// To tidy up memories.
    case memoryConsolidation
    /// For another reason, in its own word.
    case other(String)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("review"),
            TaggedVariant("compact"),
            TaggedVariant("thread_spawn", SubAgentSpawn.self),
            TaggedVariant("memory_consolidation"),
            TaggedVariant("other", String.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        let content = try Self.content(from: decoder)
        switch content {
        case .word("review"): self = .review
        case .word("compact"): self = .compact
        case .keyed("thread_spawn", let object):
            self = .threadSpawn(try object.decode(SubAgentSpawn.self, forKey: WireKey("thread_spawn")))
        case .word("memory_consolidation"): self = .memoryConsolidation
        case .keyed("other", let object):
            self = .other(try object.decode(String.self, forKey: WireKey("other")))
        default: throw Self.unknown(content, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .review: try Self.encode("review", to: encoder)
        case .compact: try Self.encode("compact", to: encoder)
        case .threadSpawn(let payload): try Self.encode("thread_spawn", payload, to: encoder)
        case .memoryConsolidation: try Self.encode("memory_consolidation", to: encoder)
        case .other(let payload): try Self.encode("other", payload, to: encoder)
        }
    }
}

/// Which agent started a helper, and as what.
package struct SubAgentSpawn: Codable, Hashable, Sendable {
    /// The thread of the agent that started it.
    package var parentThreadId: ThreadId
    /// How many helpers stand above it; 1 for the helper of a root.
    package var depth: Int
    /// Its place in the tree of agents.
    package var agentPath: AgentPath?
    /// Its name.
    package var agentNickname: String?
    /// Its role.
    package var agentRole: String?

    private enum CodingKeys: String, CodingKey {
        case parentThreadId = "parent_thread_id"
        case depth
        case agentPath = "agent_path"
        case agentNickname = "agent_nickname"
        case agentRole = "agent_role"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        parentThreadId: ThreadId, depth: Int, agentPath: AgentPath? = nil, agentNickname: String? = nil,
        agentRole: String? = nil
    ) {
        self.parentThreadId = parentThreadId
        self.depth = depth
        self.agentPath = agentPath
        self.agentNickname = agentNickname
        self.agentRole = agentRole
    }
}
