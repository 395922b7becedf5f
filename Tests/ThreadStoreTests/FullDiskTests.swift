import Foundation
import Synchronization
import Testing

@testable import ThreadStore

/// A disk without space: how much is kept, and that all of it is written in order afterwards.
@Suite(.timeLimit(.minutes(10)))
struct FullDiskTests {
    private let home = TestHome()

    @Test func whatWaitsHasABoundThatCallersCanSee() async throws {
        let isFull = Mutex(false)
        var operations = LogFileOperations.system
        operations.write = { descriptor, bytes in
            isFull.withLock { $0 } ? -Int(ENOSPC) : LogFileOperations.system.write(descriptor, bytes)
        }
        let events = WriteEvents()
        let store = home.store(operations: operations, onWriteEvent: events.report)
        let log = try await store.create(header())
        #expect(store.writeFailure(threadA) == nil)
        isFull.withLock { $0 = true }
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: (8 << 20) - 1) + [UInt8(ascii: "\n")]
        for number in 1...9 {
            #expect(!store.isBacklogFull || number == 9)
            let ticket = log.append(line(number, number, .name("\(number)")), encoded: piece)
            #expect(await !store.committer.committed(ticket))
        }
        #expect(store.isBacklogFull)
        #expect(store.writeFailure(threadA)?.errnoValue == ENOSPC)
        #expect(store.writeFailure(threadA)?.waitingBytes ?? 0 >= 9 * piece.count)
        #expect(store.writeFailure(threadB) == nil)
        guard case .failed? = await events.next() else {
            Issue.record("no event")
            return
        }
        isFull.withLock { $0 = false }
        #expect(await events.next() == .recovered(path: log.path))
        #expect(store.writeFailure(threadA) == nil)
        #expect(await log.sync() == nil)
        #expect(await store.committer.committed(log.append(line(10, 10, .name("last")))))
        #expect(!store.isBacklogFull)
        #expect(try home.bytes(of: threadA).count == log.length)
        store.close()
    }

    @Test func whatWaitsForADeletedLogIsGivenUp() async throws {
        let disk = FillingDisk()
        let store = home.store(operations: disk.operations)
        let log = try await store.create(header())
        disk.isFull = true
        #expect(await !store.committer.committed(log.append(line(1, 1, .name("late")))))
        log.close()
        try await store.delete(threadA)
        disk.isFull = false
        // Once the file is closed nothing of it fails any more, and the thread can be made anew.
        await store.committer.committed(store.writer.barrier())
        _ = try await store.create(header())
        store.close()
        #expect(try home.bytes(of: threadA) == encode([line(nil, 1000, .thread(header()))]))
    }
}
