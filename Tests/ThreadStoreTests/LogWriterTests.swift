import Foundation
import Synchronization
import Testing

@testable import ThreadStore

/// The writer keeps the order of appends, tells when they are on disk, and outlives a disk that refuses.
struct LogWriterTests {
    private let home = TestHome()

    private func writer(
        _ operations: LogFileOperations = .system, retryMilliseconds: Int = 10,
        report: @escaping @Sendable (LogWriteEvent) -> Void = { _ in }
    ) -> LogWriter {
        LogWriter(operations: operations, retryMilliseconds: retryMilliseconds, clock: { 42 }, report: report)
    }

    private func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? "-"
    }

    private func path(_ name: String) -> String { "\(home.path)/threads/aa/\(name)" }

    @Test func ticketsAreOrderedOverAllLogs() throws {
        let writer = writer()
        let first = writer.add(path: path("one"), opening: .create, length: 0)
        let second = writer.add(path: path("two"), opening: .create, length: 0)
        let tickets = try [first, second, first].map { file in try #require(writer.append(Array("x\n".utf8), to: file))
        }
        #expect(tickets == tickets.sorted())
        #expect(Set(tickets).count == 3)
        #expect(writer.committer.wait(for: tickets[2]))
        #expect(tickets.allSatisfy { writer.committer.isCommitted($0) })
        #expect(text(path("one")) == "x\nx\n")
        #expect(text(path("two")) == "x\n")
        #expect(writer.length(of: first) == 4)
        writer.stop()
    }

    @Test func theTicketOfNothingIsCommitted() async {
        let writer = writer()
        #expect(writer.committer.isCommitted(.none))
        #expect(writer.committer.wait(for: .none))
        #expect(await writer.committer.committed(.none))
        #expect(writer.committer.wait(for: writer.barrier()))
        writer.stop()
    }

    @Test func appendsOfManyThreadsKeepTheirOrder() async throws {
        let writer = writer()
        let files = (0..<4).map { writer.add(path: path("log-\($0)"), opening: .create, length: 0) }
        await withDiscardingTaskGroup { group in
            for thread in 0..<4 {
                group.addTask {
                    for number in 0..<500 {
                        let file = files[(thread + number) % 4]
                        let ticket = writer.append(Array("\(thread) \(number)\n".utf8), to: file)
                        if number % 100 == 0, let ticket { #expect(await writer.committer.committed(ticket)) }
                    }
                }
            }
        }
        writer.stop()
        var seen = 0
        for number in 0..<4 {
            var last: [Substring: Int] = [:]
            for line in text(path("log-\(number)")).split(separator: "\n") {
                let parts = line.split(separator: " ")
                let value = try #require(Int(parts[1]))
                #expect(last[parts[0], default: -1] < value)
                last[parts[0]] = value
                seen += 1
            }
        }
        #expect(seen == 2000)
    }

    @Test func aBurstIsOneWriteForEachLog() throws {
        let gate = DispatchSemaphore(value: 0)
        let writes = Mutex<[Int]>([])
        var operations = LogFileOperations.system
        operations.write = { descriptor, bytes in
            if writes.withLock({
                $0.append(bytes.count); return $0.count
            }) == 1 {
                gate.wait()
            }
            return LogFileOperations.system.write(descriptor, bytes)
        }
        let writer = writer(operations)
        let file = writer.add(path: path("burst"), opening: .create, length: 0)
        _ = writer.append(Array("first\n".utf8), to: file)
        // The writer is inside its first write, or will be; what comes until the gate opens is one batch.
        while writes.withLock({ $0.isEmpty }) { usleep(100) }
        var last: LogTicket?
        for _ in 0..<100 { last = writer.append(Array("x\n".utf8), to: file) }
        gate.signal()
        #expect(writer.committer.wait(for: try #require(last)))
        #expect(writes.withLock { $0 } == [6, 200])
        writer.stop()
    }

    @Test func shortWritesAndSignalsAreContinued() throws {
        let calls = Mutex(0)
        var operations = LogFileOperations.system
        operations.write = { descriptor, bytes in
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            if call % 2 == 0 { return -Int(EINTR) }
            return LogFileOperations.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(3)))
        }
        let writer = writer(operations)
        let file = writer.add(path: path("short"), opening: .create, length: 0)
        let ticket = try #require(writer.append(Array("0123456789\n".utf8), to: file))
        #expect(writer.committer.wait(for: ticket))
        #expect(text(path("short")) == "0123456789\n")
        writer.stop()
    }

    @Test func aFullDiskIsReportedAndEverythingIsWrittenOnceThereIsSpace() throws {
        let isFull = Mutex(false)
        let events = Mutex<[String]>([])
        var operations = LogFileOperations.system
        operations.write = { descriptor, bytes in
            guard isFull.withLock({ $0 }) else { return LogFileOperations.system.write(descriptor, bytes) }
            // A part still fits, as on a real disk.
            guard bytes.count > 4 else { return -Int(ENOSPC) }
            return LogFileOperations.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(2)))
        }
        let writer = writer(operations) { event in
            events.withLock { events in
                switch event {
                case .failed(let failure): events.append("failed \(failure.errnoValue == ENOSPC)")
                case .syncFailed: events.append("sync failed")
                case .recovered: events.append("recovered")
                }
            }
        }
        let full = writer.add(path: path("full"), opening: .create, length: 0)
        let before = try #require(writer.append(Array("before\n".utf8), to: full))
        #expect(writer.committer.wait(for: before))
        isFull.withLock { $0 = true }
        let failed = try #require(writer.append(Array("during\n".utf8), to: full))
        #expect(!writer.committer.wait(for: failed), "waiting ends although nothing is on disk")
        #expect(!writer.committer.isCommitted(failed))
        #expect(writer.committer.isCommitted(before))
        #expect(writer.committer.failure(for: failed)?.errnoValue == ENOSPC)
        #expect(writer.committer.lastFailure?.path == path("full"))
        let later = try #require(writer.append(Array("later\n".utf8), to: full))
        #expect(!writer.committer.wait(for: later))
        isFull.withLock { $0 = false }
        while !writer.committer.isCommitted(later) { usleep(1000) }
        #expect(writer.committer.lastFailure == nil)
        writer.stop()
        #expect(text(path("full")) == "before\nduring\nlater\n")
        #expect(events.withLock { $0 } == ["failed true", "recovered"])
    }

    @Test func aDeviceWithoutSpaceDoesNotHoldUpOtherLogs() throws {
        let writer = writer()
        let full = writer.add(path: "/dev/full", opening: .append, length: 0)
        let sound = writer.add(path: path("sound"), opening: .create, length: 0)
        let lost = try #require(writer.append(Array("lost\n".utf8), to: full))
        let kept = try #require(writer.append(Array("kept\n".utf8), to: sound))
        #expect(writer.committer.wait(for: kept))
        #expect(!writer.committer.isCommitted(lost))
        #expect(writer.committer.failure(for: lost)?.errnoValue == ENOSPC)
        #expect(writer.committer.failure(for: kept) == nil)
        writer.stop()
        #expect(text(path("sound")) == "kept\n")
    }

    @Test func moreLogsThanDescriptorsStayOpen() throws {
        let open = Mutex(0)
        let most = Mutex(0)
        var operations = LogFileOperations.system
        operations.open = { path, flags in
            let count = open.withLock { open in
                open += 1
                return open
            }
            most.withLock { $0 = max($0, count) }
            return LogFileOperations.system.open(path, flags)
        }
        operations.close = { descriptor in
            open.withLock { $0 -= 1 }
            LogFileOperations.system.close(descriptor)
        }
        let writer = writer(operations)
        // The folder is there, so that an `open` that fails for want of it does not count.
        try FileManager.default.createDirectory(atPath: "\(home.path)/threads/aa", withIntermediateDirectories: true)
        let files = (0..<LogFileSet.openLimit + 20).map { writer.add(path: path("\($0)"), opening: .create, length: 0) }
        for round in 0..<2 {
            for file in files { _ = writer.append(Array("\(round)\n".utf8), to: file) }
        }
        writer.stop()
        #expect(most.withLock { $0 } <= LogFileSet.openLimit)
        #expect(open.withLock { $0 } == 0)
        for number in files.indices { #expect(text(path("\(number)")) == "0\n1\n") }
    }

    @Test func aClosedLogTakesNothing() throws {
        let writer = writer()
        let file = writer.add(path: path("closed"), opening: .create, length: 0)
        let ticket = try #require(writer.append(Array("x\n".utf8), to: file))
        writer.close(file)
        #expect(writer.append(Array("y\n".utf8), to: file) == nil)
        #expect(writer.committer.wait(for: ticket))
        writer.stop()
        writer.close(file)
        #expect(writer.append(Array("z\n".utf8), to: file) == nil)
        #expect(text(path("closed")) == "x\n")
    }
}
