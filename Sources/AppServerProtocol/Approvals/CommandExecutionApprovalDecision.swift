/// The answer to a question about a command.
package enum CommandExecutionApprovalDecision: KeyedUnion {
    /// Run it.
    case accept
    /// Run it, and don't ask about the same command again while the thread is loaded.
    case acceptForSession
    /// Run it, and allow commands that begin like it for good.
    case acceptWithExecpolicyAmendment(ExecPolicyAmendmentDecision)
    /// Add a rule for a host, and do as it says.
    case applyNetworkPolicyAmendment(NetworkPolicyAmendmentDecision)
    /// Don't run it; the turn goes on, and the model is told.
    case decline
    /// Don't run it, and stop the turn.
    case cancel

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("accept"),
            TaggedVariant("acceptForSession"),
            TaggedVariant("acceptWithExecpolicyAmendment", ExecPolicyAmendmentDecision.self),
            TaggedVariant("applyNetworkPolicyAmendment", NetworkPolicyAmendmentDecision.self),
            TaggedVariant("decline"),
            TaggedVariant("cancel"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        let content = try Self.content(from: decoder)
        switch content {
        case .word("accept"): self = .accept
        case .word("acceptForSession"): self = .acceptForSession
        case .keyed("acceptWithExecpolicyAmendment", let object):
            self = .acceptWithExecpolicyAmendment(
                try object.decode(ExecPolicyAmendmentDecision.self, forKey: WireKey("acceptWithExecpolicyAmendment")))
        case .keyed("applyNetworkPolicyAmendment", let object):
            self = .applyNetworkPolicyAmendment(
                try object.decode(NetworkPolicyAmendmentDecision.self, forKey: WireKey("applyNetworkPolicyAmendment")))
        case .word("decline"): self = .decline
        case .word("cancel"): self = .cancel
        default: throw Self.unknown(content, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .accept: try Self.encode("accept", to: encoder)
        case .acceptForSession: try Self.encode("acceptForSession", to: encoder)
        case .acceptWithExecpolicyAmendment(let payload):
            try Self.encode("acceptWithExecpolicyAmendment", payload, to: encoder)
        case .applyNetworkPolicyAmendment(let payload):
            try Self.encode("applyNetworkPolicyAmendment", payload, to: encoder)
        case .decline: try Self.encode("decline", to: encoder)
        case .cancel: try Self.encode("cancel", to: encoder)
        }
    }
}

/// Which commands to allow for good.
package struct ExecPolicyAmendmentDecision: Codable, Hashable, Sendable {
    /// The beginning of their command lines, word by word.
    package var execpolicyAmendment: [String]

    private enum CodingKeys: String, CodingKey {
        case execpolicyAmendment = "execpolicy_amendment"
    }

    /// Makes the value from its fields.
    package init(execpolicyAmendment: [String]) {
        self.execpolicyAmendment = execpolicyAmendment
    }
}

/// Which rule to add.
package struct NetworkPolicyAmendmentDecision: Codable, Hashable, Sendable {
    /// The rule.
    package var networkPolicyAmendment: NetworkPolicyAmendment

    private enum CodingKeys: String, CodingKey {
        case networkPolicyAmendment = "network_policy_amendment"
    }

    /// Makes the value from its fields.
    package init(networkPolicyAmendment: NetworkPolicyAmendment) {
        self.networkPolicyAmendment = networkPolicyAmendment
    }
}

/// A rule for a host.
package struct NetworkPolicyAmendment: Codable, Hashable, Sendable {
    /// The host.
    package var host: String
    /// What to do with connections to it.
    package var action: NetworkPolicyRuleAction

    /// Makes the value from its fields.
    package init(host: String, action: NetworkPolicyRuleAction) {
        self.host = host
        self.action = action
    }
}

/// What to do with connections to a host.
package enum NetworkPolicyRuleAction: String, ClosedEnum {
    /// Let them through.
    case allow
    /// Refuse them.
    case deny
}
