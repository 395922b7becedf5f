import AppServerProtocol
import Foundation
import Synchronization
import Testing

@testable import ThreadStore

/// A compressed log reads as the plain one did, byte for byte, and no crash between two steps costs anything.
struct CompressionTests {
    private let home = TestHome()
    private let seed = UInt64.random(in: 0 ... .max)

    private var paths: StorePaths { StorePaths(home: home.path) }
    private var plain: String { paths.log(threadA) }
    private var packed: String { StorePaths.packed(paths.log(threadA)) }

    /// A thread whose log is several blocks long.
    private func makeThread(_ store: ThreadStore, turns: Int = 300) async throws {
        var random = RandomLog(seed: seed)
        let log = try await store.create(header(), settings: try settings())
        for _ in 1...turns { for line in try random.turn() { log.append(line) } }
        log.close()
        await store.committer.committed(store.writer.barrier())
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: (plain as NSString).deletingLastPathComponent).sorted()
    }

    private func compress(_ store: ThreadStore, nowMs: Int? = nil) async throws -> ThreadStore.CompressionResult {
        let lock = try #require(await store.maintenanceLock())
        return try await store.compressOldLogs(nowMs: nowMs ?? Self.inAYear, under: lock)
    }

    /// The files' times are those of the system, whatever the test's clock says.
    private static let inAYear = Int(Date().timeIntervalSince1970 * 1000) + 365 * 24 * 3_600_000

    @Test func aCompressedThreadReadsTheSame() async throws {
        let store = home.store()
        try await makeThread(store)
        let bytes = try home.bytes(of: threadA)
        #expect(bytes.count > 3 * PackedFormat.blockBytes)
        let (state, turns) = (try await store.state(threadA), try await store.decodedTurns(threadA))
        let result = try await compress(store)
        #expect(result.threads == 1)
        #expect(result.plainBytes == bytes.count)
        #expect(result.packedBytes < bytes.count / 2)
        #expect(try files() == ["\(threadA).jsonl.gz"])

        #expect(try await store.state(threadA).digest == state.digest, "seed \(seed)")
        #expect(try await store.decodedTurns(threadA) == turns, "seed \(seed)")
        for isAscending in [true, false] {
            var shown: [Turn] = []
            var cursor: String?
            repeat {
                let query = TurnsQuery(cursor: cursor, limit: 7, isAscending: isAscending, itemsView: .full)
                let page = try await store.turns(threadA, query)
                shown += page.data
                cursor = page.nextCursor
            } while cursor != nil
            #expect(shown == (isAscending ? turns : turns.reversed()), "seed \(seed)")
        }
        let (copy, _) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: nil))
        copy.close()
        #expect(try await store.decodedTurns(threadB) == turns, "seed \(seed)")
        store.close()
    }

    @Test func anyToolForGzipUnpacksIt() async throws {
        let store = home.store()
        try await makeThread(store)
        let bytes = try home.bytes(of: threadA)
        _ = try await compress(store)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", packed]
        process.standardOutput = output
        try process.run()
        #expect(Array(output.fileHandleForReading.readDataToEndOfFile()) == bytes)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        store.close()
    }

    @Test func writingUnpacksFirst() async throws {
        let store = home.store()
        try await makeThread(store)
        let bytes = try home.bytes(of: threadA)
        _ = try await compress(store)
        let (log, _) = try await store.open(threadA)
        #expect(try home.bytes(of: threadA) == bytes)
        #expect(!StorePaths.exists(packed))
        #expect(await store.committer.committed(log.append(line(900_000, 20_000_000, .name("goes on")))))
        log.close()
        await store.committer.committed(store.writer.barrier())
        #expect(try home.bytes(of: threadA).starts(with: bytes))
        _ = try await compress(store)
        #expect(try await store.state(threadA).digest.name == "goes on")
        store.close()
    }

    @Test func onlyOldAndArchivedLogsThatNobodyWritesAreCompressed() async throws {
        let (store, other) = (home.store(), home.store())
        try await makeThread(store, turns: 30)
        let now = Int(Date().timeIntervalSince1970 * 1000)
        #expect(try await compress(store, nowMs: now).threads == 0, "it is young")
        let (log, _) = try await other.open(threadA)
        #expect(try await compress(store).threads == 0, "another process writes it")
        log.append(line(900_000, 20_000_000, .archived(true)))
        log.close()
        other.close()
        let (again, thread) = try await store.open(threadA)
        #expect(try await compress(store).threads == 0, "this process has it open")
        store.noteSummary(thread.digest.summary)
        again.close()
        // The lease goes with the file, which its thread closes.
        while store.leases.isTaken(threadA) { await Task.yield() }
        #expect(try await compress(store, nowMs: now).threads == 1, "it is archived")
        store.close()
    }

    @Test func oneProcessTidiesUpAtATime() async throws {
        let (store, other) = (home.store(), home.store())
        try await makeThread(store, turns: 1)
        var lock: MaintenanceLock? = await store.maintenanceLock()
        #expect(lock?.lastPassMs == nil)
        lock?.notePass(1_763_682_414_123)
        #expect(await other.maintenanceLock() == nil)
        lock = nil
        #expect(await other.maintenanceLock()?.lastPassMs == 1_763_682_414_123)
        store.close()
        other.close()
    }

    @Test func whoFindsTheLockTakenClosesItsFileOnce() async throws {
        let store = home.store()
        try await makeThread(store, turns: 1)
        let lock = await store.maintenanceLock()
        // A number that was closed is the next one to be given: here to somebody who opens files all the time. A second
        // close would take one away from them.
        let isDone = Atomic(false)
        let lost = Atomic(0)
        let hasEnded = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while !isDone.load(ordering: .relaxed) {
                if close(open("/dev/null", O_RDONLY | O_CLOEXEC)) != 0 { lost.add(1, ordering: .relaxed) }
            }
            hasEnded.signal()
        }
        for _ in 0..<20_000 where MaintenanceLock.take(paths) != nil { Issue.record("the lock is held") }
        isDone.store(true, ordering: .relaxed)
        hasEnded.wait()
        #expect(lost.load(ordering: .relaxed) == 0)
        withExtendedLifetime(lock) {}
        store.close()
    }

    @Test func aLogThatGrowsMeanwhileIsNoDamage() async throws {
        let store = home.store()
        try await makeThread(store)
        let packing = LogPacking(paths, id: threadA)
        try packing.writePacked()
        // A whole block and more, so that the last one is no longer where it was.
        let file = try #require(FileHandle(forWritingAtPath: plain))
        try file.seekToEnd()
        try file.write(contentsOf: Data(repeating: 0x0A, count: PackedFormat.blockBytes + 1))
        try packing.checkPacked()
        try file.seek(toOffset: 5)
        try file.write(contentsOf: Data("?".utf8))
        try file.close()
        let error = #expect(throws: ThreadStoreError.self) { try packing.checkPacked() }
        #expect(error?.kind == .corrupt)
        packing.giveUp()
        store.close()
    }

    // MARK: - Crashes

    @Test(arguments: 0...4)
    func aCrashWhileCompressingCostsNothing(steps: Int) async throws {
        let store = home.store()
        try await makeThread(store, turns: 100)
        store.close()
        let bytes = try home.bytes(of: threadA)
        let packing = LogPacking(paths, id: threadA)
        let stamp = try #require(packing.plainStamp)
        var published: LogPacking.Stamp?
        for step in 0..<steps {
            switch step {
            case 0: try packing.writePacked()
            case 1: published = try packing.publishPacked()
            case 2: try packing.syncFolder()
            default: #expect(packing.removePlain(stamp, packed: try #require(published)))
            }
        }
        try await checkThatNothingIsLost(bytes)
    }

    @Test(arguments: 0...3)
    func aCrashWhileUnpackingCostsNothing(steps: Int) async throws {
        let first = home.store()
        try await makeThread(first, turns: 100)
        let bytes = try home.bytes(of: threadA)
        _ = try await compress(first)
        first.close()
        let packing = LogPacking(paths, id: threadA)
        for step in 0..<steps {
            switch step {
            case 0: #expect(try packing.writePlain() == false)
            case 1: try packing.publishPlain()
            default: packing.removePacked(isDamaged: false)
            }
        }
        try await checkThatNothingIsLost(bytes)
    }

    /// Reads, lists, writes, and looks at what is left over.
    private func checkThatNothingIsLost(_ bytes: [UInt8]) async throws {
        let store = home.store()
        let file = try LogFile(plain, id: threadA)
        #expect(try file.bytes(from: 0, count: bytes.count + 1) == bytes)
        #expect(try await store.list(ThreadListQuery()).threads.map(\.id) == [threadA])
        let (log, _) = try await store.open(threadA)
        #expect(await store.committer.committed(log.append(line(900_000, 20_000_000, .name("after")))))
        log.close()
        store.close()
        #expect(try home.bytes(of: threadA).starts(with: bytes))
        #expect(!StorePaths.exists(packed), "the old state must not come back")
        let next = home.store()
        #expect(try await next.state(threadA).digest.name == "after")
        try await next.delete(threadA)
        await #expect(throws: ThreadStoreError.self) { _ = try await next.state(threadA) }
        next.close()
    }

    @Test func whatIsWrittenWhileALogIsBeingCompressedStays() async throws {
        let store = home.store()
        try await makeThread(store, turns: 50)
        let packing = LogPacking(paths, id: threadA)
        let stamp = try #require(packing.plainStamp)
        try packing.writePacked()
        let published = try packing.publishPacked()
        let (log, _) = try await store.open(threadA)
        #expect(!StorePaths.exists(packed), "the plain log counts")
        #expect(await store.committer.committed(log.append(line(900_000, 20_000_000, .name("meanwhile")))))
        #expect(!packing.removePlain(stamp, packed: published))
        #expect(try await store.state(threadA).digest.name == "meanwhile")
        store.close()
    }

    // MARK: - Damage

    private func damage(_ change: (inout [UInt8]) -> Void) throws {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: packed)))
        change(&bytes)
        try Data(bytes).write(to: URL(fileURLWithPath: packed))
    }

    @Test(arguments: [100, 200_000])
    func whatDoesNotReadBackIsFoundBeforeItCounts(place: Int) async throws {
        let store = home.store()
        try await makeThread(store)
        store.close()
        let packing = LogPacking(paths, id: threadA)
        try packing.writePacked()
        try packing.checkPacked()
        let url = URL(fileURLWithPath: packed + ".new")
        var bytes = Array(try Data(contentsOf: url))
        bytes[min(place, bytes.count - 30)] ^= 0xFF
        try Data(bytes).write(to: url)
        let error = #expect(throws: ThreadStoreError.self) { try packing.checkPacked() }
        #expect(error?.kind == .corrupt)
    }

    @Test func aDamagedBlockHidesNothingElse() async throws {
        let store = home.store()
        try await makeThread(store)
        let turns = try await store.decodedTurns(threadA)
        _ = try await compress(store)
        try damage { bytes in
            // The first block, behind its header, where the thread's own lines and the first turns stand.
            for index in 100..<200 { bytes[index] ^= 0xFF }
        }
        let found = try await store.decodedTurns(threadA)
        #expect(found.count > turns.count / 2)
        #expect(found.last == turns.last)
        #expect(try await store.read(threadA).damages.isEmpty == false)
        // What can be read is kept when the thread goes on, and so is the damaged file.
        let (log, _) = try await store.open(threadA)
        log.close()
        #expect(try files().contains("\(threadA).jsonl.gz.damaged"))
        store.close()
    }

    @Test(arguments: ["bit", "half"])
    func whatStandsBeforeADamageIsKept(harm: String) async throws {
        let store = home.store()
        try await makeThread(store, turns: 40)
        let turns = try await store.decodedTurns(threadA)
        #expect(try home.bytes(of: threadA).count < PackedFormat.blockBytes, "one block")
        _ = try await compress(store)
        try damage { bytes in
            if harm == "bit" {
                bytes[bytes.count / 2] ^= 4
            } else {
                bytes.removeLast(bytes.count / 2)
            }
        }
        // The turn in which the damage is may say something wrong; those before it don't.
        let found = try await store.decodedTurns(threadA)
        #expect(found.count > turns.count / 4, "seed \(seed)")
        #expect(Array(found.prefix(turns.count / 4)) == Array(turns.prefix(turns.count / 4)), "seed \(seed)")
        let (log, thread) = try await store.open(threadA)
        // A flipped bit may leave every line a record; then only the file's checksum tells.
        if harm == "half" { #expect(thread.damages.isEmpty == false) }
        #expect(await store.committer.committed(log.append(line(900_000, 20_000_000, .name("goes on")))))
        log.close()
        await store.committer.committed(store.writer.barrier())
        #expect(try files().contains("\(threadA).jsonl.gz.damaged"))
        let blanks = [UInt8](repeating: 0x20, count: 100)
        #expect(!BytePattern(blanks, anchor: 1).isIn(try home.bytes(of: threadA)), "nothing stands for what is lost")
        #expect(try await store.state(threadA).digest.name == "goes on")
        store.close()
    }

    @Test func damagedBlocksAreSkippedAlsoWhenTheEndIsGone() async throws {
        let store = home.store()
        try await makeThread(store)
        let turns = try await store.decodedTurns(threadA)
        _ = try await compress(store)
        try damage { bytes in
            for index in 100..<200 { bytes[index] ^= 0xFF }
            bytes.removeLast(60)
        }
        let found = try await store.decodedTurns(threadA)
        #expect(found.count > turns.count / 2, "seed \(seed)")
        #expect(found.last == turns.last)
        store.close()
    }

    @Test func aFileOfWhichNothingCanBeReadStaysAsItIs() async throws {
        let store = home.store()
        try await makeThread(store, turns: 40)
        _ = try await compress(store)
        try damage { bytes in for index in 10..<60 { bytes[index] ^= 0xFF } }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: packed))
        for _ in 1...2 {
            let error = await #expect(throws: ThreadStoreError.self) { _ = try await store.open(threadA) }
            #expect(error?.kind == .corrupt)
            #expect(error?.path == packed, "the file that is there")
            #expect(try files() == ["\(threadA).jsonl.gz"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: packed)) == bytes)
        }
        let error = await #expect(throws: ThreadStoreError.self) { _ = try await store.state(threadA) }
        #expect(error?.path == packed)
        store.close()
    }

    @Test func aDamagedEndHidesNothing() async throws {
        let store = home.store()
        try await makeThread(store)
        let turns = try await store.decodedTurns(threadA)
        _ = try await compress(store)
        try damage { $0[$0.count - 20] ^= 0xFF }
        #expect(try await store.decodedTurns(threadA) == turns)
        try damage { $0.removeLast(60) }
        #expect(try await store.decodedTurns(threadA) == turns)
        store.close()
    }

    // MARK: - The index

    @Test func theIndexIsMadeOfCompressedLogsToo() async throws {
        let store = home.store()
        try await makeThread(store, turns: 30)
        _ = try await compress(store)
        store.close()
        try? FileManager.default.removeItem(atPath: paths.index)
        let next = home.store()
        #expect(try await next.list(ThreadListQuery()).threads.map(\.id) == [threadA])
        await #expect(throws: ThreadStoreError.self) {
            _ = try await next.create(header(), settings: try settings())
        }
        try await next.delete(threadA)
        #expect(try files().filter { $0.hasPrefix(threadA) } == [])
        next.close()
    }
}
