import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

@Suite("A check of the logs")
struct LogCheckTests {
    private let home = CheckHome()

    @Test("finds nothing in what a server writes, whatever it is", arguments: 1...8)
    func sound(seed: UInt64) async throws {
        let store = home.home.store()
        let log = try await store.create(header(), settings: try settings())
        var random = RandomLog(seed: seed)
        for _ in 0..<40 {
            for line in try random.turn() { log.append(line) }
        }
        log.close()
        // The index reads the log, and nobody has told it of what is still on its way there, as a server would.
        await store.committer.committed(store.writer.barrier())
        _ = try await store.list(ThreadListQuery())
        store.close()
        try home.secure()
        let report = home.check()
        #expect(report.findings.filter { $0.severity != .note } == [], "seed \(seed): \(report.findings)")
        #expect(report.sound)
        #expect(report.checked.threads == 1)
        #expect(report.checked.records > 40)
    }

    @Test("names every harm, mends it and keeps the log as it was", arguments: LogHarm.allCases)
    func harm(_ harm: LogHarm) async throws {
        let (bytes, offset) = try harm.apply(to: CheckHome.encoded(CheckHome.lines()))
        try home.write(bytes)
        let found = home.check()
        #expect(!found.sound)
        let finding = try #require(found.findings.first { $0.kind == harm.kind }, "\(found.findings)")
        #expect(finding.path == home.paths.log(threadA))
        #expect(finding.threadId == threadA)
        #expect(finding.offset == offset)
        #expect(finding.severity == .damage)
        #expect(finding.remedy != nil)
        #expect(finding.repaired == nil)
        #expect(try home.home.bytes(of: threadA) == bytes, "looking changes nothing")

        let report = home.expectRepair()
        #expect(report.findings.allSatisfy { $0.remedy == nil || $0.repaired == true })
        #expect(report.copies == home.path + "/fsck/first")
        #expect(try home.copy(of: home.paths.log(threadA)) == bytes)

        let store = home.home.store()
        let (log, thread) = try await store.openWhole(threadA)
        #expect(thread.damages == [])
        #expect(thread.name == "kept")
        #expect(thread.turns.map(\.id) == (1...4).map { "turn-\($0)" })
        log.close()
        store.close()
    }

    @Test("misses of the records before a checkpoint none, and of those behind it only what nothing else refers to")
    func cutOut() throws {
        let sound = try CheckHome.lines()
        let checkpoint = try #require(sound.firstIndex { if case .checkpoint = $0.record { true } else { false } })
        for index in sound.indices {
            var lines = sound
            let gone = lines.remove(at: index)
            try home.write(encode(lines))
            let isFound = home.check().findings.contains { $0.severity != .note && $0.kind != "staleIndex" }
            switch gone.record {
            case _ where index < checkpoint, .turnStarted, .itemCompleted, .turnCompleted: #expect(isFound, "\(gone)")
            // Event numbers have gaps in every log: most events are not written down.
            default: break
            }
            // What is behind the checkpoint is mended by a rule of its own for each.
            if isFound, index > checkpoint { home.expectRepair(stamp: "\(index)") }
        }
    }

    @Test("says in a message that its text is lost", arguments: [TurnStatus.completed, .interrupted])
    func lostText(_ status: TurnStatus) async throws {
        let turn = try textTurn()
        let end = try #require(turn.lastIndex { if case .itemCompleted = $0.record { true } else { false } })
        var lines = [line(nil, 1000, .thread(header()))] + turn[..<end] + turn[(end + 1)...]
        let last = try #require(lines.indices.last)
        lines[last].record = .turnCompleted(TurnRecord(id: "t1", status: status, startedAt: 1, completedAt: 2))
        try home.write(encode(lines))
        #expect(home.check().sound == (status != .completed), "an interrupted turn may leave one open")
        home.expectRepair()
        let store = home.home.store()
        let messages = try await store.decodedTurns(threadA).flatMap(\.items).compactMap { item in
            if case .agentMessage(let message) = item { message.text } else { nil }
        }
        #expect(messages == (status == .completed ? ["[the text can't be read any more: its record is missing]"] : []))
        store.close()
    }

    @Test("finds a log cut off at any byte of its last records, and mends it", arguments: [1, 40, 90, 150, 200, 400])
    func cut(bytes: Int) throws {
        let sound = try encode(CheckHome.lines())
        try home.write(Array(sound.dropLast(bytes)))
        home.expectRepair()
    }

    @Test("finds what a process that died has left open, which is no damage, and writes down its end")
    func unfinished() async throws {
        var random = RandomLog(seed: 5)
        let lines =
            [line(nil, 1000, .thread(header()))] + (try random.turn()) + (try random.turn(isOpen: true))
            + [line(nil, 30_000, try modelCall("open"))]
        try home.write(encode(lines))
        let found = home.check()
        #expect(found.sound)
        #expect(found.kinds.contains("unfinishedTurn"))
        #expect(found.kinds.contains("unpairedCall"))
        home.expectRepair()
        let store = home.home.store()
        let (log, thread) = try await store.openWhole(threadA)
        #expect(thread.turns.map(\.status) == [.completed, .interrupted])
        #expect(log.length == (try home.home.bytes(of: threadA)).count, "there is nothing left to mend")
        log.close()
        store.close()
    }

    @Test("leaves a turn that waits for the user's word as it is")
    func waiting() throws {
        var lines = [line(nil, 1000, .thread(header()))]
        lines.append(line(1, 2000, .turnStarted(TurnStartedRecord(turnId: "t1", startedAtMs: 2000))))
        lines.append(line(nil, 2001, try modelCall("call-1")))
        lines.append(line(2, 2002, .itemStarted(ItemRecord(turnId: "t1", item: try command("inProgress"), atMs: 2002))))
        lines.append(
            line(nil, 2003, .approval(ApprovalRecord(turnId: "t1", itemId: "call-1", isDecided: false))))
        let bytes = try encode(lines)
        try home.write(bytes)
        let report = home.check(repairs: true)
        #expect(report.kinds.contains("waitingTurn"))
        #expect(report.sound)
        #expect(try home.home.bytes(of: threadA) == bytes)
    }

    @Test("says nothing of what a running server has open, and changes nothing of it")
    func owned() async throws {
        let (bytes, _) = try LogHarm.unreadableLine.apply(to: CheckHome.encoded(CheckHome.lines()))
        try home.write(bytes)
        let store = home.home.store()
        let (log, _) = try await store.open(threadA)
        var random = RandomLog(seed: 9)
        for line in try random.turn(isOpen: true) { log.append(line) }
        await store.committer.committed(store.writer.barrier())
        let before = try home.home.bytes(of: threadA)
        let report = home.check(repairs: true)
        #expect(!report.kinds.contains("unfinishedTurn"))
        let finding = try #require(report.findings.first { $0.kind == "unreadableLine" })
        #expect(finding.repaired == false)
        #expect(finding.obstacle?.contains("running server") == true)
        #expect(!report.sound)
        #expect(try home.home.bytes(of: threadA) == before)
        log.close()
        store.close()
        home.expectRepair(stamp: "second")
    }

    @Test("takes a checkpoint out that says something else than the records")
    func differingCheckpoint() throws {
        var lines = try CheckHome.lines()
        let index = try #require(lines.firstIndex { if case .checkpoint = $0.record { true } else { false } })
        var digest = ThreadDigest(id: threadA)
        digest.apply(lines[0], at: 0)
        let offset = try encode(Array(lines[..<index])).count
        lines[index].record = .checkpoint(try CheckpointRecord(digest, at: offset))
        try home.write(encode(lines))
        let finding = try #require(home.check().damages.first)
        #expect(finding.kind == "differingCheckpoint")
        #expect(finding.offset == offset)
        home.expectRepair()
    }

    @Test("gets back from a checkpoint what only that still knows")
    func lostFacts() async throws {
        var lines = try CheckHome.encoded(CheckHome.lines(name: "the name"))
        lines[2].replaceSubrange(0..<8, with: Array("!!!!!!!!".utf8))
        lines[1].replaceSubrange(0..<8, with: Array("!!!!!!!!".utf8))
        try home.write(Array(lines.joined(separator: [10])) + [10])
        home.expectRepair()
        let store = home.home.store()
        let whole = try await store.read(threadA)
        #expect(whole.name == "the name")
        #expect(whole.settings == (try settings()))
        store.close()
    }

    @Test("keeps reverts right when turns come to stand elsewhere")
    func reverts() async throws {
        let lines = try CheckHome.reverted(CheckHome.lines(), before: "turn-2")
        var encoded = try CheckHome.encoded(lines)
        encoded.insert(Array("noise".utf8), at: 2)
        try home.write(Array(encoded.joined(separator: [10])) + [10])
        home.expectRepair()
        let store = home.home.store()
        #expect(try await store.decodedTurns(threadA).map(\.id) == ["turn-1"])
        store.close()
    }

    @Test("keeps reverts right also when nothing is left of the turn they go back to")
    func revertToALostTurn() async throws {
        var lines = try CheckHome.lines()
        let start = try #require(lines.firstIndex { $0.record.turnId == "turn-2" })
        let end = try #require(lines.firstIndex { $0.record.turnId == "turn-3" })
        lines = try CheckHome.reverted(lines, before: "turn-2")
        lines += try textTurn("turn-5", seq: 5_000, atMs: 60_000)
        var encoded = try CheckHome.encoded(lines)
        // The name before it is lost too, so that everything comes to stand elsewhere.
        for index in [2] + Array(start..<end) {
            encoded[index] = Array(repeating: UInt8(ascii: "!"), count: encoded[index].count)
        }
        try home.write(Array(encoded.joined(separator: [10])) + [10])
        func expectTurns() async throws {
            let store = home.home.store()
            #expect(try await store.decodedTurns(threadA).map(\.id) == ["turn-1", "turn-5"])
            #expect(try await store.read(threadA).turns.map(\.id) == ["turn-1", "turn-5"])
            store.close()
        }
        try await expectTurns()
        home.expectRepair()
        try await expectTurns()
    }

    @Test("does not let the index take a longer log for the old one that has grown")
    func longerLog() async throws {
        var random = RandomLog(seed: 5)
        let lines = [line(nil, 1000, .thread(header()))] + (try random.turn()) + (try random.turn(isOpen: true))
        try home.write(encode(lines) + Array(#"{"seq":1,"at":3,"kind":"na"#.utf8) + [10])
        try await home.makeIndex()
        let length = try home.home.bytes(of: threadA).count
        // A run that ends before it comes to the index.
        let run = CheckRun(home: home.path, repairs: true, stamp: "first", clock: { 0 }, progress: { _ in })
        LogCheck().check(run)
        #expect(run.end().sound)
        #expect(try home.home.bytes(of: threadA).count > length)
        let known = try IndexFiles.count("thread WHERE id = '\(threadA)'", home.paths.index)
        #expect(known == 0)
    }

    // MARK: - Compressed logs

    /// Compresses the log of a thread with everything in it, and harms the file.
    private func makePacked(_ harm: (inout [UInt8]) -> Void) async throws -> String {
        try home.write(encode(CheckHome.lines()))
        let store = home.home.store()
        #expect(try await store.compress(threadA))
        store.close()
        let path = StorePaths.packed(home.paths.log(threadA))
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        harm(&bytes)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try home.secure()
        return path
    }

    @Test("finds and mends a compressed log whose end is damaged")
    func packedEnd() async throws {
        let path = try await makePacked { $0[$0.count - 20] ^= 0xFF }
        let finding = try #require(home.check().damages.first)
        #expect(finding.kind == "damagedPacked")
        #expect(finding.path == path)
        home.expectRepair()
        #expect(StorePaths.exists(path + ".damaged"))
        let store = home.home.store()
        #expect(try await store.decodedTurns(threadA).map(\.id) == (1...4).map { "turn-\($0)" })
        store.close()
    }

    @Test("finds and mends a compressed log in the midst of which a bit is wrong")
    func packedMiddle() async throws {
        let path = try await makePacked { $0[$0.count / 2] ^= 1 }
        let damages = home.check().damages
        #expect(damages.first?.kind == "damagedPacked")
        #expect(damages.first?.message.contains("be unpacked") == true)
        #expect(damages.allSatisfy { $0.path == path })
        home.expectRepair()
        #expect(StorePaths.exists(path + ".damaged"))
        let store = home.home.store()
        let whole = try await store.read(threadA)
        #expect(whole.name == "kept")
        #expect(whole.damages == [])
        store.close()
    }

    @Test("finds a compressed log whose checksum alone is wrong, and loses nothing of it")
    func packedChecksum() async throws {
        let lines = try encode(CheckHome.lines())
        // Behind the only block stand a member with its length and the last one; before them its checksum and length.
        _ = try await makePacked { bytes in
            let footer = PackedFormat.footer(bytes.suffix(PackedFormat.footerBytes), fileLength: bytes.count)
            guard let end = footer?.indexOffset else { return }
            bytes[end - 8] ^= 0xFF
            bytes[end - 7] ^= 0xFF
        }
        #expect(home.check().damages.map(\.kind) == ["damagedPacked"])
        #expect(home.check().damages[0].message.contains("\(lines.count) bytes can be unpacked"))
        home.expectRepair()
        let store = home.home.store()
        #expect(try await store.read(threadA).turns.count == 4)
        store.close()
        #expect(try home.copy(of: home.paths.log(threadA)) == lines)
    }

    @Test("moves away a compressed log without a block, or a record, that can be read", arguments: [true, false])
    func packedRemains(isNoise: Bool) async throws {
        let path = try await makePacked { bytes in
            if isNoise {
                bytes = [UInt8](repeating: 7, count: 500)
            } else {
                for index in 30..<200 { bytes[index] ^= 0xFF }
            }
        }
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(home.check().damages.map(\.kind) == ["corrupt"])
        home.expectRepair()
        #expect(!StorePaths.exists(path))
        #expect(try home.copy(of: path) == bytes)
    }

    @Test("leaves alone what somebody is compressing")
    func beingPacked() async throws {
        let path = try await makePacked { _ in }
        let new = path + ".new"
        try Data("half of it".utf8).write(to: URL(fileURLWithPath: new))
        try home.secure()
        do {
            let lock = MaintenanceLock.take(home.paths)
            try home.secure()
            #expect(lock != nil)
            #expect(home.check(repairs: true).findings.filter { $0.severity != .note } == [])
            #expect(StorePaths.exists(new))
            withExtendedLifetime(lock) {}
        }
        #expect(home.check().kinds.contains("leftover"))
        home.expectRepair()
        #expect(!StorePaths.exists(new))
    }

    @Test("notes records of a later version, and keeps them")
    func unknown() throws {
        let bytes =
            try encode(CheckHome.lines()) + Array(#"{"seq":null,"at":5,"kind":"hologram","x":[1]}"#.utf8) + [10]
        try home.write(bytes)
        let report = home.check()
        #expect(report.sound)
        #expect(report.kinds.contains("unknownRecord"))
        try home.write(bytes + Array("{".utf8))
        home.expectRepair()
        #expect(String(decoding: try home.home.bytes(of: threadA), as: UTF8.self).contains(#""hologram","x":[1]"#))
    }

    @Test("calls a log damaged that is empty though the index knows the thread", arguments: [0, 100])
    func emptied(length: Int) async throws {
        try home.write(encode(CheckHome.lines(name: "Important")))
        try await home.makeIndex()
        let bytes = try home.home.bytes(of: threadA)
        try home.write(Array(bytes.prefix(length)))
        let finding = try #require(home.check().damages.first)
        #expect(finding.kind == "emptiedLog")
        #expect(finding.message.contains("the index knew \(bytes.count) bytes"))
        #expect(finding.message.contains("\"Important\""))
        #expect(finding.advice?.contains("backup") == true)
        home.expectRepair()
        #expect(!StorePaths.exists(home.paths.log(threadA)))
        #expect(try home.copy(of: home.paths.log(threadA)) == Array(bytes.prefix(length)))
    }

    @Test("takes a lost header from the index", arguments: [true, false])
    func headerFromIndex(isRepaired: Bool) async throws {
        try home.write(encode(CheckHome.lines()))
        try await home.makeIndex()
        let (bytes, _) = try LogHarm.missingHeader.apply(to: CheckHome.encoded(CheckHome.lines()))
        try home.write(bytes)
        let found = try #require(home.check().damages.first { $0.kind == "missingHeader" })
        #expect(found.remedy?.contains("from the index: made by tests (version 1.0) in /home/me/other") == true)
        if isRepaired { home.expectRepair() }
        let store = home.home.store()
        #expect(try await store.state(threadA).digest.header.source == .vscode)
        let (log, thread) = try await store.open(threadA)
        #expect(thread.digest.header.originator == "tests")
        #expect(thread.digest.createdAtMs == 1000)
        store.noteSummary(log.digest.summary)
        #expect(try await store.list(ThreadListQuery()).threads.map(\.id) == [threadA])
        log.close()
        store.close()
        // What was written down outlives the index.
        try FileManager.default.removeItem(atPath: home.paths.index)
        let next = home.home.store()
        #expect(try await next.state(threadA).digest.header.source == .vscode)
        next.close()
        home.expectRepair(stamp: "second")
    }

    @Test("leaves a thread without header in the lists also where no index knows it", arguments: [true, false])
    func headerFromNowhere(isRepaired: Bool) async throws {
        let (bytes, _) = try LogHarm.missingHeader.apply(to: CheckHome.encoded(CheckHome.lines()))
        try home.write(bytes)
        let found = try #require(home.check().damages.first { $0.kind == "missingHeader" })
        #expect(found.remedy?.contains("is not known any more") == true)
        if isRepaired { home.expectRepair() }
        let store = home.home.store()
        #expect(try await store.list(ThreadListQuery()).threads.map(\.id) == [threadA])
        #expect(try await store.list(ThreadListQuery(sourceKinds: [.unknown])).threads.map(\.id) == [threadA])
        #expect(try await store.list(ThreadListQuery(sourceKinds: [.cli, .vscode])).threads.isEmpty)
        store.close()
    }

    @Test("moves away what is no log at all")
    func remains() throws {
        try home.write([])
        #expect(home.check().kinds == ["unfinishedCreation"])
        try home.write(Array("noise\nnoise\n".utf8), as: threadB)
        #expect(home.check().damages.map(\.kind) == ["corrupt"])
        home.expectRepair()
        #expect(!StorePaths.exists(home.paths.log(threadA)))
        #expect(try home.copy(of: home.paths.log(threadB)) == Array("noise\nnoise\n".utf8))
    }

    @Test("tells only the first of very many damages, and mends all")
    func many() throws {
        var lines = try CheckHome.encoded(CheckHome.lines())
        for number in 0..<200 { lines.insert(Array("noise \(number)".utf8), at: 3) }
        try home.write(Array(lines.joined(separator: [10])) + [10])
        let report = home.check()
        #expect(report.damages.count == LogInspector.damageLimit + 1)
        #expect(report.kinds.last { $0 != "missingIndex" } == "moreDamage")
        home.expectRepair()
    }
}
