import AgentCore
import AppServerProtocol
import ThreadStore

/// The methods of sections.
struct SectionHandlers: Sendable {
    let threads: ThreadManager

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ThreadSectionList.self) { params, _ in
            try PageLimit.check(params.limit)
            let page = try ListPage(try await sections(), params.cursor, params.limit, id: \.id)
            return Handled(ThreadSectionListResponse(data: page.data, nextCursor: page.nextCursor))
        }
        router.on(ThreadSectionCreate.self) { params, _ in
            let section = try await catalogued {
                try await $0.createSection(name: params.name, appearance: params.appearance)
            }
            return Handled(ThreadSectionCreateResponse(section: section))
        }
        router.on(ThreadSectionUpdate.self) { params, _ in
            let section = try await catalogued {
                try await $0.updateSection(params.sectionId, name: params.name, appearance: params.appearance)
            }
            return Handled(ThreadSectionUpdateResponse(section: section))
        }
        router.on(ThreadSectionDelete.self) { params, _ in
            try await catalogued { try await $0.deleteSection(params.sectionId) }
            return Handled(ThreadSectionDeleteResponse())
        }
        router.on(ThreadSectionMove.self) { params, _ in
            try await threads.move(params)
            return Handled(ThreadSectionMoveResponse())
        }
    }

    private func sections() async throws -> [ThreadSection] {
        try await catalogued { try await $0.sections() }
    }

    private func catalogued<Result: Sendable>(_ body: (Catalog) async throws -> Result) async throws -> Result {
        do {
            return try await body(threads.catalog)
        } catch let error as ThreadStoreError {
            throw AgentError(error)
        }
    }
}
