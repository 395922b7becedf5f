internal import AppServerProtocol
internal import GRDB
internal import WireJSON

/// A thread as a page of a list reads it from the index: few columns, most of the answer in one of them.
struct ListedRow: Sendable {
    /// What the list shows, without section and path.
    private let listed: ListedThread
    private let sectionId: String?
    private let sectionEnteredAtMs: Int
    private let relativePath: String
    /// How far the user has read; nil while there is nothing to read.
    let readState: ThreadReadState?
    /// What orders the list.
    let place: ListCursor.Place

    private static let columns = [
        "id", "preview", "name", "section_id", "section_entered_ms", "project_id", "path", "first_unread",
        "read_revision", "listing",
    ].joined(separator: ", ")

    /// The thread's id.
    var id: String { listed.id }

    /// The beginning of a query whose rows can be read.
    static func select(orderedBy column: String) -> String { "SELECT \(columns), \(column) FROM thread" }

    /// Reads a row of ``select(orderedBy:)``. Throws where a value is not of its column's type, and ``DamagedListing``
    /// where the text is no JSON: a sound index has neither.
    init(_ row: Row, _ sortKey: ThreadListQuery.SortKey) throws {
        var columns = ColumnReader(row: row)
        let id: String = try columns.next()
        let preview: String = try columns.next()
        let name: String? = try columns.next()
        sectionId = try columns.next()
        sectionEnteredAtMs = try columns.next()
        let projectId: String? = try columns.next()
        relativePath = try columns.next()
        readState = ReadStateColumn.value(try columns.next(), revision: try columns.next())
        listed = ListedThread(
            id: id, preview: preview, name: name, projectId: projectId, rest: try columns.listing())
        place = sortKey == .sectionPosition ? .rank(try columns.next()) : .time(try columns.next())
    }

    /// The thread of the row.
    func thread(_ surroundings: IndexSurroundings) -> ListedThread {
        var thread = listed
        thread.path = "\(surroundings.home)/\(relativePath)"
        // A thread whose section was deleted is in none.
        if let sectionId, let section = surroundings.sections[sectionId] {
            thread.section = section
            thread.sectionEnteredAt = sectionEnteredAtMs / 1000
        }
        return thread
    }
}
