import Foundation
import Synchronization
import Testing

@testable import ThreadStore

/// The end of a turn reaches the disk, not only the page cache. A sync that fails is an event, and is over only when what
/// it may have lost was written once more and synced.
@Suite(.timeLimit(.minutes(10)))
struct LogSyncTests {
    private let home = TestHome()

    private func end(_ number: Int) throws -> LogLine {
        try #require(try textTurn("t\(number)", seq: number * 20).last)
    }

    @Test func aNewThreadIsSyncedWithTheFoldersThatAreNew() async throws {
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        _ = try await store.create(header())
        store.close()
        #expect(disk.files == 1)
        #expect(disk.folders == ["\(home.path)/threads/0a", "\(home.path)/threads", home.path])
    }

    @Test func aSecondThreadOfAFolderSyncsThatOnly() async throws {
        let other = "0199cccc-0000-7000-8000-00000000000a"
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        _ = try await store.create(header(other))
        store.close()
        #expect(disk.folders == ["\(home.path)/threads/0a"])
    }

    @Test func onlyTheEndOfATurnIsSynced() async throws {
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        let (log, _) = try await store.open(threadA)
        let turn = try textTurn()
        for line in turn.dropLast() { #expect(await store.committer.committed(log.append(line))) }
        #expect(await store.committer.committed(log.append(line(90, 90, .name("n")))))
        #expect(disk.files == 0)
        log.append(try #require(turn.last))
        store.close()
        #expect(disk.files == 1)
        #expect(disk.folders == [])
    }

    @Test func whoAsksForASyncIsAnsweredWhenItIsDone() async throws {
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        let (log, _) = try await store.open(threadA)
        #expect(await log.sync() == nil)
        #expect(disk.files == 0, "there was nothing to sync")
        log.append(line(1, 1, .name("n")))
        #expect(await log.sync() == nil)
        #expect(disk.files == 1)
        log.close()
        #expect(await log.sync() == nil)
        store.close()
    }

    @Test func commitsDoNotWaitForASyncAndTurnsThatEndMeanwhileShareTheNext() async throws {
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        let gate = DispatchSemaphore(value: 0)
        let disk = SyncingDisk(gate: gate)
        let store = home.store(operations: disk.operations)
        let (log, _) = try await store.open(threadA)
        #expect(await store.committer.committed(log.append(try end(1))))
        await disk.awaitSync()
        for number in 2...10 { #expect(await store.committer.committed(log.append(try end(number)))) }
        gate.signal()
        gate.signal()
        store.close()
        #expect(disk.files == 2)
    }

    @Test func muchThatIsWrittenIsSyncedOnTheWay() async throws {
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        let (log, _) = try await store.open(threadA)
        log.append(line(1, 1, .name("n")), encoded: [UInt8](repeating: 0x0A, count: LogFileSet.syncInterval))
        await disk.awaitSync()
        store.close()
    }

    @Test func muchThatIsWrittenToManyLogsIsSyncedOnTheWay() async throws {
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        // A little is left for the records that a log makes itself.
        let size = LogFileSet.syncInterval - (64 << 10)
        var logs: [ThreadLog] = []
        for number in 0...LogFileSet.syncBudget / size {
            let id = threadA.dropLast(2) + String(10 + number)
            try home.write(try encode([line(nil, 1, .thread(header(String(id))))]), as: String(id))
            logs.append(try await store.open(String(id)).log)
        }
        func fill(_ log: ThreadLog) async {
            let noise = [UInt8](repeating: 0x0A, count: size)
            #expect(await store.committer.committed(log.append(line(1, 1, .name("n")), encoded: noise)))
        }
        for log in logs.dropLast() { await fill(log) }
        #expect(disk.files == 0, "none has come to its own limit, and they are within that of all")
        await fill(try #require(logs.last))
        await disk.awaitSync()
        store.close()
        #expect(disk.files == 1, "one is enough")
    }

    // MARK: - Failures

    @Test func aFailedSyncIsAnEventAndEndsWhenEverythingWasWrittenOnceMore() async throws {
        let before = try encode([line(nil, 1, .thread(header()))])
        try home.write(before, as: threadA)
        let disk = SyncingDisk()
        let events = WriteEvents()
        let store = home.store(operations: disk.operations, onWriteEvent: events.report)
        let (log, _) = try await store.open(threadA)
        disk.setResult(EIO)
        #expect(await store.committer.committed(log.append(line(1, 1, .name("a")))), "what is written is written")
        let failure = try #require(await log.sync())
        #expect(failure.errnoValue == EIO)
        #expect(failure.path == log.path)
        #expect(await events.next() == .syncFailed(failure))
        // Until it is over the thread is one that can't be written, as for a full disk.
        #expect(store.writeFailure(threadA)?.errnoValue == EIO)
        #expect(store.writeFailure(threadB) == nil)
        #expect(await store.committer.committed(log.append(line(2, 2, .name("b")))))
        #expect(await log.sync()?.errnoValue == EIO, "a failure is not taken back by asking again")
        disk.setResult(0)
        #expect(await events.next() == .recovered(path: log.path))
        #expect(store.writeFailure(threadA) == nil)
        #expect(await log.sync() == nil)
        let rewritten = try #require(disk.rewrites.last)
        let content = try home.bytes(of: threadA)
        #expect(rewritten.offset == before.count, "all since the last good sync")
        #expect(rewritten.offset + rewritten.count == content.count)
        #expect(content == before + (try encode([line(1, 1, .name("a")), line(2, 2, .name("b"))])))
        store.close()
        #expect(await events.rest() == [])
    }

    @Test func whatTheSystemDroppedIsThereAfterRecovery() async throws {
        let before = try encode([line(nil, 1, .thread(header()))])
        try home.write(before, as: threadA)
        let gate = DispatchSemaphore(value: 0)
        let disk = SyncingDisk(gate: gate)
        let events = WriteEvents()
        let store = home.store(operations: disk.operations, onWriteEvent: events.report)
        let (log, _) = try await store.open(threadA)
        let lost = line(1, 1, .name("dropped by the page cache"))
        disk.setResult(EIO)
        log.append(lost)
        async let failure = log.sync()
        await disk.awaitSync()
        // What a file system does that throws away the pages it could not write: the old content is back, here zeros.
        let count = try encode([lost]).count
        let file = open(log.path, O_WRONLY)
        #expect(pwrite(file, [UInt8](repeating: 0, count: count), count, off_t(before.count)) == count)
        close(file)
        gate.signal()
        #expect(await failure?.errnoValue == EIO)
        _ = await events.next()
        await disk.awaitSync()
        disk.setResult(0)
        gate.signal()
        #expect(await events.next() == .recovered(path: log.path))
        store.close()
        #expect(try home.bytes(of: threadA) == before + encode([lost]))
    }

    @Test func aFolderThatCannotBeSyncedIsAFailureToo() async throws {
        let disk = SyncingDisk()
        let events = WriteEvents()
        let store = home.store(operations: disk.operations, onWriteEvent: events.report)
        disk.setFolderResult(EIO)
        let log = try await store.create(header())
        guard case .syncFailed(let failure)? = await events.next() else {
            Issue.record("no failure")
            return
        }
        #expect(failure.path == log.path)
        disk.setFolderResult(0)
        #expect(await events.next() == .recovered(path: log.path))
        #expect(disk.folders.suffix(3) == ["\(home.path)/threads/0a", "\(home.path)/threads", home.path])
        store.close()
    }

    @Test func aThreadWithAFailedSyncIsNeitherOpenedAgainNorTakenOver() async throws {
        let disk = SyncingDisk()
        let events = WriteEvents()
        let (store, other) = (home.store(operations: disk.operations, onWriteEvent: events.report), home.store())
        disk.setResult(EIO)
        let log = try await store.create(header())
        _ = await events.next()
        log.close()
        await #expect(throws: ThreadStoreError.self) { _ = try await store.open(threadA) }
        #expect(other.leases.isHeldElsewhere(threadA))
        disk.setResult(0)
        _ = await events.next()
        _ = try await store.open(threadA)
        store.close()
        #expect(!other.leases.isHeldElsewhere(threadA))
        other.close()
    }

    @Test func theEndOfATurnThatWaitedForSpaceIsSyncedOnceItIsWritten() async throws {
        let disk = SyncingDisk()
        let filling = FillingDisk()
        var operations = disk.operations
        operations.write = filling.operations.write
        let store = home.store(operations: operations)
        let log = try await store.create(header())
        await disk.awaitSync()
        filling.isFull = true
        let ticket = log.append(try end(1))
        #expect(await log.sync()?.errnoValue == ENOSPC)
        #expect(disk.files == 1)
        filling.isFull = false
        await disk.awaitSync()
        store.close()
        #expect(store.committer.isCommitted(ticket))
        #expect(disk.files == 2)
    }

    @Test func withoutDescriptorsTheFilesOwnIsSynced() async throws {
        let disk = SyncingDisk()
        disk.runOutOfDescriptors()
        let store = home.store(operations: disk.operations)
        let log = try await store.create(header())
        #expect(await log.sync() == nil)
        #expect(disk.files == 1)
        #expect(disk.folders.count == 3)
        store.close()
    }

    // MARK: - Deleting

    @Test func aDeletionIsSynced() async throws {
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        let disk = SyncingDisk()
        let store = home.store(operations: disk.operations)
        try await store.delete(threadA)
        #expect(disk.folders == ["\(home.path)/threads/0a"])
        try home.write(try encode([line(nil, 1, .thread(header()))]), as: threadA)
        disk.setFolderResult(EIO)
        do {
            try await store.delete(threadA)
            Issue.record("a deletion that may be undone was confirmed")
        } catch {
            #expect(error.kind == .storage)
        }
        store.close()
    }
}
