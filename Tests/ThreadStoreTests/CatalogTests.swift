import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// Sections and projects outlive the process, and several processes can change them.
struct CatalogTests {
    private let home = TestHome()

    private var path: String { home.path + "/catalog.jsonl" }

    private func catalog() -> Catalog {
        Catalog(paths: StorePaths(home: home.path), clock: { [home] in home.nowMs })
    }

    @Test func theBuiltInSectionIsAlwaysThere() async throws {
        let catalog = catalog()
        #expect(try await catalog.sections() == [Catalog.pinned])
        #expect(Catalog.pinned.name == "Pinned")
        #expect(!FileManager.default.fileExists(atPath: path))
        await #expect(throws: ThreadStoreError.self) { try await catalog.deleteSection(Catalog.pinned.id) }
        let error = await #expect(throws: ThreadStoreError.self) {
            try await catalog.updateSection(Catalog.pinned.id, name: "Mine")
        }
        #expect(error?.kind == .builtInSection)
    }

    @Test func sections() async throws {
        let catalog = catalog()
        let first = try await catalog.createSection(name: " A ", appearance: ThreadSectionAppearance(icon: "star"))
        let second = try await catalog.createSection(name: "A")
        #expect(first.name == "A")
        #expect(first.id != second.id)
        let renamed = try await catalog.updateSection(first.id, name: "B")
        #expect(renamed == ThreadSection(id: first.id, name: "B", appearance: ThreadSectionAppearance(icon: "star")))
        #expect(try await catalog.sections() == [Catalog.pinned, renamed, second])
        try await catalog.deleteSection(second.id)
        #expect(try await self.catalog().sections() == [Catalog.pinned, renamed], "another process reads the same")
        let missing = await #expect(throws: ThreadStoreError.self) { try await catalog.section(second.id) }
        #expect(missing?.message == "thread section not found: \(second.id)")
        let unnamed = await #expect(throws: ThreadStoreError.self) { try await catalog.createSection(name: " ") }
        #expect(unnamed?.message == "section name must not be empty")
    }

    @Test func projects() async throws {
        let catalog = catalog()
        let (first, isNew) = try await catalog.createProject(
            name: "One", roots: ["/a"], metadata: ["k": "v"], idempotencyKey: "1")
        #expect(isNew)
        let again = try await catalog.createProject(name: "Other", roots: [], idempotencyKey: "1")
        #expect(again == (first, false))
        let second = try await catalog.createProject(name: "Two", roots: [], idempotencyKey: "2").project
        let third = try await catalog.createProject(name: "Three", roots: [], idempotencyKey: "3").project
        try await catalog.moveProject(third.id, before: first.id)
        #expect(try await catalog.projects().map(\.name) == ["Three", "One", "Two"])
        try await catalog.moveProject(third.id, before: nil)
        #expect(try await catalog.projects().map(\.name) == ["One", "Two", "Three"])
        home.nowMs += 5
        let renamed = try await catalog.updateProject(first.id, name: "Uno")
        #expect(renamed.updatedAtMs == first.updatedAtMs + 5)
        #expect(renamed.roots == ["/a"])
        try await catalog.deleteProject(second.id)
        #expect(try await self.catalog().projects().map(\.name) == ["Uno", "Three"])
        for call in [
            { try await catalog.moveProject("x", before: nil) }, { try await catalog.deleteProject(second.id) },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: ThreadStoreError.self) { try await call() }
            #expect(error?.kind == .projectNotFound)
        }
        let twice = await #expect(throws: ThreadStoreError.self) {
            try await catalog.createProject(name: "n", roots: ["/a", "/a"], idempotencyKey: "4")
        }
        #expect(twice?.message == "duplicate project root: /a")
    }

    @Test func projectsKnowWhenTheirThreadsWereUsed() async throws {
        let store = home.store()
        let project = try await store.catalog.createProject(name: "P", roots: ["/a"], idempotencyKey: "1").project
        #expect(try await store.projects().map(\.recencyAt) == [nil])
        for (id, recency, isArchived) in [(threadA, 5000, false), (threadB, 9000, true)] {
            var summary = ThreadSummary(
                header: header(id), settings: nil, name: nil, preview: "", hasUserMessage: true, updatedAtMs: 1,
                recencyAtMs: recency, isArchived: isArchived)
            summary.projectId = project.id
            store.noteSummary(summary)
        }
        #expect(try await store.project(project.id).recencyAt == 5)
        store.close()
    }

    @Test func aTornLineIsCutOffAndUnknownOnesStay() async throws {
        let catalog = catalog()
        _ = try await catalog.createSection(name: "A")
        let unknown = #"{"at":1,"kind":"later","x":[1]}"# + "\n" + "noise\n"
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data((unknown + #"{"at":1,"kind":"sec"#).utf8))
        #expect(try await catalog.sections().map(\.name) == ["Pinned", "A"])
        _ = try await catalog.createSection(name: "B")
        #expect(try await catalog.sections().map(\.name) == ["Pinned", "A", "B"])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(unknown + #"{"at":"#))
        #expect(!text.contains(#""kind":"sec"# + "{"))
    }

    @Test func aWholeLineWithoutItsLineFeedCounts() async throws {
        let catalog = catalog()
        _ = try await catalog.createSection(name: "A")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.dropLast().write(to: URL(fileURLWithPath: path))
        _ = try await catalog.createSection(name: "B")
        #expect(try await catalog.sections().map(\.name) == ["Pinned", "A", "B"])
    }

    @Test func manyWritersLoseNothing() async throws {
        let catalogs = (0..<4).map { _ in catalog() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, catalog) in catalogs.enumerated() {
                group.addTask {
                    for index in 0..<10 { _ = try await catalog.createSection(name: "\(number)-\(index)") }
                }
            }
            try await group.waitForAll()
        }
        for catalog in catalogs { #expect(try await catalog.sections().count == 41) }
    }
}
