package import AppServerProtocol
internal import Support
internal import Synchronization
package import WireJSON

/// What belongs to no thread: the sections and projects that threads are filed under. It lies in `catalog.jsonl` in the
/// home, an append-only file that several processes may change.
///
/// Small: it is read whole, and again when the file has changed. A section that was deleted is taken out of no thread's
/// log; threads that name it are in none.
package final class Catalog: Sendable {
    /// The section that is always there.
    package static let pinned = ThreadSection(id: "01984de2-8f74-7c91-a3b2-5c5e937cf318", name: "Pinned")

    private let file: CatalogFile
    private let clock: @Sendable () -> Int
    private let identifiers: IdentifierSource
    private let redaction: Redaction
    private let worker = BlockingPool(name: "heddle-catalog", limit: 1)
    private let known = Mutex<(version: CatalogFile.Version?, state: CatalogState)>((nil, CatalogState()))

    init(
        paths: StorePaths, clock: @escaping @Sendable () -> Int, identifiers: IdentifierSource = .system,
        redaction: Redaction = Redaction()
    ) {
        file = CatalogFile(path: paths.catalog, folder: paths.home)
        self.clock = clock
        self.identifiers = identifiers
        self.redaction = redaction
    }

    // MARK: - Sections

    /// All sections, the built-in one first, then in the order of their making. Errors: `storage`.
    package func sections() async throws(ThreadStoreError) -> [ThreadSection] {
        try await state().sections
    }

    /// The section of an id. Errors: `sectionNotFound`, `storage`.
    package func section(_ id: String) async throws(ThreadStoreError) -> ThreadSection {
        try await state().section(id)
    }

    /// Makes a section. White space around the name is left out. Errors: `invalidName`, `storage`.
    package func createSection(
        name: String, appearance: ThreadSectionAppearance? = nil
    ) async throws(ThreadStoreError) -> ThreadSection {
        let section = ThreadSection(
            id: identifiers.uuid(), name: try Self.name(name, of: "section"), appearance: appearance)
        return try await change { _ in (section, [.section(section)]) }
    }

    /// Renames a section, and changes or clears what it looks like.
    ///
    /// Errors: `sectionNotFound`, `invalidName`, `builtInSection`, `storage`.
    package func updateSection(
        _ id: String, name: String, appearance: Patch<ThreadSectionAppearance> = .absent
    ) async throws(ThreadStoreError) -> ThreadSection {
        let name = try Self.name(name, of: "section")
        return try await change { state throws(ThreadStoreError) in
            var section = try state.section(id)
            guard id != Self.pinned.id || name == section.name else {
                throw ThreadStoreError(
                    kind: .builtInSection, message: "the built-in pinned section cannot be renamed")
            }
            let before = section
            section.name = name
            appearance.apply(to: &section.appearance)
            return (section, section == before ? [] : [.section(section)])
        }
    }

    /// Deletes a section; its threads are in none from then on. Errors: `sectionNotFound`, `builtInSection`, `storage`.
    package func deleteSection(_ id: String) async throws(ThreadStoreError) {
        guard id != Self.pinned.id else {
            throw ThreadStoreError(kind: .builtInSection, message: "the built-in pinned section cannot be deleted")
        }
        try await change { state throws(ThreadStoreError) in
            _ = try state.section(id)
            return ((), [.sectionDeleted(id: id)])
        }
    }

    // MARK: - Projects

    /// All projects in the user's order. Errors: `storage`.
    package func projects() async throws(ThreadStoreError) -> [ProjectDefinition] {
        try await state().projects
    }

    /// The project of an id. Errors: `projectNotFound`, `storage`.
    package func project(_ id: String) async throws(ThreadStoreError) -> ProjectDefinition {
        try await state().project(id)
    }

    /// Makes a project behind all others. A key that was used before means the project of that time, as it is now;
    /// `isNew` tells.
    ///
    /// Errors: `invalidName`, `invalidProject` (an empty key, a root twice), `storage`.
    package func createProject(
        name: String, roots: [String], metadata: [String: String] = [:], idempotencyKey: String
    ) async throws(ThreadStoreError) -> (project: ProjectDefinition, isNew: Bool) {
        let name = try Self.name(name, of: "project")
        guard !idempotencyKey.isEmpty else {
            throw ThreadStoreError(kind: .invalidProject, message: "idempotencyKey must not be empty")
        }
        try Self.check(roots)
        let now = clock()
        let project = ProjectDefinition(
            id: identifiers.uuid(), name: name, roots: roots, metadata: metadata, createdAtMs: now, updatedAtMs: now,
            idempotencyKey: idempotencyKey)
        return try await change { state in
            if let known = state.projects.first(where: { $0.idempotencyKey == idempotencyKey }) {
                return ((known, false), [])
            }
            return ((project, true), [.project(project)])
        }
    }

    /// Changes what is given of a project.
    ///
    /// Errors: `projectNotFound`, `invalidName`, `invalidProject`, `storage`.
    package func updateProject(
        _ id: String, name: String? = nil, roots: [String]? = nil, metadata: [String: String]? = nil
    ) async throws(ThreadStoreError) -> ProjectDefinition {
        let name = try name.map { name throws(ThreadStoreError) in try Self.name(name, of: "project") }
        if let roots { try Self.check(roots) }
        let now = clock()
        return try await change { state throws(ThreadStoreError) in
            var project = try state.project(id)
            let before = project
            project.name = name ?? project.name
            project.roots = roots ?? project.roots
            project.metadata = metadata ?? project.metadata
            guard project != before else { return (project, []) }
            project.updatedAtMs = now
            return (project, [.project(project)])
        }
    }

    /// Puts a project before another one, or behind all others.
    ///
    /// Errors: `projectNotFound`, `invalidProject` (before itself), `storage`.
    package func moveProject(_ id: String, before other: String?) async throws(ThreadStoreError) {
        try await change { state throws(ThreadStoreError) in
            _ = try state.project(id)
            if let other { _ = try state.project(other, role: "before project") }
            var ids = state.projects.map(\.id)
            let order = ids
            guard id != other else {
                throw ThreadStoreError(
                    kind: .invalidProject, message: "project \(id) cannot be moved before itself")
            }
            ids.removeAll { $0 == id }
            ids.insert(id, at: other.flatMap { ids.firstIndex(of: $0) } ?? ids.count)
            return ((), ids == order ? [] : [.projectOrder(ids)])
        }
    }

    /// Deletes a project. Its threads go on naming it. Errors: `projectNotFound`, `storage`.
    package func deleteProject(_ id: String) async throws(ThreadStoreError) {
        try await change { state throws(ThreadStoreError) in
            _ = try state.project(id)
            return ((), [.projectDeleted(id: id)])
        }
    }

    // MARK: - Checks

    private static func name(_ text: String, of what: String) throws(ThreadStoreError) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, let last = words.last else {
            throw ThreadStoreError(kind: .invalidName, message: "\(what) name must not be empty")
        }
        return String(text[first.startIndex..<last.endIndex])
    }

    private static func check(_ roots: [String]) throws(ThreadStoreError) {
        var seen: Set<String> = []
        for root in roots where !seen.insert(root).inserted {
            throw ThreadStoreError(kind: .invalidProject, message: "duplicate project root: \(root)")
        }
    }

    // MARK: - The file

    private func state() async throws(ThreadStoreError) -> CatalogState {
        // Every list asks, and mostly nothing has changed: one look is less than a thread costs.
        let known = known.withLock { $0 }
        if known.version == file.version() { return known.state }
        return try await worker.run { () throws(ThreadStoreError) in
            let version = self.file.version()
            let known = self.known.withLock { $0 }
            if known.version == version { return known.state }
            let state = CatalogState(lines: try self.file.lines())
            self.known.withLock { $0 = (version, state) }
            return state
        }
    }

    private func change<Value: Sendable>(
        _ body: @escaping @Sendable (CatalogState) throws(ThreadStoreError) -> (Value, [CatalogRecord])
    ) async throws(ThreadStoreError) -> Value {
        let now = clock()
        return try await worker.run { () throws(ThreadStoreError) in
            try self.file.append { lines throws(ThreadStoreError) in
                let (value, records) = try body(CatalogState(lines: lines))
                return (value, try self.encode(records, now))
            }
        }
    }

    private func encode(_ records: [CatalogRecord], _ now: Int) throws(ThreadStoreError) -> [UInt8] {
        do {
            return try records.flatMap { redaction.redact(catalogLine: try $0.encoded(atMs: now)) }
        } catch {
            throw ThreadStoreError(kind: .storage, message: "the catalog can't be written", reason: "\(error)")
        }
    }
}

extension ThreadStoreError.Kind {
    /// The catalog has no section of this id.
    package static let sectionNotFound = Self(rawValue: "sectionNotFound")
    /// The section is always there as it is.
    package static let builtInSection = Self(rawValue: "builtInSection")
    /// The catalog has no project of this id.
    package static let projectNotFound = Self(rawValue: "projectNotFound")
    /// A section or project needs a name.
    package static let invalidName = Self(rawValue: "invalidName")
    /// Something about a project can't be.
    package static let invalidProject = Self(rawValue: "invalidProject")
}
