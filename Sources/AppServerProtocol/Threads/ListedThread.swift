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

extension ListedThread: VerbatimField {
    /// To a client every thread is a ``Thread``.
    package static var shapeType: any Codable.Type { Thread.self }

    /// Reads a thread.
    package init(from decoder: any Decoder) throws {
        self = .whole(try decoder.singleValueContainer().decode(Thread.self))
    }

    /// Writes the thread: one object, whatever it is made from.
    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .whole(let thread): try thread.encode(to: encoder)
        case .stored(let listing): try listing.encode(to: encoder)
        }
    }
}

/// A stored thread on its way into a list: the facts that depend on more than the thread's own log, and the rest as text.
package struct ThreadListing: Hashable, Sendable {
    /// What is put together for each list.
    package var facts: Facts
    /// All other members of the thread.
    package var text: Text

    /// The members of ``Thread`` that the index keeps in columns anyway or that depend on the moment.
    package struct Facts: Hashable, Sendable {
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

        /// The facts of a thread that is not loaded.
        package init(id: String, preview: String, name: String?, projectId: String?) {
            self.id = id
            self.preview = preview
            self.name = name
            self.projectId = projectId
        }
    }

    /// The members of a thread that are kept as text.
    package struct Text: Hashable, Sendable {
        /// Those of the stable protocol.
        package let stable: RawMembers
        /// The others.
        package let experimental: RawMembers

        /// The text of a thread. Throws what encoding throws.
        package init(of thread: Thread) throws {
            let stable = try JSONDocument(parsing: WireCoder.encode(thread, experimental: false)).root
            let whole = try JSONDocument(parsing: WireCoder.encode(thread)).root
            let facts = Set(CodingKeys.allCases.map(\.stringValue))
            self.stable = RawMembers(stable, without: facts)
            experimental = RawMembers(
                whole, without: facts.union(stable.members.map(\.key)), isExperimental: true)
        }

        /// Reads what ``stored`` wrote. Nil for anything else: it comes from a place that may be damaged.
        package init?(stored: [UInt8]) {
            guard let root = try? JSONDocument(parsing: stored).root, let stable = root[0], let experimental = root[1],
                stable.kind == .object, experimental.kind == .object
            else { return nil }
            self.stable = RawMembers(textOf: stable)
            self.experimental = RawMembers(textOf: experimental, isExperimental: true)
        }

        /// Both as one text: an array of two objects.
        package var stored: [UInt8] {
            Array("[{".utf8) + stable.bytes + Array("},{".utf8) + experimental.bytes + Array("}]".utf8)
        }
    }

    private enum CodingKeys: CodingKey, CaseIterable {
        case id, preview, name, section, sectionEnteredAt, projectId, status, path
    }

    /// A listing from its parts.
    package init(facts: Facts, text: Text) {
        self.facts = facts
        self.text = text
    }

    fileprivate func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(facts.id, forKey: .id)
        try container.encode(facts.preview, forKey: .preview)
        try container.encodeIfPresent(facts.name, forKey: .name)
        try container.encodeIfPresent(facts.section, forKey: .section)
        try container.encodeIfPresent(facts.sectionEnteredAt, forKey: .sectionEnteredAt)
        try container.encodeIfPresent(facts.projectId, forKey: .projectId)
        try container.encode(facts.status, forKey: .status)
        try container.encodeIfPresent(facts.path, forKey: .path)
        try text.stable.encode(to: encoder)
        try text.experimental.encode(to: encoder)
    }
}
