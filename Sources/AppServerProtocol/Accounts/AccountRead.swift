package import WireJSON

/// `account/read`: shows how the server is logged in.
package enum AccountRead: ClientRequest {
    package typealias Params = GetAccountParams
    package typealias Response = GetAccountResponse

    package static var method: String { "account/read" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Whether to look closely.
package struct GetAccountParams: Codable, Hashable, Sendable {
    /// Whether to get a new token first. Without effect when the client manages tokens itself.
    @FalseByDefault package var refreshToken: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(refreshToken: Bool = false) {
        self.refreshToken = refreshToken
    }
}

/// How the server is logged in.
package struct GetAccountResponse: Codable, Hashable, Sendable {
    /// The account; null when there is none.
    package var account: Account?
    /// Whether the configured provider needs a login.
    package var requiresOpenaiAuth: Bool
    /// Where requests of the user's workspace go.
    @Experimental package var workspaceRouting: WorkspaceRouting?

    /// Makes the value from its fields; those with a default may be left out.
    package init(account: Account? = nil, requiresOpenaiAuth: Bool, workspaceRouting: WorkspaceRouting? = nil) {
        self.account = account
        self.requiresOpenaiAuth = requiresOpenaiAuth
        self.workspaceRouting = workspaceRouting
    }
}

/// An account with a provider.
package enum Account: TaggedUnion {
    /// An API key.
    case apiKey
    /// A ChatGPT account.
    case chatgpt(ChatgptAccount)
    /// Amazon Bedrock.
    case amazonBedrock(AmazonBedrockAccount)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("apiKey"),
            TaggedVariant("chatgpt", ChatgptAccount.self),
            TaggedVariant("amazonBedrock", AmazonBedrockAccount.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "apiKey": self = .apiKey
        case "chatgpt": self = .chatgpt(try ChatgptAccount(from: decoder))
        case "amazonBedrock": self = .amazonBedrock(try AmazonBedrockAccount(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .apiKey: try Self.encode("apiKey", to: encoder)
        case .chatgpt(let payload): try Self.encode("chatgpt", payload, to: encoder)
        case .amazonBedrock(let payload): try Self.encode("amazonBedrock", payload, to: encoder)
        }
    }
}

/// The fields of a `chatgpt` account.
package struct ChatgptAccount: Codable, Hashable, Sendable {
    /// The user's address.
    @RequiredNullable package var email: String?
    /// The user's plan.
    package var planType: PlanType

    /// Makes the value from its fields.
    package init(email: String?, planType: PlanType) {
        self.email = email
        self.planType = planType
    }
}

/// The fields of an `amazonBedrock` account.
package struct AmazonBedrockAccount: Codable, Hashable, Sendable {
    /// Whether the server itself keeps the credentials.
    @Defaulted<DefaultsToFalse> package var usesCodexManagedCredentials: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(usesCodexManagedCredentials: Bool = false) {
        self.usesCodexManagedCredentials = usesCodexManagedCredentials
    }
}

/// A plan of a ChatGPT account.
package struct PlanType: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Free of charge.
    package static let free = Self(rawValue: "free")
    /// Go.
    package static let go = Self(rawValue: "go")
    /// Plus.
    package static let plus = Self(rawValue: "plus")
    /// Pro.
    package static let pro = Self(rawValue: "pro")
    /// Pro Lite.
    package static let prolite = Self(rawValue: "prolite")
    /// Pro Max.
    package static let promax = Self(rawValue: "promax")
    /// Team.
    package static let team = Self(rawValue: "team")
    /// Business, with Pro Lite seats, without a contract.
    package static let selfServeBusinessProlite = Self(rawValue: "self_serve_business_prolite")
    /// Business, paid by use, without a contract.
    package static let selfServeBusinessUsageBased = Self(rawValue: "self_serve_business_usage_based")
    /// Business.
    package static let business = Self(rawValue: "business")
    /// Enterprise, in the form of 2026.
    package static let ent26 = Self(rawValue: "ent26")
    /// Enterprise, for automation.
    package static let enterpriseCbpAutomation = Self(rawValue: "enterprise_cbp_automation")
    /// Enterprise, paid by use.
    package static let enterpriseCbpUsageBased = Self(rawValue: "enterprise_cbp_usage_based")
    /// Enterprise.
    package static let enterprise = Self(rawValue: "enterprise")
    /// Education.
    package static let edu = Self(rawValue: "edu")
    /// Education, Plus.
    package static let eduPlus = Self(rawValue: "edu_plus")
    /// Education, Pro.
    package static let eduPro = Self(rawValue: "edu_pro")
    /// A plan that the server had no name for.
    package static let unknown = Self(rawValue: "unknown")

    package static let known: [Self] = [
        .free, .go, .plus, .pro, .prolite, .promax, .team, .selfServeBusinessProlite, .selfServeBusinessUsageBased,
        .business, .ent26, .enterpriseCbpAutomation, .enterpriseCbpUsageBased, .enterprise, .edu, .eduPlus, .eduPro,
        .unknown,
    ]
}

/// Where requests of a workspace go.
package struct WorkspaceRouting: Codable, Hashable, Sendable {
    /// The workspace's id.
    package var chatgptAccountId: String
    /// The scheme and host of the server that they go to.
    package var backendOrigin: String
    /// Where the workspace's owner wants them to stay.
    package var accountRoutingOverride: AccountRoutingOverride

    /// Makes the value from its fields.
    package init(chatgptAccountId: String, backendOrigin: String, accountRoutingOverride: AccountRoutingOverride) {
        self.chatgptAccountId = chatgptAccountId
        self.backendOrigin = backendOrigin
        self.accountRoutingOverride = accountRoutingOverride
    }
}

/// Where the requests of a workspace must stay.
package struct AccountRoutingOverride: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Anywhere.
    package static let noConstraint = Self(rawValue: "NO_CONSTRAINT")
    /// In the United States.
    package static let us = Self(rawValue: "us")
    /// In the United States, under stricter rules.
    package static let usCr = Self(rawValue: "us_cr")

    package static let known: [Self] = [
        .noConstraint, .us, .usCr,
    ]
}
