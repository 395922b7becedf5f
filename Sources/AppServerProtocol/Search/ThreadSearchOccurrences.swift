/// `thread/searchOccurrences`: finds every place in one thread's messages that has a text.
package enum ThreadSearchOccurrences: ClientRequest {
    package typealias Params = ThreadSearchOccurrencesParams
    package typealias Response = ThreadSearchOccurrencesResponse

    package static var method: String { "thread/searchOccurrences" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to look for in which thread.
package struct ThreadSearchOccurrencesParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The text; not empty. Upper and lower case are the same.
    package var searchTerm: String
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many places at most: 25 unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, searchTerm: String, cursor: String? = nil, limit: Int? = nil) {
        self.threadId = threadId
        self.searchTerm = searchTerm
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of places.
package struct ThreadSearchOccurrencesResponse: Codable, Hashable, Sendable {
    /// The places, oldest first.
    package var data: [ThreadSearchOccurrence]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadSearchOccurrence], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}

/// A place where the text stands.
package struct ThreadSearchOccurrence: Codable, Hashable, Sendable {
    /// The turn.
    package var turnId: String
    /// The message.
    package var itemId: String
    /// The text with some of the message around it.
    package var snippet: String
    /// Where in the snippet it stands.
    package var snippetMatchRange: ThreadSearchTextRange
    /// A cursor with which `thread/turns/list` shows this turn first.
    package var turnCursor: String

    /// Makes the value from its fields.
    package init(
        turnId: String, itemId: String, snippet: String, snippetMatchRange: ThreadSearchTextRange, turnCursor: String
    ) {
        self.turnId = turnId
        self.itemId = itemId
        self.snippet = snippet
        self.snippetMatchRange = snippetMatchRange
        self.turnCursor = turnCursor
    }
}

/// A part of a text, counted in UTF-16 code units.
package struct ThreadSearchTextRange: Codable, Hashable, Sendable {
    /// Where it begins.
    package var start: Int
    /// Where it ends; not part of it.
    package var end: Int

    /// Makes the value from its fields.
    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}
