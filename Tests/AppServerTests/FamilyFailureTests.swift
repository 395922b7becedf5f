import AppServerProtocol
import Foundation
import Testing
import ThreadStore

@testable import AgentCore

/// Threads are put away and deleted with those that descend from them. What is done before one of them fails is told.
@Suite struct FamilyFailureTests {
    private static let parent = "0199aaaa-0000-7000-8000-000000000001"
    private static let child = "0199aaaa-0000-7000-8000-000000000002"
    private static let grandchild = "0199aaaa-0000-7000-8000-000000000003"

    /// A family on disk, the child loaded and heard.
    private static func storeFamily(_ core: CoreFixture) async throws {
        try await core.storeThread(CoreFixture.header(parent))
        try await core.storeThread(CoreFixture.header(child, parent: parent))
        try await core.storeThread(CoreFixture.header(grandchild, parent: child))
        let opened = try await core.manager.resume(
            CoreFixture.params(#"{"threadId": "\#(child)"}"#), userAgent: "test", for: core.inbox.subscriber)
        opened.feed.release(core.inbox.subscriber.id)
    }

    @Test func anArchivingThatFailsHalfWayTellsWhatWasDone() async throws {
        let disk = TestDisk()
        let core = try CoreFixture(disk: disk.operations)
        try await core.run { [core] in
            try await Self.storeFamily(core)
            core.passed.whenPassed(Self.child) { disk.setFull(true) }
            await #expect(throws: AgentError.self) { try await core.manager.archive(Self.parent)() }
            #expect(core.inbox.threads("thread/archived") == [Self.grandchild])
            #expect(core.inbox.threads("thread/closed") == [Self.child])
            disk.setFull(false)
            await core.recovered()
            // Nor does the disk make more of it later.
            #expect(try await core.store.state(Self.grandchild).digest.isArchived)
            #expect(try await !core.store.state(Self.child).digest.isArchived)
            #expect(try await !core.store.state(Self.parent).digest.isArchived)
            // Asked again, it is done.
            try await core.manager.archive(Self.parent)()
            #expect(core.inbox.threads("thread/archived") == [Self.grandchild, Self.child, Self.parent])
        }
    }

    @Test func aDeletionThatFailsHalfWayTellsWhatWasDone() async throws {
        let core = try CoreFixture()
        try await core.run { [core] in
            try await Self.storeFamily(core)
            let path = try #require(await core.manager.thread(Self.child).feed.path)
            core.passed.whenPassed(Self.child) {
                // A folder can't be deleted as a file.
                try? FileManager.default.moveItem(atPath: path, toPath: path + ".away")
                try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
            await #expect(throws: AgentError.self) { try await core.manager.delete(Self.parent)() }
            #expect(core.inbox.threads("thread/deleted") == [Self.grandchild])
            #expect(core.inbox.threads("thread/closed") == [Self.child])
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
            try await core.manager.delete(Self.parent)()
            #expect(core.inbox.threads("thread/deleted") == [Self.grandchild, Self.child, Self.parent])
        }
    }

    @Test(arguments: [true, false])
    func nothingIsDoneWhenAnotherProcessWritesOneOfThem(isDeletion: Bool) async throws {
        let core = try CoreFixture()
        let other = ThreadStore(home: core.home, clock: { 1000 }, logger: core.environment.logger)
        try await core.run { [core] in
            let header = CoreFixture.header(Self.parent)
            let log = try await other.create(
                header, settings: ThreadSettings(header, core.environment.configuration(), core.environment))
            try await core.storeThread(CoreFixture.header(Self.child, parent: Self.parent))
            let error = await #expect(throws: AgentError.self) {
                try await isDeletion
                    ? core.manager.delete(Self.parent)() : core.manager.archive(Self.parent)()
            }
            #expect(error?.kind == .threadOwnedElsewhere)
            #expect(try await !core.store.state(Self.child).digest.isArchived)
            #expect(core.inbox.lines.isEmpty)
            log.close()
        }
        other.close()
    }

    @Test func descendantsStayWhereTheThreadIsGone() async throws {
        let core = try CoreFixture()
        try await core.run { [core] in
            try await core.storeThread(CoreFixture.header(Self.child, parent: Self.parent))
            await #expect(throws: AgentError.self) { try await core.manager.archive(Self.parent)() }
            #expect(try await !core.store.state(Self.child).digest.isArchived)
        }
    }
}
