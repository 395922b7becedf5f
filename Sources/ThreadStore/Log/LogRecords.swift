package import AppServerProtocol
package import WireJSON

/// The beginning of a turn.
package struct TurnStartedRecord: Codable, Hashable, Sendable {
    /// The turn's id.
    package var turnId: String
    /// The turn that this one continues, if any.
    package var rootTurnId: String?
    /// When it began, in milliseconds since the Unix epoch.
    package var startedAtMs: Int
    /// The client's own id of the message that started it.
    package var clientUserMessageId: String?

    /// A record from its parts.
    package init(turnId: String, rootTurnId: String? = nil, startedAtMs: Int, clientUserMessageId: String? = nil) {
        self.turnId = turnId
        self.rootTurnId = rootTurnId
        self.startedAtMs = startedAtMs
        self.clientUserMessageId = clientUserMessageId
    }
}

/// A state of an item: its beginning or its end, by the kind of the record.
package struct ItemRecord: Codable, Hashable, Sendable {
    /// The turn it belongs to.
    package var turnId: String
    /// The whole item in this state.
    package var item: ThreadItem
    /// When it reached this state, in milliseconds since the Unix epoch.
    package var atMs: Int

    /// A record from its parts.
    package init(turnId: String, item: ThreadItem, atMs: Int) {
        self.turnId = turnId
        self.item = item
        self.atMs = atMs
    }

    /// Reads the record. An item that this version can't read, because a later one knows more words or other fields, is
    /// kept as it is rather than lost.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        turnId = try container.decode(String.self, forKey: .turnId)
        atMs = try container.decode(Int.self, forKey: .atMs)
        do {
            item = try container.decode(ThreadItem.self, forKey: .item)
        } catch {
            item = .verbatim(try container.decode(VerbatimItem.self, forKey: .item))
        }
    }
}

/// An input item of the history that the model sees.
package struct ModelItemRecord: Codable, Hashable, Sendable {
    /// The turn in which it came up; nil for what stands before the first turn.
    package var turnId: String?
    /// The user's message that the item says, by the id of its own item; left out for every other item.
    package var itemId: String?
    /// The item, byte for byte as it came from the model or goes to it. The last field, where long outputs are looked for.
    package var item: RawJSON

    /// A record from its parts.
    package init(turnId: String?, item: RawJSON, itemId: String? = nil) {
        self.turnId = turnId
        self.itemId = itemId
        self.item = item
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(turnId, forKey: .turnId)
        if let itemId { try container.encode(itemId, forKey: .itemId) }
        try container.encode(item, forKey: .item)
    }
}

/// What the model is told instead of all that stands before.
package struct CompactedRecord: Codable, Hashable, Sendable {
    /// The turn in which that happened.
    package var turnId: String
    /// The whole model-visible history from here on.
    package var items: [RawJSON]

    /// A record from its parts.
    package init(turnId: String, items: [RawJSON]) {
        self.turnId = turnId
        self.items = items
    }
}

/// The key under which a client may send a message twice without starting two turns.
package struct UserMessageRecord: Codable, Hashable, Sendable {
    /// The turn that took the message in.
    package var turnId: String
    /// The client's own id of the message.
    package var clientUserMessageId: String

    /// A record from its parts.
    package init(turnId: String, clientUserMessageId: String) {
        self.turnId = turnId
        self.clientUserMessageId = clientUserMessageId
    }
}

/// The end of a turn: a `Turn` without its items.
package struct TurnRecord: Codable, Hashable, Sendable {
    /// The turn's id.
    package var id: String
    /// How it ended.
    package var status: TurnStatus
    /// Why it failed.
    package var error: TurnError?
    /// When it began, in Unix seconds.
    package var startedAt: Int?
    /// When it ended, in Unix seconds.
    package var completedAt: Int?
    /// How long it took, in milliseconds.
    package var durationMs: Int?

    /// A record from its parts.
    package init(
        id: String, status: TurnStatus, error: TurnError? = nil, startedAt: Int? = nil, completedAt: Int? = nil,
        durationMs: Int? = nil
    ) {
        self.id = id
        self.status = status
        self.error = error
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.durationMs = durationMs
    }
}

/// Token counts of the thread.
package struct TokenUsageRecord: Codable, Hashable, Sendable {
    /// The turn that used the last of them.
    package var turnId: String
    /// Of the last request and of the whole thread.
    package var usage: ThreadTokenUsage

    /// A record from its parts.
    package init(turnId: String, usage: ThreadTokenUsage) {
        self.turnId = turnId
        self.usage = usage
    }
}

/// The stored form of ``LogRecord/settings(_:)``.
struct SettingsRecord: Codable, Hashable, Sendable {
    var settings: ThreadSettings
}

/// The stored form of ``LogRecord/name(_:)``.
struct NameRecord: Codable, Hashable, Sendable {
    var name: String?
}

/// The stored form of ``LogRecord/sequenceReserved(_:)``.
struct SequenceRecord: Codable, Hashable, Sendable {
    var upTo: Int
}
