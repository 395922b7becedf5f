package import AppServerProtocol
package import ThreadStore
import WireJSON

extension ThreadListQuery {
    /// What a client's `thread/list` asks of the store.
    package init(_ params: ThreadListParams) {
        let sortKey: SortKey =
            switch params.sortKey {
            case .updatedAt: .updatedAt
            case .recencyAt: .recencyAt
            case .sectionPosition: .sectionPosition
            case nil, .createdAt: .createdAt
            }
        let section: SectionFilter =
            switch params.sectionId {
            case .absent: .any
            case .null: .unsectioned
            case .set(let id): .section(id)
            }
        self.init(
            cursor: params.cursor, limit: params.limit, sortKey: sortKey, isAscending: params.sortDirection == .asc,
            modelProviders: params.modelProviders ?? [], sourceKinds: params.sourceKinds ?? [],
            isArchived: params.archived ?? false, cwds: params.cwd?.paths ?? [], searchTerm: params.searchTerm,
            excludedThreadIds: params.excludedThreadIds ?? [], section: section, projectId: params.projectId,
            parentThreadId: params.parentThreadId, ancestorThreadId: params.ancestorThreadId)
    }
}
