/// A place in a list: a thread's sort time together with its id, so that threads of the same moment are neither dropped
/// nor repeated.
///
/// As text: `created_at:after:1763682414123:0199…`. Clients treat it as opaque.
struct ListCursor: Hashable {
    /// What the list is ordered by.
    var sortKey: ThreadListQuery.SortKey
    /// Whether the page begins with the thread itself rather than behind it.
    var isInclusive: Bool
    /// The thread's sort time in milliseconds.
    var timeMs: Int
    /// The thread's id.
    var id: String

    /// The form that clients get.
    var text: String {
        "\(sortKey.rawValue):\(isInclusive ? "from" : "after"):\(timeMs):\(id)"
    }

    init(sortKey: ThreadListQuery.SortKey, isInclusive: Bool, timeMs: Int, id: String) {
        self.sortKey = sortKey
        self.isInclusive = isInclusive
        self.timeMs = timeMs
        self.id = id
    }

    /// Reads a client's cursor for a list with this order. Errors: `invalidCursor`.
    init(parsing text: String, sortKey: ThreadListQuery.SortKey) throws(ThreadStoreError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == sortKey.rawValue, parts[1] == "from" || parts[1] == "after",
            let timeMs = Int(parts[2]), let id = try? ThreadID.canonical(String(parts[3]))
        else {
            throw ThreadStoreError(kind: .invalidCursor, message: "invalid cursor: \(text)")
        }
        self.init(sortKey: sortKey, isInclusive: parts[1] == "from", timeMs: timeMs, id: id)
    }
}
