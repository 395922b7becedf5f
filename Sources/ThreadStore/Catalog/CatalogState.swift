internal import AppServerProtocol

/// What the records of a catalog add up to. A pure value: no file, no clock.
struct CatalogState: Hashable, Sendable {
    /// The sections, the built-in one first, then in the order of their making.
    private(set) var sections = [Catalog.pinned]
    /// The projects in the user's order.
    private(set) var projects: [ProjectDefinition] = []

    /// The state that lines add up to; damaged ones are skipped.
    init(lines: [[UInt8]] = []) {
        for line in lines {
            if let record = CatalogRecord(parsing: line) { apply(record) }
        }
    }

    /// Takes in the next record.
    mutating func apply(_ record: CatalogRecord) {
        switch record {
        case .section(let section):
            if let index = sections.firstIndex(where: { $0.id == section.id }) {
                sections[index] = section
            } else {
                sections.append(section)
            }
        case .sectionDeleted(let id):
            sections.removeAll { $0.id == id && id != Catalog.pinned.id }
        case .project(let project):
            if let index = projects.firstIndex(where: { $0.id == project.id }) {
                projects[index] = project
            } else {
                projects.append(project)
            }
        case .projectDeleted(let id):
            projects.removeAll { $0.id == id }
        case .projectOrder(let ids):
            let named = ids.compactMap { id in projects.first { $0.id == id } }
            projects = named + projects.filter { project in !ids.contains(project.id) }
        case .unknown:
            break
        }
    }

    /// The section of an id. Errors: `sectionNotFound`.
    func section(_ id: String) throws(ThreadStoreError) -> ThreadSection {
        guard let section = sections.first(where: { $0.id == id }) else {
            throw ThreadStoreError(kind: .sectionNotFound, message: "thread section not found: \(id)")
        }
        return section
    }

    /// The project of an id. Errors: `projectNotFound`.
    func project(_ id: String, role: String = "project") throws(ThreadStoreError) -> ProjectDefinition {
        guard let project = projects.first(where: { $0.id == id }) else {
            throw ThreadStoreError(kind: .projectNotFound, message: "\(role) not found: \(id)")
        }
        return project
    }
}
