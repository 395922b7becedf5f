import WireJSON

/// When the server asks the client before the agent may act.
package enum AskForApproval: KeyedUnion {
    /// Asks before every command that isn't known to be harmless.
    case untrusted
    /// Lets the model work inside the sandbox, and asks when it wants to leave it.
    case onRequest
    /// Asks, or refuses by itself, kind by kind. Using it needs `experimentalApi`.
    case granular(GranularApproval)
    /// Never asks; what would need an approval fails.
    case never

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("untrusted"),
            TaggedVariant("on-request"),
            TaggedVariant("granular", GranularApproval.self),
            TaggedVariant("never"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        let content = try Self.content(from: decoder)
        switch content {
        case .word("untrusted"): self = .untrusted
        case .word("on-request"): self = .onRequest
        case .keyed("granular", let object):
            self = .granular(try object.decode(GranularApproval.self, forKey: WireKey("granular")))
            // The schemas count this variant as stable, but the server accepts it only from experimental clients.
            decoder.noteExperimentalUse(ExperimentalVariant.granularApproval.rawValue)
        case .word("never"): self = .never
        default: throw Self.unknown(content, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .untrusted: try Self.encode("untrusted", to: encoder)
        case .onRequest: try Self.encode("on-request", to: encoder)
        case .granular(let payload): try Self.encode("granular", payload, to: encoder)
        case .never: try Self.encode("never", to: encoder)
        }
    }
}

/// For each kind of approval, whether the client is asked (true), or the answer is no without asking (false).
package struct GranularApproval: Codable, Hashable, Sendable {
    /// Commands that want to run outside the sandbox.
    package var sandboxApproval: Bool
    /// Commands for which a rule of the user's says that they need an approval.
    package var rules: Bool
    /// Scripts that belong to a skill.
    @Defaulted<DefaultsToFalse> package var skillApproval: Bool
    /// The model's own requests for more permissions.
    @Defaulted<DefaultsToFalse> package var requestPermissions: Bool
    /// Questions of MCP servers.
    package var mcpElicitations: Bool

    private enum CodingKeys: String, CodingKey {
        case sandboxApproval = "sandbox_approval"
        case rules
        case skillApproval = "skill_approval"
        case requestPermissions = "request_permissions"
        case mcpElicitations = "mcp_elicitations"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        sandboxApproval: Bool, rules: Bool, skillApproval: Bool = false, requestPermissions: Bool = false,
        mcpElicitations: Bool
    ) {
        self.sandboxApproval = sandboxApproval
        self.rules = rules
        self.skillApproval = skillApproval
        self.requestPermissions = requestPermissions
        self.mcpElicitations = mcpElicitations
    }
}
