package import AppServerProtocol
package import ThreadStore

extension ThreadListQuery {
    /// What a client's `thread/list` asks of the store.
    package init(_ params: ThreadListParams) {
        let sortKey: SortKey =
            switch params.sortKey {
            case .updatedAt: .updatedAt
            case .recencyAt: .recencyAt
            case nil, .createdAt, .sectionPosition: .createdAt
            }
        self.init(
            cursor: params.cursor, limit: params.limit, sortKey: sortKey, isAscending: params.sortDirection == .asc,
            modelProviders: params.modelProviders ?? [], sourceKinds: params.sourceKinds ?? [],
            isArchived: params.archived ?? false, cwds: params.cwd?.paths ?? [], searchTerm: params.searchTerm,
            excludedThreadIds: params.excludedThreadIds ?? [])
    }
}
