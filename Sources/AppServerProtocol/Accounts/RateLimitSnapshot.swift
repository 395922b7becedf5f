/// How much of an allowance is used. In notifications null means "nothing new", so clients keep what they knew.
package struct RateLimitSnapshot: Codable, Hashable, Sendable {
    /// Which allowance this is.
    package var limitId: String?
    /// Its name for people.
    package var limitName: String?
    /// The model whose name and efforts stand for this allowance.
    package var normalModelSlug: String?
    /// The shorter window.
    package var primary: RateLimitWindow?
    /// The longer window.
    package var secondary: RateLimitWindow?
    /// What can be bought or was bought on top.
    package var credits: CreditsSnapshot?
    /// The user's own share of a workspace's allowance.
    package var individualLimit: SpendControlLimitSnapshot?
    /// Whether that share is used up; null when the provider doesn't say.
    package var spendControlReached: Bool?
    /// The user's plan.
    package var planType: PlanType?
    /// Which limit is reached; null if none.
    package var rateLimitReachedType: RateLimitReachedType?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        limitId: String? = nil, limitName: String? = nil, normalModelSlug: String? = nil,
        primary: RateLimitWindow? = nil, secondary: RateLimitWindow? = nil, credits: CreditsSnapshot? = nil,
        individualLimit: SpendControlLimitSnapshot? = nil, spendControlReached: Bool? = nil,
        planType: PlanType? = nil, rateLimitReachedType: RateLimitReachedType? = nil
    ) {
        self.limitId = limitId
        self.limitName = limitName
        self.normalModelSlug = normalModelSlug
        self.primary = primary
        self.secondary = secondary
        self.credits = credits
        self.individualLimit = individualLimit
        self.spendControlReached = spendControlReached
        self.planType = planType
        self.rateLimitReachedType = rateLimitReachedType
    }
}

/// How much of an allowance is used within a stretch of time.
package struct RateLimitWindow: Codable, Hashable, Sendable {
    /// How much is used, in whole percent.
    package var usedPercent: Int
    /// How long the stretch is, in minutes.
    package var windowDurationMins: Int?
    /// When it ends, in Unix seconds.
    package var resetsAt: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(usedPercent: Int, windowDurationMins: Int? = nil, resetsAt: Int? = nil) {
        self.usedPercent = usedPercent
        self.windowDurationMins = windowDurationMins
        self.resetsAt = resetsAt
    }
}

/// What is left of bought credits.
package struct CreditsSnapshot: Codable, Hashable, Sendable {
    /// Whether there are any.
    package var hasCredits: Bool
    /// Whether they never end.
    package var unlimited: Bool
    /// How many are left, as a decimal number.
    package var balance: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(hasCredits: Bool, unlimited: Bool, balance: String? = nil) {
        self.hasCredits = hasCredits
        self.unlimited = unlimited
        self.balance = balance
    }
}

/// A user's share of a workspace's allowance.
package struct SpendControlLimitSnapshot: Codable, Hashable, Sendable {
    /// The share, as a decimal number.
    package var limit: String
    /// How much of it is used, as a decimal number.
    package var used: String
    /// How much is left, in whole percent.
    package var remainingPercent: Int
    /// When there is a new one, in Unix seconds.
    package var resetsAt: Int

    /// Makes the value from its fields.
    package init(limit: String, used: String, remainingPercent: Int, resetsAt: Int) {
        self.limit = limit
        self.used = used
        self.remainingPercent = remainingPercent
        self.resetsAt = resetsAt
    }
}

/// Which limit is reached.
package struct RateLimitReachedType: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// That of a window.
    package static let rateLimitReached = Self(rawValue: "rate_limit_reached")
    /// The workspace has no credits left; the user owns it.
    package static let workspaceOwnerCreditsDepleted = Self(rawValue: "workspace_owner_credits_depleted")
    /// The workspace has no credits left; the user is a member.
    package static let workspaceMemberCreditsDepleted = Self(rawValue: "workspace_member_credits_depleted")
    /// The user's share is used up; the user owns the workspace.
    package static let workspaceOwnerUsageLimitReached = Self(rawValue: "workspace_owner_usage_limit_reached")
    /// The user's share is used up; the user is a member.
    package static let workspaceMemberUsageLimitReached = Self(rawValue: "workspace_member_usage_limit_reached")

    package static let known: [Self] = [
        .rateLimitReached, .workspaceOwnerCreditsDepleted, .workspaceMemberCreditsDepleted,
        .workspaceOwnerUsageLimitReached, .workspaceMemberUsageLimitReached,
    ]
}
