/// `thread/timeline/list`: pages back in time through all that happened on a thread: beginnings and ends of turns, and items between.
package enum ThreadTimelineList: ClientRequest {
    package typealias Params = ThreadTimelineListParams
    package typealias Response = ThreadTimelineListResponse

    package static var method: String { "thread/timeline/list" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which part to show.
package struct ThreadTimelineListParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Where to go on: `nextCursor` of an earlier page. Missing starts with the newest entries.
    package var cursor: String?
    /// How many entries at most: 25 unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, cursor: String? = nil, limit: Int? = nil) {
        self.threadId = threadId
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of the timeline.
package struct ThreadTimelineListResponse: Codable, Hashable, Sendable {
    /// The entries, oldest first.
    package var data: [ThreadTimelineEntry]
    /// Where the page with older entries starts; null when there are none.
    package var nextCursor: String?
    /// The realtime conversation that ran when the page begins; Heddle has none, so it is null.
    package var activeRealtimeSessionAtPageStart: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        data: [ThreadTimelineEntry], nextCursor: String? = nil, activeRealtimeSessionAtPageStart: String? = nil
    ) {
        self.data = data
        self.nextCursor = nextCursor
        self.activeRealtimeSessionAtPageStart = activeRealtimeSessionAtPageStart
    }
}

/// Something that happened on a thread.
package enum ThreadTimelineEntry: TaggedUnion {
    /// An item of a turn.
    case item(TimelineItem)
    /// Something happened in a conversation by voice.
    case realtime(TimelineRealtimeItem)
    /// A turn began.
    case turnStarted(TimelineTurnStart)
    /// A turn ended.
    case turnCompleted(TimelineTurnEnd)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("item", TimelineItem.self),
            TaggedVariant("realtime", TimelineRealtimeItem.self),
            TaggedVariant("turnStarted", TimelineTurnStart.self),
            TaggedVariant("turnCompleted", TimelineTurnEnd.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "item": self = .item(try TimelineItem(from: decoder))
        case "realtime": self = .realtime(try TimelineRealtimeItem(from: decoder))
        case "turnStarted": self = .turnStarted(try TimelineTurnStart(from: decoder))
        case "turnCompleted": self = .turnCompleted(try TimelineTurnEnd(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .item(let payload): try Self.encode("item", payload, to: encoder)
        case .realtime(let payload): try Self.encode("realtime", payload, to: encoder)
        case .turnStarted(let payload): try Self.encode("turnStarted", payload, to: encoder)
        case .turnCompleted(let payload): try Self.encode("turnCompleted", payload, to: encoder)
        }
    }
}

/// An item on the timeline.
package struct TimelineItem: Codable, Hashable, Sendable {
    /// Its place on the timeline; places rise, not always by one.
    package var position: Int
    /// The turn.
    package var turnId: String
    /// The item.
    package var item: ThreadItem

    /// Makes the value from its fields.
    package init(position: Int, turnId: String, item: ThreadItem) {
        self.position = position
        self.turnId = turnId
        self.item = item
    }
}

/// A part of a conversation by voice on the timeline. Heddle makes none.
package struct TimelineRealtimeItem: Codable, Hashable, Sendable {
    /// Its place on the timeline; places rise, not always by one.
    package var position: Int
    /// What happened.
    package var item: ThreadRealtimeItem

    /// Makes the value from its fields.
    package init(position: Int, item: ThreadRealtimeItem) {
        self.position = position
        self.item = item
    }
}

/// The beginning of a turn on the timeline.
package struct TimelineTurnStart: Codable, Hashable, Sendable {
    /// Its place on the timeline; places rise, not always by one.
    package var position: Int
    /// The turn.
    package var turnId: String
    /// When it began, Unix seconds.
    package var startedAt: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(position: Int, turnId: String, startedAt: Int? = nil) {
        self.position = position
        self.turnId = turnId
        self.startedAt = startedAt
    }
}

/// The end of a turn on the timeline.
package struct TimelineTurnEnd: Codable, Hashable, Sendable {
    /// Its place on the timeline; places rise, not always by one.
    package var position: Int
    /// The turn.
    package var turnId: String
    /// How it ended.
    package var status: TurnStatus
    /// Why it failed.
    package var error: TurnError?
    /// When it began, Unix seconds.
    package var startedAt: Int?
    /// When it ended, Unix seconds.
    package var completedAt: Int?
    /// How long it took, in milliseconds.
    package var durationMs: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        position: Int, turnId: String, status: TurnStatus, error: TurnError? = nil, startedAt: Int? = nil,
        completedAt: Int? = nil, durationMs: Int? = nil
    ) {
        self.position = position
        self.turnId = turnId
        self.status = status
        self.error = error
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.durationMs = durationMs
    }
}
