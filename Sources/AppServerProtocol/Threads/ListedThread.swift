package import WireJSON

/// A thread in a list: the value, or a stored thread of which most is written as JSON already.
///
/// A list shows many threads that nobody has loaded. Reading each of their fields only to write it again would be most of
/// what a list costs.
package enum ListedThread: Hashable, Sendable {
    /// Any thread.
    case whole(Thread)
    /// A stored thread that is not loaded.
    case stored(ThreadListing)

    /// The thread's id.
    package var id: String {
        switch self {
        case .whole(let thread): thread.id
        case .stored(let listing): listing.facts.id
        }
    }

    /// What the thread is doing now.
    package var status: ThreadStatus {
        get {
            switch self {
            case .whole(let thread): thread.status
            case .stored(let listing): listing.facts.status
            }
        }
        set {
            switch self {
            case .whole(var thread):
                thread.status = newValue
                self = .whole(thread)
            case .stored(var listing):
                listing.facts.status = newValue
                self = .stored(listing)
            }
        }
    }

    /// The project that the thread belongs to.
    package var projectId: String? {
        get {
            switch self {
            case .whole(let thread): thread.projectId
            case .stored(let listing): listing.facts.projectId
            }
        }
        set {
            switch self {
            case .whole(var thread):
                thread.projectId = newValue
                self = .whole(thread)
            case .stored(var listing):
                listing.facts.projectId = newValue
                self = .stored(listing)
            }
        }
    }

    /// The thread as a value. Throws what decoding throws when the text is of no thread.
    package var thread: Thread {
        get throws {
            switch self {
            case .whole(let thread): thread
            case .stored: try WireCoder.decode(Thread.self, from: WireCoder.encode(self))
            }
        }
    }
}

extension ListedThread: Codable {
    /// Reads a thread.
    package init(from decoder: any Decoder) throws {
        self = .whole(try decoder.singleValueContainer().decode(Thread.self))
    }

    /// Writes the thread: one object, whatever it is made from.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .whole(let thread): try thread.encode(to: encoder)
        case .stored(let listing):
            try listing.facts.encode(to: encoder)
            try listing.rest.encode(to: encoder)
        }
    }
}

/// A stored thread on its way into a list: the facts that depend on more than the thread's own log, and the rest as text.
package struct ThreadListing: Hashable, Sendable {
    /// What is put together for each list.
    package var facts: Facts
    /// All other members of the thread, as ``rest(of:)`` made them.
    package let rest: RawMembers

    /// The members of ``Thread`` that are not in `rest`: those that the index keeps in columns anyway, those that depend
    /// on the moment, and those outside the stable protocol, which not every client gets.
    package struct Facts: Encodable, Hashable, Sendable {
        /// The thread's id.
        package var id: String
        /// The beginning of the conversation.
        package var preview: String
        /// The title that a user gave the thread.
        package var name: String?
        /// The section that the user filed the thread under.
        package var section: ThreadSection?
        /// When the thread came into its section, in Unix seconds.
        package var sectionEnteredAt: Int?
        /// The project that the thread belongs to.
        package var projectId: String?
        /// What the thread is doing now.
        package var status = ThreadStatus.notLoaded
        /// The file that holds the thread's log.
        package var path: String?
        /// Null: only loaded threads have it.
        @Experimental var canAcceptDirectInput: Bool?
        /// Null: only loaded threads have it.
        @Experimental var environments: [ThreadEnvironment]?
        /// Whether an access program for security work applies.
        @Experimental package var daybreakEnabled: Bool?
        /// Null: room for further data.
        @Experimental var extra: ThreadExtra?

        private enum CodingKeys: CodingKey, CaseIterable {
            case id, preview, name, section, sectionEnteredAt, projectId, status, path
            case canAcceptDirectInput, environments, daybreakEnabled, extra
        }

        /// The names of the members.
        static let names = Set(CodingKeys.allCases.map(\.stringValue))

        /// The facts of a thread that is not loaded.
        package init(
            id: String, preview: String, name: String?, section: ThreadSection?, sectionEnteredAt: Int?,
            projectId: String?, path: String?, daybreakEnabled: Bool?
        ) {
            self.id = id
            self.preview = preview
            self.name = name
            self.section = section
            self.sectionEnteredAt = sectionEnteredAt
            self.projectId = projectId
            self.path = path
            self.daybreakEnabled = daybreakEnabled
        }
    }

    /// A listing from its parts.
    package init(facts: Facts, rest: RawMembers) {
        self.facts = facts
        self.rest = rest
    }

    /// The members of a thread that are kept as text.
    package static func rest(of thread: Thread) throws -> RawMembers {
        let text = try WireCoder.encode(thread, experimental: false)
        return RawMembers(try JSONDocument(parsing: text).root, without: Facts.names)
    }
}
