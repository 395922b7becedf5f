import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// Threads survive: what was acknowledged is there, whatever happened to the process or the end of the file.
struct ThreadStoreTests {
    private let home = TestHome()

    private func kind(_ body: () async throws -> Void) async -> ThreadStoreError.Kind? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? ThreadStoreError)?.kind
        }
    }

    // MARK: - Making, reading, opening

    @Test func aThreadIsMadeReadAndOpenedAgain() async throws {
        let first = home.store()
        let log = try await first.create(header())
        #expect(log.path == "\(home.path)/threads/0a/\(threadA).jsonl")
        for line in try textTurn() { log.append(line) }
        let live = try await first.read(threadA)
        #expect(live.turns.map(\.status) == [.completed])
        #expect(live.damages.isEmpty)
        first.close()

        let second = home.store()
        let (_, thread) = try await second.openWhole(threadA.uppercased())
        #expect(thread.header == header())
        #expect(thread.turns == live.turns)
        #expect(thread.modelItems == live.modelItems)
        #expect(thread.lastSeq == 17)
        #expect(thread.damages.isEmpty)
        #expect(thread.path == log.path)
        second.close()
    }

    @Test func onlyTheOwnerMayReadLogs() async throws {
        let store = home.store()
        let log = try await store.create(header())
        let file = try FileManager.default.attributesOfItem(atPath: log.path)
        #expect(file[.posixPermissions] as? Int == 0o600)
        let folder = try FileManager.default.attributesOfItem(atPath: "\(home.path)/threads")
        #expect(folder[.posixPermissions] as? Int == 0o700)
        store.close()
    }

    @Test func aCreatedThreadIsInTheFile() async throws {
        let store = home.store()
        _ = try await store.create(header())
        #expect(try home.bytes(of: threadA) == encode([line(nil, 1000, .thread(header()))]))
        store.close()
    }

    @Test func errorsHaveKinds() async throws {
        let store = home.store()
        #expect(await kind { _ = try await store.read("x") } == .invalidThreadId)
        #expect(await kind { _ = try await store.open("../../etc/passwd") } == .invalidThreadId)
        #expect(await kind { _ = try await store.read(threadA) } == .threadNotFound)
        #expect(await kind { _ = try await store.open(threadA) } == .threadNotFound)
        let log = try await store.create(header(), settings: try settings())
        #expect(await kind { _ = try await store.create(header()) } == .threadOpen)
        #expect(await kind { _ = try await store.open(threadA) } == .threadOpen)
        log.close()
        #expect(await kind { _ = try await store.create(header()) } == .threadExists)
        try home.write(Array("noise\nnoise\n".utf8), as: threadB)
        #expect(await kind { _ = try await store.read(threadB) } == .corrupt)
        store.close()
        store.close()
        #expect(await kind { _ = try await store.read(threadA) } == .closed)
        #expect(await kind { _ = try await store.create(header(threadB)) } == .closed)
    }

    @Test func aClosedLogCanBeOpenedAtOnceWithAllItsRecords() async throws {
        let store = home.store()
        let log = try await store.create(header())
        for number in 1...200 { log.append(line(number, number, .name("\(number)"))) }
        log.close()
        let (again, thread) = try await store.openWhole(threadA)
        #expect(thread.name == "200")
        again.append(line(201, 201, .name("201")))
        #expect(try await store.read(threadA).name == "201")
        store.close()
    }

    @Test func aCreationThatWasCutShortDoesNotBlockTheId() async throws {
        for remains in ["", #"{"seq":null,"at":1,"kind":"thr"#] {
            try home.write(Array(remains.utf8), as: threadA)
            let store = home.store()
            #expect(await kind { _ = try await store.read(threadA) } == .threadNotFound)
            _ = try await store.create(header())
            store.close()
            #expect(try home.bytes(of: threadA) == encode([line(nil, 1000, .thread(header()))]))
        }
    }

    @Test func aThreadThatCannotBeMadeLeavesNothing() async throws {
        var operations = LogFileOperations.system
        operations.write = { _, _ in -Int(ENOSPC) }
        let store = home.store(operations: operations)
        #expect(await kind { _ = try await store.create(header()) } == .storage)
        #expect(!FileManager.default.fileExists(atPath: StorePaths(home: home.path).log(threadA)))
        #expect(store.committer.lastFailure == nil || store.committer.wait(for: .none))
        store.close()
        let sound = home.store()
        _ = try await sound.create(header())
        sound.close()
    }

    @Test func aHomeThatCannotBeWrittenIsAnError() async throws {
        let store = ThreadStore(home: "/dev/null/home", clock: { 1 }, logger: quiet)
        do {
            _ = try await store.create(header())
            Issue.record("made a thread below a device")
        } catch {
            #expect(error.kind == .homeReadOnly)
            #expect(error.reason?.contains("errno \(ENOTDIR)") == true)
        }
        store.close()
    }

    // MARK: - Deaths of the process

    @Test func aTurnThatWasRunningIsInterruptedForReadersAndClosedByTheNextOwner() async throws {
        let lines = [
            line(nil, 1000, .thread(header())),
            line(1, 2000, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 2000))),
            line(nil, 2000, try modelCall("call-1")),
            line(2, 3000, .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress"), atMs: 3000))),
        ]
        try home.write(try encode(lines), as: threadA)
        let store = home.store()
        let seen = try await store.read(threadA)
        #expect(seen.turns.map(\.status) == [.interrupted])
        #expect(seen.turns[0].completedAt == 3)
        #expect(seen.modelItems.count == 2)
        #expect(try home.bytes(of: threadA) == encode(lines), "reading writes nothing")

        let (log, opened) = try await store.openWhole(threadA)
        #expect(opened.turns == seen.turns)
        #expect(opened.lastSeq == 4)
        log.close()
        let repaired = try home.bytes(of: threadA)
        #expect(repaired.starts(with: try encode(lines)))
        let (again, sound) = try await store.openWhole(threadA)
        #expect(sound.turns == seen.turns)
        #expect(sound.damages.isEmpty)
        again.close()
        store.close()
        #expect(try home.bytes(of: threadA) == repaired, "a sound log is not touched")
    }

    @Test func aRunningTurnOfAnOpenThreadIsShownRunning() async throws {
        let store = home.store()
        let log = try await store.create(header())
        log.append(line(1, 2000, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 2000))))
        #expect(try await store.read(threadA).turns.map(\.status) == [.inProgress])
        store.close()
    }

    @Test func aLogCutAtEveryByteOfItsLastTwoRecords() async throws {
        let lines = [line(nil, 1000, .thread(header()))] + (try textTurn())
        let whole = try encode(lines)
        let sound = try encode(Array(lines.dropLast(2))).count
        let lastButOne = try encode(Array(lines.dropLast(1))).count
        for length in sound...whole.count {
            try home.write(Array(whole.prefix(length)), as: threadA)
            let store = home.store()
            let shown = try await store.read(threadA)
            let (log, opened) = try await store.openWhole(threadA)
            #expect(opened.turns == shown.turns)
            log.append(line(opened.lastSeq + 1, 9000, .name("after")))
            store.close()

            // A record without its line feed is whole.
            let usageIsThere = length >= lastButOne - 1
            let endIsThere = length >= whole.count - 1
            #expect((shown.tokenUsage != nil) == usageIsThere, "cut at \(length)")
            #expect(shown.turns.map(\.status) == [endIsThere ? .completed : .interrupted], "cut at \(length)")
            let expected: [LogDamage.Kind] =
                if length == sound || length == lastButOne || length == whole.count {
                    []
                } else if length == lastButOne - 1 || length == whole.count - 1 {
                    [.missingLineFeed]
                } else {
                    [.tornTail]
                }
            #expect(opened.damages.map(\.kind) == expected, "cut at \(length)")
            if let damage = opened.damages.first {
                #expect(damage.offset == (length < lastButOne ? sound : lastButOne))
            }

            // Whatever was cut, the mended log is sound and grows.
            let next = home.store()
            let mended = try await next.read(threadA)
            next.close()
            #expect(mended.damages.isEmpty, "cut at \(length): \(mended.damages)")
            #expect(mended.turns == shown.turns, "cut at \(length)")
            #expect(mended.name == "after")
        }
    }

    @Test func aDamagedLineHidesNoOther() async throws {
        let lines = [line(nil, 1000, .thread(header()))] + (try textTurn()) + (try textTurn("t2", seq: 30, atMs: 9000))
        for index in lines.indices {
            var pieces = try lines.map { try encode([$0]) }
            pieces[index] = Array("\u{0}damaged {\"seq\":\n".utf8)
            try home.write(pieces.flatMap { $0 }, as: threadA)
            let store = home.store()
            let thread = try await store.read(threadA)
            store.close()
            let offset = pieces[..<index].reduce(0) { $0 + $1.count }
            let damage = try #require(thread.damages.first)
            #expect(damage.kind == .unreadableLine)
            #expect(damage.line == index + 1)
            #expect(damage.offset == offset)
            #expect(thread.turns.map(\.id) == ["t1", "t2"], "line \(index + 1)")
            #expect(thread.header.id == threadA)
            #expect(thread.turns[1].status != .inProgress)
        }
    }

    @Test func aLostHeaderIsPutTogetherFromTheRest() async throws {
        try home.write(
            try encode([line(1, 5, .settings(try settings(cwd: "/somewhere")))] + textTurn(seq: 2)), as: threadA)
        let store = home.store()
        let thread = try await store.read(threadA)
        store.close()
        #expect(thread.damages.map(\.kind) == [.missingHeader])
        #expect(thread.header.id == threadA)
        #expect(thread.header.cwd == "/somewhere")
        #expect(thread.createdAtMs == 5)
    }

    @Test func gluedRecordsAreAllRead() async throws {
        var bytes = try encode([line(nil, 1000, .thread(header())), line(1, 1, .name("one"))])
        bytes.removeLast()
        bytes += try encode([line(2, 2, .name("two"))])
        try home.write(bytes, as: threadA)
        let store = home.store()
        let (_, thread) = try await store.openWhole(threadA)
        store.close()
        #expect(thread.name == "two")
        #expect(thread.lastSeq == 2)
        #expect(thread.damages.map(\.kind) == [.gluedRecords])
        #expect(thread.damages.map(\.line) == [2])
    }

    @Test func recordsOfALaterVersionAreKept() async throws {
        let future = Array(#"{"seq":9,"at":1,"kind":"fromTheFuture","x":1}"#.utf8) + [UInt8(ascii: "\n")]
        let bytes = try encode([line(nil, 1000, .thread(header()))]) + future + (try encode([line(10, 2, .name("n"))]))
        try home.write(bytes, as: threadA)
        let store = home.store()
        let (_, thread) = try await store.openWhole(threadA)
        store.close()
        #expect(thread.damages.isEmpty)
        #expect(thread.name == "n")
        #expect(thread.lastSeq == 10)
        #expect(try home.bytes(of: threadA) == bytes)
    }

    @Test func aDiskThatFillsUpLosesNothingOnceThereIsSpace() async throws {
        let disk = FillingDisk()
        let store = home.store(operations: disk.operations)
        let log = try await store.create(header())
        disk.isFull = true
        var ticket = LogTicket.none
        for line in try textTurn() { ticket = log.append(line) }
        #expect(await !store.committer.committed(ticket))
        #expect(store.committer.lastFailure?.errnoValue == ENOSPC)
        disk.isFull = false
        let last = log.append(line(20, 20, .name("space")))
        while !store.committer.isCommitted(last) { try await Task.sleep(for: .milliseconds(1)) }
        store.close()
        let sound = home.store()
        let thread = try await sound.read(threadA)
        sound.close()
        #expect(thread.damages.isEmpty)
        #expect(thread.turns.map(\.status) == [.completed])
        #expect(thread.name == "space")
    }
}
