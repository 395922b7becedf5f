/// Something that happened in a conversation by voice. Heddle makes none; the form is here for the timeline's sake.
package enum ThreadRealtimeItem: TaggedUnion {
    /// The conversation began.
    case realtimeSessionStarted(RealtimeSessionStart)
    /// Somebody said something.
    case transcriptSegment(RealtimeTranscriptSegment)
    /// An item of the agent was shown in the conversation.
    case bemItemPromoted(RealtimeItemPromotion)
    /// The conversation ended.
    case realtimeSessionClosed(RealtimeSessionEnd)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("realtimeSessionStarted", RealtimeSessionStart.self),
            TaggedVariant("transcriptSegment", RealtimeTranscriptSegment.self),
            TaggedVariant("bemItemPromoted", RealtimeItemPromotion.self),
            TaggedVariant("realtimeSessionClosed", RealtimeSessionEnd.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "realtimeSessionStarted": self = .realtimeSessionStarted(try RealtimeSessionStart(from: decoder))
        case "transcriptSegment": self = .transcriptSegment(try RealtimeTranscriptSegment(from: decoder))
        case "bemItemPromoted": self = .bemItemPromoted(try RealtimeItemPromotion(from: decoder))
        case "realtimeSessionClosed": self = .realtimeSessionClosed(try RealtimeSessionEnd(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .realtimeSessionStarted(let payload): try Self.encode("realtimeSessionStarted", payload, to: encoder)
        case .transcriptSegment(let payload): try Self.encode("transcriptSegment", payload, to: encoder)
        case .bemItemPromoted(let payload): try Self.encode("bemItemPromoted", payload, to: encoder)
        case .realtimeSessionClosed(let payload): try Self.encode("realtimeSessionClosed", payload, to: encoder)
        }
    }
}

/// The fields of a `realtimeSessionStarted` item.
package struct RealtimeSessionStart: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The conversation.
    package var realtimeSessionId: String

    /// Makes the value from its fields.
    package init(id: String, realtimeSessionId: String) {
        self.id = id
        self.realtimeSessionId = realtimeSessionId
    }
}

/// The fields of a `transcriptSegment` item.
package struct RealtimeTranscriptSegment: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The conversation.
    package var realtimeSessionId: String
    /// Who spoke.
    package var role: ThreadRealtimeTranscriptRole
    /// What was said.
    package var text: String

    /// Makes the value from its fields.
    package init(id: String, realtimeSessionId: String, role: ThreadRealtimeTranscriptRole, text: String) {
        self.id = id
        self.realtimeSessionId = realtimeSessionId
        self.role = role
        self.text = text
    }
}

/// The fields of a `bemItemPromoted` item.
package struct RealtimeItemPromotion: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The conversation.
    package var realtimeSessionId: String
    /// The turn of the item that was shown.
    package var turnId: String
    /// The item that was shown.
    package var itemId: String
    /// How it was shown.
    package var presentation: ThreadRealtimeBemItemPresentation

    /// Makes the value from its fields.
    package init(
        id: String, realtimeSessionId: String, turnId: String, itemId: String,
        presentation: ThreadRealtimeBemItemPresentation
    ) {
        self.id = id
        self.realtimeSessionId = realtimeSessionId
        self.turnId = turnId
        self.itemId = itemId
        self.presentation = presentation
    }
}

/// The fields of a `realtimeSessionClosed` item.
package struct RealtimeSessionEnd: Codable, Hashable, Sendable {
    /// The item's id.
    package var id: String
    /// The conversation.
    package var realtimeSessionId: String
    /// How the conversation ended.
    package var outcome: ThreadRealtimeSessionOutcome

    /// Makes the value from its fields.
    package init(id: String, realtimeSessionId: String, outcome: ThreadRealtimeSessionOutcome) {
        self.id = id
        self.realtimeSessionId = realtimeSessionId
        self.outcome = outcome
    }
}

/// How an item of the agent is shown in a conversation by voice.
package enum ThreadRealtimeBemItemPresentation: TaggedUnion {
    /// All of it.
    case wholeItem
    /// Its text, among what is said.
    case inlineMarkdown
    /// One of its pictures, among what is said.
    case inlineVisualization(RealtimeInlineVisualization)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("wholeItem"),
            TaggedVariant("inlineMarkdown"),
            TaggedVariant("inlineVisualization", RealtimeInlineVisualization.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "wholeItem": self = .wholeItem
        case "inlineMarkdown": self = .inlineMarkdown
        case "inlineVisualization": self = .inlineVisualization(try RealtimeInlineVisualization(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .wholeItem: try Self.encode("wholeItem", to: encoder)
        case .inlineMarkdown: try Self.encode("inlineMarkdown", to: encoder)
        case .inlineVisualization(let payload): try Self.encode("inlineVisualization", payload, to: encoder)
        }
    }
}

/// The fields of an `inlineVisualization`.
package struct RealtimeInlineVisualization: Codable, Hashable, Sendable {
    /// Which of the item's pictures, counted from 0.
    package var index: Int

    /// Makes the value from its fields.
    package init(index: Int) {
        self.index = index
    }
}

/// How a conversation by voice ended.
package enum ThreadRealtimeSessionOutcome: String, ClosedEnum {
    /// Somebody ended it.
    case ended
    /// An error ended it.
    case failed
}

/// Who speaks in a conversation by voice.
package enum ThreadRealtimeTranscriptRole: String, ClosedEnum {
    /// The user.
    case user
    /// The agent's voice.
    case assistant
}
