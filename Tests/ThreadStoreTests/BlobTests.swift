import AppServerProtocol
import Foundation
import Support
import Synchronization
import Testing
import WireJSON

@testable import ThreadStore

/// Images are stored once, whoever sends them how often, and read as if they stood in the log.
struct BlobTests {
    private let home = TestHome()
    private let image = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    private var paths: StorePaths { StorePaths(home: home.path) }
    private var folder: BlobFolder { BlobFolder(paths) }
    private var url: String { "data:image/png;base64,\(Base64Text.encode(image))" }

    private func message(_ url: String, id: String = "u-1") throws -> ThreadItem {
        try value(
            #"{"type":"userMessage","id":"\#(id)","content":[{"type":"text","text":"look"},{"type":"image","url":"\#(url)"}]}"#
        )
    }

    private func modelMessage(_ url: String) throws -> RawJSON {
        try raw(
            #"{"type":"message","role":"user","content":[{"type":"input_image","image_url":"\#(url)","detail":"high"}]}"#
        )
    }

    private func turn(_ id: String, _ seq: Int, url: String) throws -> [LogLine] {
        let record = ItemRecord(turnId: id, item: try message(url, id: "u-\(id)"), atMs: 2_000)
        return [
            line(seq, 2_000, .turnStarted(TurnStartedRecord(turnId: id, startedAtMs: 2_000))),
            line(nil, 2_000, .itemStarted(record)), line(seq + 1, 2_000, .itemCompleted(record)),
            line(nil, 2_000, .modelItem(ModelItemRecord(turnId: id, item: try modelMessage(url)))),
            line(seq + 2, 2_000, .turnCompleted(TurnRecord(id: id, status: .completed))),
        ]
    }

    private func files() -> [String] {
        StorePaths.names(in: folder.path).filter { $0.utf8.count == 2 }
            .flatMap { StorePaths.names(in: "\(folder.path)/\($0)") }
    }

    @Test func oneBlobServesAllMessagesAndCopies() async throws {
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        for entry in try turn("t1", 1, url: url) + turn("t2", 10, url: url) { log.append(entry) }
        let turns = try await store.decodedTurns(threadA)
        #expect(turns.map(\.items) == [[try message(url, id: "u-t1")], [try message(url, id: "u-t2")]])
        #expect(try await store.turns(threadA, TurnsQuery(itemsView: .full)).data.reversed() == turns)
        #expect(try await store.read(threadA).turns == turns)
        let model = try modelMessage(url)
        #expect(try await store.modelHistory(threadA) == [model, model])
        #expect(files() == [BlobFolder.hash(image)])
        #expect(try folder.read(BlobFolder.hash(image)) == .whole(image))
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(BlobFolder.hash(image)))
        #expect(attributes[.posixPermissions] as? Int == 0o600)

        let (copy, _) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: nil))
        copy.close()
        #expect(try await store.decodedTurns(threadB) == turns)
        #expect(files().count == 1)
        log.close()
        store.close()
        for id in [threadA, threadB] {
            let written = String(decoding: try home.bytes(of: id), as: UTF8.self)
            #expect(!written.contains(Base64Text.encode(image).prefix(60)))
        }
    }

    @Test func aTurnThatWasCutShortIsToldWithItsImage() async throws {
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        for entry in try turn("t1", 1, url: url).dropLast() { log.append(entry) }
        log.close()
        let (again, thread) = try await store.open(threadA)
        #expect(thread.lastTurnModelItems == [try modelMessage(url)])
        #expect(thread.lastTurnUserMessages.map { ThreadItem.userMessage($0) } == [try message(url, id: "u-t1")])
        again.close()
        store.close()
    }

    @Test func smallAndUnusualImagesStayWhereTheyAre() async throws {
        let store = home.store()
        let small = "data:image/png;base64,\(Base64Text.encode(Array(image.prefix(300))))"
        // Without padding, so that other bytes would come back.
        let unusual = "data:image/png;base64,\(Base64Text.encode(image + [1]).dropLast(2))"
        let log = try await store.create(header(), settings: try settings())
        for entry in try turn("t1", 1, url: small) + turn("t2", 10, url: unusual) { log.append(entry) }
        #expect(try await store.modelHistory(threadA) == [try modelMessage(small), try modelMessage(unusual)])
        #expect(files() == [])
        store.close()
    }

    @Test func aMissingBlobIsSaidInWords() async throws {
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        for entry in try turn("t1", 1, url: url) { log.append(entry) }
        await store.committer.committed(store.writer.barrier())
        try FileManager.default.removeItem(atPath: folder.file(BlobFolder.hash(image)))
        let text = "[An image that belongs here is no longer in Heddle's store.]"
        let content = try await store.decodedTurns(threadA)[0].items
        let expected: ThreadItem = try value(
            #"{"type":"userMessage","id":"u-t1","content":[{"type":"text","text":"look"},{"type":"text","text":"\#(text)"}]}"#
        )
        #expect(content == [expected])
        let model = try await store.modelHistory(threadA)
        #expect(
            model == [
                try raw(#"{"type":"message","role":"user","content":[{"type":"input_text","text":"\#(text)"}]}"#)
            ])
        #expect(Set(try await store.read(threadA).damages.map(\.kind)) == [.missingPiece])
        // Whoever sends it again brings it back.
        for entry in try turn("t2", 10, url: url) { log.append(entry) }
        #expect(try await store.modelHistory(threadA) == [try modelMessage(url), try modelMessage(url)])
        store.close()
    }

    @Test func aRecordIsWrittenOnceItsBlobIsOnTheDisk() async throws {
        let calls = Mutex<[String]>([])
        var operations = LogFileOperations.system
        let system = LogFileOperations.system
        operations.open = { path, flags in
            calls.withLock { $0.append(path.contains("/blobs/") ? "open blob" : "open log") }
            return system.open(path, flags)
        }
        operations.sync = { descriptor in
            calls.withLock { $0.append("sync") }
            return system.sync(descriptor)
        }
        let first = home.store()
        try await first.create(header(), settings: try settings()).close()
        first.close()
        let store = home.store(operations: operations)
        let (log, _) = try await store.open(threadA)
        let item = LogRecord.modelItem(ModelItemRecord(turnId: nil, item: try modelMessage(url)))
        #expect(await store.committer.committed(log.append(line(nil, 2_000, item))))
        #expect(calls.withLock { $0 }.prefix(3) == ["open blob", "sync", "open log"])
        store.close()
    }

    @Test func aFullDiskHoldsTheRecordBack() async throws {
        let disk = FillingDisk()
        let store = home.store(operations: disk.operations, retryMilliseconds: 5)
        let log = try await store.create(header(), settings: try settings())
        await store.committer.committed(store.writer.barrier())
        let length = log.length
        disk.isFull = true
        let item = LogRecord.modelItem(ModelItemRecord(turnId: nil, item: try modelMessage(url)))
        let ticket = log.append(line(nil, 2_000, item))
        #expect(await store.committer.committed(ticket) == false)
        // The next attempt may be under way.
        #expect(files().filter { !$0.hasSuffix(".new") } == [])
        #expect(try home.bytes(of: threadA).count == length)
        disk.isFull = false
        let name = log.append(line(1, 3_000, .name("there is space")))
        while !store.committer.isCommitted(name) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await store.modelHistory(threadA) == [try modelMessage(url)])
        #expect(files() == [BlobFolder.hash(image)])
        store.close()
    }

    // MARK: - Collection

    private func collect(_ store: ThreadStore, inDays days: Int) async throws -> Int {
        let lock = try #require(await store.maintenanceLock())
        let now = Int(Date().timeIntervalSince1970 * 1000) + days * 24 * 3_600_000
        return try await store.collectBlobs(nowMs: now, under: lock)
    }

    @Test func whatNoLogMentionsIsCollectedAfterADay() async throws {
        let store = home.store()
        let other = "data:image/png;base64,\(Base64Text.encode(image.reversed()))"
        let log = try await store.create(header(), settings: try settings())
        for entry in try turn("t1", 1, url: url) + turn("t2", 10, url: other) { log.append(entry) }
        log.close()
        let (copy, _) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .through("t1"))
        copy.close()
        #expect(files().count == 2)
        #expect(try await collect(store, inDays: 3) == 0, "no thread was deleted")
        try await store.delete(threadA)
        #expect(try await collect(store, inDays: 0) == 0, "it is too young")
        #expect(try await collect(store, inDays: 3) == 1)
        #expect(files() == [BlobFolder.hash(image)])
        #expect(try await store.modelHistory(threadB) == [try modelMessage(url)])
        try await store.delete(threadB)
        #expect(try await collect(store, inDays: 3) == 1)
        #expect(files() == [])
        store.close()
    }

    @Test func aLogThatCannotBeReadKeepsAllBlobs() async throws {
        let store = home.store()
        let log = try await store.create(header(), settings: try settings())
        for entry in try turn("t1", 1, url: url) { log.append(entry) }
        log.close()
        try await store.create(header(threadB), settings: try settings()).close()
        await store.committer.committed(store.writer.barrier())
        try await store.delete(threadB)
        // The log of the one thread that has the image is nothing but noise now.
        try FileManager.default.removeItem(atPath: paths.log(threadA))
        try Data([UInt8](repeating: 7, count: 500)).write(
            to: URL(fileURLWithPath: StorePaths.packed(paths.log(threadA))))
        await #expect(throws: ThreadStoreError.self) { _ = try await collect(store, inDays: 3) }
        #expect(files().count == 1)
        store.close()
    }
}
