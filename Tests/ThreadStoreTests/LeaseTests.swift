import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// A thread has one writer. Two stores over one home stand for two processes: the kernel tells their locks apart. Real
/// processes are in the tests of the binary.
struct LeaseTests {
    private let home = TestHome()

    private func refusal(_ body: () async throws(ThreadStoreError) -> Void) async -> ThreadStoreError? {
        do throws(ThreadStoreError) {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test func theSecondWriterIsToldWhoTheFirstIs() async throws {
        let (first, second) = (home.store(), home.store())
        let log = try await first.create(header(), settings: try settings())
        for _ in 0..<2 {
            let error = try #require(
                await refusal { () throws(ThreadStoreError) in _ = try await second.open(threadA) })
            #expect(error.kind == .ownedElsewhere, "not `threadOpen` either")
            #expect(error.owner == LeaseOwner.current(sinceMs: home.nowMs))
            #expect(
                error.message
                    == "thread \(threadA) already has an active writer: process \(getpid()) on host "
                    + "\(error.owner?.host ?? "-") since 2025-11-20 23:46:54 UTC")
        }
        #expect(
            await refusal { () throws(ThreadStoreError) in try await second.delete(threadA) }?.kind == .ownedElsewhere)
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await second.create(header()) }?.kind
                == .ownedElsewhere)
        // Reading needs no lease, and a turn that runs there is no damage here.
        for line in try textTurn().dropLast() { log.append(line) }
        _ = await first.committer.committed(log.append(line(40, 9_000, .name("n"))))
        #expect(try await second.state(threadA).digest.lastTurn?.status == .inProgress)
        #expect(try await second.turns(threadA, TurnsQuery()).data.map(\.status) == [.inProgress])
        // Other threads are free.
        _ = try await second.create(header(threadB))
        first.close()
        second.close()
    }

    @Test func aLeaseIsFreeOnceTheLastRecordIsWritten() async throws {
        let (first, second) = (home.store(), home.store())
        let log = try await first.create(header(), settings: try settings())
        log.append(line(1, 2_000, .name("last")))
        log.close()
        first.close()
        #expect(try await second.open(threadA).thread.digest.name == "last")
        second.close()
    }

    @Test func aClosedLogWithRecordsThatTheDiskRefusesIsNotTakenOver() async throws {
        let disk = FillingDisk()
        let (first, second) = (home.store(operations: disk.operations), home.store())
        let log = try await first.create(header())
        disk.isFull = true
        let ticket = log.append(line(1, 1, .name("late")))
        log.close()
        #expect(await !first.committer.committed(ticket))
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await second.open(threadA) }?.kind == .ownedElsewhere
        )
        disk.isFull = false
        first.close()
        let (_, thread) = try await second.open(threadA)
        #expect(thread.digest.name == "late")
        #expect(thread.damages.isEmpty)
        second.close()
    }

    @Test func aThreadThatCannotBeMendedIsNotTakenOver() async throws {
        // A turn that was running has to be closed when the log is opened, and the disk is full.
        try home.write(
            try encode(
                [line(nil, 1_000, .thread(header()))] + textTurn().prefix(3)), as: threadA)
        let disk = FillingDisk()
        disk.isFull = true
        let (first, second) = (home.store(operations: disk.operations), home.store())
        #expect(await refusal { () throws(ThreadStoreError) in _ = try await first.open(threadA) }?.kind == .storage)
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await second.open(threadA) }?.kind
                == .ownedElsewhere,
            "the first still tries to write its mends")
        disk.isFull = false
        first.close()
        let (_, thread) = try await second.open(threadA)
        #expect(thread.damages.isEmpty)
        #expect(thread.digest.lastTurn?.status == .interrupted)
        second.close()
    }

    @Test func aLogThatIsOpenedAgainKeepsItsLease() async throws {
        let (first, second) = (home.store(), home.store())
        let log = try await first.create(header(), settings: try settings())
        log.close()
        _ = try await first.open(threadA)
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await second.open(threadA) }?.kind == .ownedElsewhere
        )
        first.close()
        second.close()
    }

    @Test func aLeaseEndsWithItsLastHolder() async throws {
        let (owner, other) = (home.store(), home.store())
        var first: ThreadLease? = try await owner.lease(threadA)
        var second: ThreadLease? = try await owner.lease(threadA.uppercased())
        #expect(first != nil && second != nil)
        first = nil
        #expect(other.leases.isHeldElsewhere(threadA))
        #expect(!owner.leases.isHeldElsewhere(threadA))
        second = nil
        #expect(!other.leases.isHeldElsewhere(threadA))
        owner.close()
        other.close()
    }

    @Test func aFailedOpenGivesTheLeaseBack() async throws {
        let (store, other) = (home.store(), home.store())
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await store.open(threadA) }?.kind == .threadNotFound)
        #expect(!other.leases.isHeldElsewhere(threadA))
        store.close()
        other.close()
    }

    @Test func aReaderOfADeletedLogReadsOn() async throws {
        let (owner, other) = (home.store(), home.store())
        let log = try await owner.create(header(), settings: try settings())
        var written = LogTicket.none
        for line in try textTurn() { written = log.append(line) }
        #expect(await owner.committer.committed(written))
        let place = try await other.place(of: threadA)
        _ = try await other.state(threadA)
        let file = try LogFile(place.path, id: threadA)
        let length = try file.length()
        log.close()
        try await owner.delete(threadA)
        var lines = 0
        _ = try file.forward(from: 0, upTo: length) { _ in
            lines += 1
            return true
        }
        #expect(lines > 8)
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await other.state(threadA) }?.kind == .threadNotFound
        )
        owner.close()
        other.close()
    }

    @Test func thousandsOfLeasesAreTwoFiles() async throws {
        let paths = StorePaths(home: home.path)
        let table = LeaseTable(paths: paths, marker: WriterMarker(paths: paths, owner: .current(sinceMs: 1)))
        var leases: [ThreadLease] = []
        for _ in 0..<3000 { leases.append(try await table.acquire(UUID().uuidString.lowercased())) }
        #expect(Set(StorePaths.names(in: paths.threads)) == [".leases", ".writers"])
        #expect(StorePaths.names(in: paths.writers).count == 1)
        #expect(WriterMarker.left(in: paths).isEmpty)
        leases = []
        table.close()
        #expect(StorePaths.names(in: paths.writers).isEmpty)
    }

    @Test func waitingForALeaseHoldsNobodyUp() async throws {
        let paths = StorePaths(home: home.path)
        let other = home.store()
        let theirs = try await other.lease(threadB)
        // Somebody who has no marker: a process that is between its two locks, or gone.
        let remains = open(paths.leases, O_RDWR | O_CLOEXEC)
        #expect(ByteLock.take(remains, at: LeaseSlot(threadA).offset) == 0)
        let (isWaiting, goesOn) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let table = LeaseTable(paths: paths, marker: WriterMarker(paths: paths, owner: .current(sinceMs: 1))) {
            isWaiting.continuation.yield()
            for await _ in goesOn.stream { break }
        }
        async let waited = table.acquire(threadA)
        for await _ in isWaiting.stream { break }
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await table.acquire(threadB) }?.kind
                == .ownedElsewhere)
        ByteLock.drop(remains, at: LeaseSlot(threadA).offset)
        goesOn.continuation.yield()
        withExtendedLifetime(try await waited) { #expect(other.leases.isHeldElsewhere(threadA)) }
        close(remains)
        table.close()
        withExtendedLifetime(theirs) { other.close() }
    }

    @Test func whoeverIsCancelledDoesNotWaitForALease() async throws {
        let paths = StorePaths(home: home.path)
        try await home.store().create(header(threadB)).close()
        let remains = open(paths.leases, O_RDWR | O_CLOEXEC)
        #expect(ByteLock.take(remains, at: LeaseSlot(threadA).offset) == 0)
        let table = LeaseTable(paths: paths, marker: WriterMarker(paths: paths, owner: .current(sinceMs: 1))) {
            throw CancellationError()
        }
        #expect(
            await refusal { () throws(ThreadStoreError) in _ = try await table.acquire(threadA) }?.kind
                == .ownedElsewhere)
        close(remains)
        table.close()
    }

    @Test func lookingForALeaseMakesNothing() async {
        let store = home.store()
        #expect(!store.leases.isHeldElsewhere(threadA))
        #expect(!FileManager.default.fileExists(atPath: home.path))
        store.close()
    }

    @Test func allVersionsAgreeOnTheByteOfAThread() {
        #expect(LeaseSlot(threadA).offset == 4_033_311_797_815_187_734)
        #expect(LeaseSlot(threadB).offset == 3_197_664_677_278_370_812)
    }

    @Test func aMarkerIsJSON() throws {
        let owner = LeaseOwner(pid: 7, host: "box", sinceMs: 1_769_903_998_000)
        #expect(
            String(decoding: owner.encoded, as: UTF8.self)
                == #"{"pid":7,"host":"box","sinceMs":1769903998000}"# + "\n")
        #expect(LeaseOwner(parsing: owner.encoded) == owner)
        #expect(LeaseOwner(parsing: []) == nil)
        #expect(owner.description == "process 7 on host box since 2026-01-31 23:59:58 UTC")
    }
}
