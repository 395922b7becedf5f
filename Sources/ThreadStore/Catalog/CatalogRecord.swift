internal import AppServerProtocol
internal import WireJSON

/// A project as the catalog keeps it. What follows from its threads and from the other projects is not part of it.
package struct ProjectDefinition: Codable, Hashable, Sendable {
    /// The project's id, a UUID.
    package var id: String
    /// Its name.
    package var name: String
    /// Its directories, absolute paths.
    package var roots: [String]
    /// What clients keep about it.
    package var metadata: [String: String]
    /// When it was made, in milliseconds since the Unix epoch.
    package var createdAtMs: Int
    /// When it last changed, in milliseconds since the Unix epoch.
    package var updatedAtMs: Int
    /// The client's own key of the request that made it: the same key again means the same project.
    package var idempotencyKey: String

    /// A definition from its parts.
    package init(
        id: String, name: String, roots: [String], metadata: [String: String], createdAtMs: Int, updatedAtMs: Int,
        idempotencyKey: String
    ) {
        self.id = id
        self.name = name
        self.roots = roots
        self.metadata = metadata
        self.createdAtMs = createdAtMs
        self.updatedAtMs = updatedAtMs
        self.idempotencyKey = idempotencyKey
    }
}

/// A line of the catalog: `{"at":…,"kind":"…", …}`. Kinds that a later version adds are skipped, and kept in the file.
enum CatalogRecord: Hashable, Sendable {
    /// A section as it is from here on.
    case section(ThreadSection)
    /// A section is gone.
    case sectionDeleted(id: String)
    /// A project as it is from here on. A new one stands behind all others.
    case project(ProjectDefinition)
    /// A project is gone.
    case projectDeleted(id: String)
    /// The order of the projects. Those that it doesn't name stand behind, in the order of their making.
    case projectOrder([String])
    /// Something that this version does not know.
    case unknown

    /// The one shape of all lines; each kind has its own field.
    private struct Line: Codable {
        var at: Int
        var kind: String
        var section: ThreadSection?
        var project: ProjectDefinition?
        var id: String?
        var ids: [String]?
    }

    /// The line with its line feed.
    func encoded(atMs: Int) throws -> [UInt8] {
        var line = Line(at: atMs, kind: "")
        switch self {
        case .section(let section):
            line.kind = "section"
            line.section = section
        case .sectionDeleted(let id):
            line.kind = "sectionDeleted"
            line.id = id
        case .project(let project):
            line.kind = "project"
            line.project = project
        case .projectDeleted(let id):
            line.kind = "projectDeleted"
            line.id = id
        case .projectOrder(let ids):
            line.kind = "projectOrder"
            line.ids = ids
        case .unknown:
            line.kind = "unknown"
        }
        return try WireCoder.encode(line) + [UInt8(ascii: "\n")]
    }

    /// Reads a line without its line feed; nil for what is no record.
    init?(parsing bytes: [UInt8]) {
        guard let line = try? WireCoder.decode(Line.self, from: bytes) else { return nil }
        switch (line.kind, line.section, line.project, line.id, line.ids) {
        case ("section", let section?, _, _, _): self = .section(section)
        case ("sectionDeleted", _, _, let id?, _): self = .sectionDeleted(id: id)
        case ("project", _, let project?, _, _): self = .project(project)
        case ("projectDeleted", _, _, let id?, _): self = .projectDeleted(id: id)
        case ("projectOrder", _, _, _, let ids?): self = .projectOrder(ids)
        default: self = .unknown
        }
    }
}
