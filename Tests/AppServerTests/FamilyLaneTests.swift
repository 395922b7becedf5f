import AppServerProtocol
import Testing
import ThreadStore

@testable import AgentCore

/// Requests that change more threads than the one that they name: each one is changed in its own lane.
@Suite struct FamilyLaneTests {
    private static let parent = "0199aaaa-0000-7000-8000-000000000001"
    private static let child = "0199aaaa-0000-7000-8000-000000000002"
    private static let grandchild = "0199aaaa-0000-7000-8000-000000000003"

    private let core: CoreFixture

    init() throws {
        core = try CoreFixture()
    }

    private static func storeFamily(_ core: CoreFixture) async throws {
        try await core.storeThread(CoreFixture.header(parent))
        try await core.storeThread(CoreFixture.header(child, parent: parent))
        try await core.storeThread(CoreFixture.header(grandchild, parent: child))
    }

    @Test func descendantsAreArchivedAndDeletedInTheirLanes() async throws {
        try await core.run { [core] in
            try await Self.storeFamily(core)
            try await core.manager.archive(Self.parent)()
            #expect(core.passed.takeAll() == [Self.grandchild, Self.child])
            for id in [Self.parent, Self.child, Self.grandchild] {
                #expect(try await core.store.state(id).digest.isArchived)
            }
            try await core.manager.delete(Self.parent)()
            #expect(core.passed.takeAll() == [Self.grandchild, Self.child])
            await #expect(throws: (any Error).self) { try await core.store.state(Self.grandchild) }
        }
    }

    /// A descendant that comes into use while the family is being let go is kept, and so is everything above it.
    @Test func retentionLooksAgainInTheLaneOfEach() async throws {
        try await core.run { [core] in
            try await Self.storeFamily(core)
            core.passed.whenPassed(Self.grandchild) {
                try? await core.manager.rename(Self.child, "keep me")
            }
            let action = RetentionRule.Action(kind: .archive, id: Self.parent, limit: "max_age_days")
            #expect(try await core.manager.perform(action) == nil)
            #expect(try await core.store.state(Self.grandchild).digest.isArchived)
            #expect(try await !core.store.state(Self.child).digest.isArchived)
            #expect(try await !core.store.state(Self.parent).digest.isArchived)
        }
    }

    @Test func projectsTakeThreadsInTheirLanes() async throws {
        try await core.run { [core] in
            try await Self.storeFamily(core)
            let project = try await core.manager.importProject(
                CoreFixture.params(
                    """
                    {"idempotencyKey": "k", "name": "p", "roots": [],
                     "threads": ["\(Self.parent)", "\(Self.child)"]}
                    """)
            ) { _ in }
            #expect(core.passed.takeAll() == [Self.parent, Self.child])
            let other = try await core.manager.createProject(
                CoreFixture.params(#"{"idempotencyKey": "l", "name": "q", "roots": []}"#))
            // One of them goes elsewhere by a request of its own, which comes first in its lane.
            core.passed.whenPassed(Self.child) {
                _ = try? await core.manager.updateMetadata(
                    CoreFixture.params(#"{"threadId": "\#(Self.child)", "projectId": "\#(other.0.id)"}"#))
            }
            try await core.manager.deleteProject(project.id) {}
            #expect(core.passed.takeAll() == [Self.parent, Self.child])
            #expect(try await core.store.state(Self.parent).digest.projectId == nil)
            #expect(try await core.store.state(Self.child).digest.projectId == other.0.id)
        }
    }
}
