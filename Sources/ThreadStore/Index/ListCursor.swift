/// A place in a list: what orders it together with the thread's id, so that threads of the same moment are neither
/// dropped nor repeated.
///
/// As text: `created_at:after:1763682414123:0199…`. Clients treat it as opaque.
struct ListCursor: Hashable {
    /// A thread's place in an order.
    enum Place: Hashable {
        /// A time in milliseconds.
        case time(Int)
        /// A rank in a section.
        case rank(Double)
    }

    /// What the list is ordered by.
    var sortKey: ThreadListQuery.SortKey
    /// Whether the page begins with the thread itself rather than behind it.
    var isInclusive: Bool
    /// The thread's place.
    var place: Place
    /// The thread's id.
    var id: String

    /// The form that clients get.
    var text: String {
        let place =
            switch self.place {
            case .time(let timeMs): "\(timeMs)"
            case .rank(let rank): "\(rank)"
            }
        return "\(sortKey.rawValue):\(isInclusive ? "from" : "after"):\(place):\(id)"
    }

    /// The cursor of a page that begins with this thread, or behind it.
    init(sortKey: ThreadListQuery.SortKey, isInclusive: Bool, place: Place, id: String) {
        self.sortKey = sortKey
        self.isInclusive = isInclusive
        self.place = place
        self.id = id
    }

    /// The same from all that is known of the thread.
    init(of summary: ThreadSummary, sortKey: ThreadListQuery.SortKey, isInclusive: Bool) {
        self.sortKey = sortKey
        self.isInclusive = isInclusive
        id = summary.id
        place =
            switch sortKey {
            case .createdAt: .time(summary.createdAtMs)
            case .updatedAt: .time(summary.updatedAtMs)
            case .recencyAt: .time(summary.recencyAtMs)
            case .sectionPosition: .rank(summary.section?.rank ?? 0)
            }
    }

    /// Reads a client's cursor for a list with this order. Errors: `invalidCursor`.
    init(parsing text: String, sortKey: ThreadListQuery.SortKey) throws(ThreadStoreError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == sortKey.rawValue, parts[1] == "from" || parts[1] == "after",
            let place = Self.place(parts[2], sortKey), let id = try? ThreadID.canonical(String(parts[3]))
        else { throw .invalidCursor(text) }
        self.sortKey = sortKey
        isInclusive = parts[1] == "from"
        self.place = place
        self.id = id
    }

    private static func place(_ text: Substring, _ sortKey: ThreadListQuery.SortKey) -> Place? {
        guard sortKey == .sectionPosition else { return Int(text).map(Place.time) }
        guard let rank = Double(text), rank.isFinite else { return nil }
        return .rank(rank)
    }
}
