/// One round of work: from an input to the moment when the agent has nothing more to do.
package struct Turn: Codable, Hashable, Sendable {
    /// The turn's id: a UUID in text form, version 7 when Heddle makes it.
    package var id: String
    /// The first turn in the chain of work that led to this one; its own id if it started the chain. Null in old
    /// logs.
    package var rootTurnId: String?
    /// The items of the turn, as far as `itemsView` says.
    package var items: [ThreadItem]
    /// How much of the items is here.
    @Defaulted<DefaultsToFullView> package var itemsView: TurnItemsView
    /// How far the turn has got.
    package var status: TurnStatus
    /// Why the turn failed; null unless it did.
    package var error: TurnError?
    /// When the turn started, in Unix seconds.
    package var startedAt: Int?
    /// When the turn ended, in Unix seconds; null while it runs.
    package var completedAt: Int?
    /// How long the turn took, in milliseconds; null while it runs.
    package var durationMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String, rootTurnId: String? = nil, items: [ThreadItem], itemsView: TurnItemsView = .full,
        status: TurnStatus, error: TurnError? = nil, startedAt: Int? = nil, completedAt: Int? = nil,
        durationMs: Int? = nil
    ) {
        self.id = id
        self.rootTurnId = rootTurnId
        self.items = items
        self.itemsView = itemsView
        self.status = status
        self.error = error
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.durationMs = durationMs
    }
}

/// How much of a turn's items an object holds.
package enum TurnItemsView: String, ClosedEnum {
    /// None of them.
    case notLoaded
    /// The user's message and the agent's last one.
    case summary
    /// All of them.
    case full
}

/// `full`: what turns held before the field existed.
package enum DefaultsToFullView: WireDefault {
    package static var value: TurnItemsView { .full }
}

/// How far a turn has got.
package enum TurnStatus: String, ClosedEnum {
    /// It came to its end.
    case completed
    /// It was stopped, by a client or because the server went away.
    case interrupted
    /// An error ended it.
    case failed
    /// It runs.
    case inProgress
}
