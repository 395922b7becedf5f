internal import WireJSON

/// A place in a thread's history, as clients pass it back: opaque to them, checked when it comes back.
struct HistoryCursor: Codable, Hashable, Sendable {
    /// What the place is among.
    enum Kind: String, Codable, Sendable {
        case turn
        case item
        case time
        case match
    }

    /// What the place is among.
    var kind: Kind
    /// Where the first record of the turn stands in the log.
    var offset: Int
    /// The turn that begins there.
    var turnId: String
    /// The number of the item in its turn (of the match in its message), or the place on the timeline.
    var index: Int?
    /// Whether the place itself is part of the page.
    var isInclusive: Bool

    private enum CodingKeys: String, CodingKey {
        case kind = "k"
        case offset = "o"
        case turnId = "t"
        case index = "n"
        case isInclusive = "i"
    }

    /// The text for clients.
    var text: String {
        (try? WireCoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    init(kind: Kind, offset: Int, turnId: String, index: Int? = nil, isInclusive: Bool) {
        self.kind = kind
        self.offset = offset
        self.turnId = turnId
        self.index = index
        self.isInclusive = isInclusive
    }

    /// Reads a client's text. Errors: `invalidCursor`.
    init(parsing text: String, kind: Kind) throws(ThreadStoreError) {
        guard let cursor = try? WireCoder.decode(Self.self, from: Array(text.utf8)), cursor.kind == kind,
            cursor.offset >= 0
        else { throw .invalidCursor(text) }
        self = cursor
    }
}

extension ThreadStoreError {
    /// The text is no cursor of this kind.
    static func invalidCursor(_ text: String) -> ThreadStoreError {
        ThreadStoreError(kind: .invalidCursor, message: "invalid cursor: \(text)")
    }

    /// The place is no longer, or never was, part of the thread's history.
    static let cursorOutside = ThreadStoreError(
        kind: .invalidCursor, message: "invalid cursor: position outside thread lineage")

    /// The thread has no turn of this id.
    static func turnNotFound(_ id: String) -> ThreadStoreError {
        ThreadStoreError(kind: .turnNotFound, message: "turn not found: \(id)")
    }
}
