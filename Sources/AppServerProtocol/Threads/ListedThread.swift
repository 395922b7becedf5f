import WireJSON

/// A thread in a list: the fields that depend on more than the thread's own log, and the rest as JSON that is written
/// already.
///
/// A list shows many threads that nobody has loaded. Reading each of their fields only to write it again would be most of
/// what a list costs.
package struct ListedThread: Hashable, Sendable {
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
    /// All other fields of the thread.
    package let rest: Rest

    private enum CodingKeys: CodingKey, CaseIterable {
        case id, preview, name, section, sectionEnteredAt, projectId, status, path
    }

    /// A thread that is not loaded, in no section, from what an index holds.
    package init(id: String, preview: String, name: String?, projectId: String?, rest: Rest) {
        self.id = id
        self.preview = preview
        self.name = name
        self.projectId = projectId
        self.rest = rest
    }

    /// Any thread. Throws what encoding throws.
    package init(_ thread: Thread) throws {
        self.init(
            id: thread.id, preview: thread.preview, name: thread.name, projectId: thread.projectId,
            rest: try Rest(of: thread))
        section = thread.section
        sectionEnteredAt = thread.sectionEnteredAt
        status = thread.status
        path = thread.path
    }

    /// The thread as a value. Throws what decoding throws when the text is of no thread.
    package var thread: Thread {
        get throws { try WireCoder.decode(Thread.self, from: WireCoder.encode(self)) }
    }

    /// The fields of a thread that are kept as text.
    package struct Rest: Hashable, Sendable {
        private let stable: RawMembers
        private let experimental: RawMembers

        /// The text of a thread. Throws what encoding throws.
        package init(of thread: Thread) throws {
            let stable = try JSONDocument(parsing: WireCoder.encode(thread, experimental: false)).root
            let whole = try JSONDocument(parsing: WireCoder.encode(thread)).root
            let fields = Set(CodingKeys.allCases.map(\.stringValue))
            self.stable = RawMembers(stable, without: fields)
            experimental = RawMembers(
                whole, without: fields.union(stable.members.map(\.key)), isExperimental: true)
        }

        /// Reads what ``stored`` wrote. Nil for anything else: it comes from a place that may be damaged.
        package init?(stored: [UInt8]) {
            guard let root = try? JSONDocument(parsing: stored).root, let stable = root[0], let experimental = root[1],
                stable.kind == .object, experimental.kind == .object
            else { return nil }
            self.stable = RawMembers(textOf: stable)
            self.experimental = RawMembers(textOf: experimental, isExperimental: true)
        }

        /// Both as one text: an array of two objects, the second of what only the experimental protocol has.
        package var stored: [UInt8] {
            Array("[{".utf8) + stable.bytes + Array("},{".utf8) + experimental.bytes + Array("}]".utf8)
        }

        fileprivate func encode(to encoder: any Encoder) throws {
            try stable.encode(to: encoder)
            try experimental.encode(to: encoder)
        }
    }
}

extension ListedThread: VerbatimField {
    /// To a client every thread is a ``Thread``.
    package static var shapeType: any Codable.Type { Thread.self }

    /// Reads a thread.
    package init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(Thread.self))
    }

    /// Writes the thread: one object, whatever it is made from.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(preview, forKey: .preview)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encodeIfPresent(section, forKey: .section)
        try container.encodeIfPresent(sectionEnteredAt, forKey: .sectionEnteredAt)
        try container.encodeIfPresent(projectId, forKey: .projectId)
        try container.encode(status, forKey: .status)
        try container.encodeIfPresent(path, forKey: .path)
        try rest.encode(to: encoder)
    }
}
