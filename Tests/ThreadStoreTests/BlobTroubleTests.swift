import AppServerProtocol
import Foundation
import Support
import Synchronization
import Testing
import WireJSON

@testable import ThreadStore

/// What goes wrong around images costs none of them.
struct BlobTroubleTests {
    private let home = CheckHome()
    private let image = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    private var folder: BlobFolder { BlobFolder(home.paths) }
    private var path: String { folder.file(BlobFolder.hash(image)) }
    private var blob: PendingBlob { PendingBlob(hash: BlobFolder.hash(image), bytes: image) }
    private var url: String { "data:image/png;base64,\(Base64Text.encode(image))" }

    private func modelItem(_ url: String) throws -> RawJSON {
        try raw(#"{"type":"message","role":"user","content":[{"type":"input_image","image_url":"\#(url)"}]}"#)
    }

    private func modelLine(_ url: String) throws -> LogLine {
        line(nil, 2_000, .modelItem(ModelItemRecord(turnId: nil, item: try modelItem(url))))
    }

    private func makeThread() async throws {
        let store = home.home.store()
        let log = try await store.create(header(), settings: try settings())
        log.append(try modelLine(url))
        log.close()
        store.close()
        try home.secure()
    }

    // MARK: - Reading

    @Test func anImageThatCannotBeReadIsNotGone() async throws {
        try await makeThread()
        let bytes = try home.home.bytes(of: threadA)
        let files = FileManager.default
        try files.moveItem(atPath: path, toPath: home.path + "/aside")
        // A link to itself: there, but not to be opened, whoever tries.
        try files.createSymbolicLink(atPath: path, withDestinationPath: path)

        let report = home.check(repairs: true)
        #expect(!report.sound)
        #expect(Set(report.damages.map(\.kind)) == ["unreadableFile"], "\(report.findings)")
        #expect(report.damages.contains { $0.threadId == threadA })
        #expect(try home.home.bytes(of: threadA) == bytes, "nothing was changed")
        #expect(report.copies == nil)

        let store = home.home.store()
        let shown = String(decoding: try #require(try await store.modelHistory(threadA).first).bytes, as: UTF8.self)
        #expect(shown.contains("[An image that belongs here can't be read at the moment.]"))
        let error = await #expect(throws: ThreadStoreError.self) {
            _ = try await store.fork(
                threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: nil))
        }
        #expect(error?.kind == .storage)
        await #expect(throws: ThreadStoreError.self) { _ = try await store.state(threadB) }

        try files.removeItem(atPath: path)
        try files.moveItem(atPath: home.path + "/aside", toPath: path)
        #expect(try await store.modelHistory(threadA) == [try modelItem(url)])
        store.close()
        #expect(home.check().sound)
    }

    @Test func anImageThatIsGoneIsSaidInTheMendedLog() async throws {
        try await makeThread()
        try FileManager.default.removeItem(atPath: path)
        #expect(home.check().damages.map(\.kind) == ["missingPiece"])
        home.expectRepair()
        #expect(
            String(decoding: try home.home.bytes(of: threadA), as: UTF8.self).contains("no longer in Heddle's store"))
    }

    @Test func anImageThatWasChangedIsAsGoodAsGone() async throws {
        try await makeThread()
        var changed = image
        changed[77] ^= 1
        try Data(changed).write(to: URL(fileURLWithPath: path))
        try home.secure()
        #expect(try folder.read(blob.hash) == .wrong)
        let store = home.home.store()
        let shown = String(decoding: try #require(try await store.modelHistory(threadA).first).bytes, as: UTF8.self)
        #expect(shown.contains("no longer in Heddle's store"))
        #expect(!shown.contains("base64,"))
        store.close()
        // It counts where it lies and where it is used, whether it is repaired or not.
        let found = home.check().damages
        #expect(found.map(\.kind) == ["wrongBlob", "missingPiece"])
        #expect(found.last?.message.contains("is not what was stored") == true)
        #expect(home.expectRepair().damages.map(\.kind) == found.map(\.kind))
    }

    @Test func anImageThatWasChangedIsStoredAnew() async throws {
        try await makeThread()
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        let store = home.home.store()
        let log = try await store.create(header(threadB), settings: try settings())
        log.append(try modelLine(url))
        log.close()
        #expect(try await store.modelHistory(threadA) == [try modelItem(url)])
        store.close()
    }

    @Test func anImageThatACollectionHasOutOfTheWayIsRead() async throws {
        try await makeThread()
        let files = FileManager.default
        try files.moveItem(atPath: path, toPath: path + BlobFolder.removing)
        #expect(try folder.read(blob.hash) == .whole(image))
        let store = home.home.store()
        #expect(try await store.modelHistory(threadA) == [try modelItem(url)])
        store.close()
        try files.removeItem(atPath: path + BlobFolder.removing)
        #expect(try folder.read(blob.hash) == .missing)
    }

    @Test func anotherImageThatCannotBeReadDoesNotHoldAWaitingMessageBack() async throws {
        let store = home.home.store()
        let log = try await store.create(header(), settings: try settings())
        // What mentions a call is read as a whole when its thread is opened.
        let output =
            #"{"type":"function_call_output","call_id":"c","output":[{"type":"input_image","image_url":"\#(url)"}]}"#
        log.append(line(nil, 1_999, try modelCall("c")))
        log.append(line(nil, 2_000, .modelItem(ModelItemRecord(turnId: nil, item: try raw(output)))))
        let queue: QueueRecord = try value(
            """
            {"submissions":[{"id":"q1","clientUserMessageId":"c1","input":[{"type":"text","text":"next"}]}],
             "isPaused":true}
            """)
        log.append(line(nil, 2_001, .queue(queue)))
        log.close()
        await store.committer.committed(store.writer.barrier())
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        let (again, thread) = try await store.open(threadA)
        #expect(thread.digest.queue == queue)
        again.close()
        store.close()
    }

    @Test func aWaitingMessageKeepsAnImageThatCannotBeReadAtTheMoment() async throws {
        let store = home.home.store()
        let log = try await store.create(header(), settings: try settings())
        let queue: QueueRecord = try value(
            """
            {"submissions":[{"id":"q1","clientUserMessageId":"c1","input":[{"type":"image","url":"\(url)"}]}],
             "isPaused":true}
            """)
        log.append(line(nil, 2_000, .queue(queue)))
        log.close()
        await store.committer.committed(store.writer.barrier())
        try FileManager.default.moveItem(atPath: path, toPath: home.path + "/aside")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        let error = await #expect(throws: ThreadStoreError.self) { _ = try await store.open(threadA) }
        #expect(error?.kind == .storage)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: home.path + "/aside", toPath: path)
        let (again, thread) = try await store.open(threadA)
        #expect(thread.digest.queue == queue)
        again.close()
        store.close()
    }

    // MARK: - Storing

    @Test func twoMayStoreTheSameImageAtOnce() throws {
        let isFirst = Mutex(true)
        var operations = LogFileOperations.system
        operations.write = { [folder, blob] descriptor, bytes in
            let isNested = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            if isNested { #expect(folder.store(blob, .system) == 0) }
            return LogFileOperations.system.write(descriptor, bytes)
        }
        #expect(folder.store(blob, operations) == 0)
        #expect(try folder.read(blob.hash) == .whole(image))
        #expect(StorePaths.names(in: StorePaths.folders(above: path)[0]) == [blob.hash])
    }

    @Test func aFolderThatIsNotOnTheDiskHoldsTheRecordBack() async throws {
        let (disk, events) = (SyncingDisk(), WriteEvents())
        let first = home.home.store()
        try await first.create(header(), settings: try settings()).close()
        first.close()
        let store = home.home.store(operations: disk.operations, onWriteEvent: events.report)
        let (log, _) = try await store.open(threadA)
        let length = log.length
        disk.setFolderResult(EIO)
        #expect(await store.committer.committed(log.append(try modelLine(url))) == false)
        guard case .failed(let failure)? = await events.next() else {
            Issue.record("not told")
            return
        }
        #expect(failure.errnoValue == EIO)
        #expect(try home.home.bytes(of: threadA).count == length)
        disk.setFolderResult(0)
        guard case .recovered? = await events.next() else {
            Issue.record("not told")
            return
        }
        let folders = [StorePaths.folders(above: path)[0], folder.path, home.path]
        #expect(disk.folders.suffix(3) == folders[...], "the blob was there by then, its name was not")
        log.close()
        store.close()
    }

    @Test func theFirstImageHasItsFoldersOnTheDisk() throws {
        let disk = SyncingDisk()
        #expect(folder.store(blob, disk.operations) == 0)
        #expect(disk.folders == [StorePaths.folders(above: path)[0], folder.path, home.path])
    }

    @Test func anImageStaysKnownUntilItsRecordIsWritten() async throws {
        let disk = FillingDisk()
        let logs = Mutex<Set<Int32>>([])
        var operations = LogFileOperations.system
        operations.open = { path, flags in
            let descriptor = LogFileOperations.system.open(path, flags)
            logs.withLock { logs in
                if path.hasSuffix(".jsonl") { logs.insert(descriptor) } else { logs.remove(descriptor) }
            }
            return descriptor
        }
        operations.write = { descriptor, bytes in
            logs.withLock { $0.contains(descriptor) }
                ? disk.operations.write(descriptor, bytes) : LogFileOperations.system.write(descriptor, bytes)
        }
        let store = home.home.store(operations: operations, retryMilliseconds: 3_600_000)
        let log = try await store.create(header(), settings: try settings())
        disk.isFull = true
        #expect(await store.committer.committed(log.append(try modelLine(url))) == false)
        #expect(StorePaths.exists(path))
        #expect(store.writer.heldBytes > image.count)
        // The record waits for days, no log mentions the image, and somebody collects it.
        try FileManager.default.removeItem(atPath: path)
        disk.isFull = false
        #expect(await store.committer.committed(log.append(line(1, 3_000, .name("there is space")))))
        #expect(try await store.modelHistory(threadA) == [try modelItem(url)])
        store.close()
    }

    // MARK: - Collecting

    @Test func aThreadThatIsDeletedDuringACollectionIsCollectedByTheNext() throws {
        #expect(folder.store(blob, .system) == 0)
        try home.write(encode([line(nil, 1000, .thread(header()))]))
        BlobCollector.noteDeletion(home.paths)
        let nowMs = Int(Date().timeIntervalSince1970 * 1000) + 3 * 24 * 3_600_000
        func collect(_ isStopped: () -> Bool) throws -> Int {
            try BlobCollector(home.paths, nowMs: nowMs).collect(isStopped: isStopped)
        }
        #expect(try collect { true } == 0, "it was cut off")
        let paths = home.paths
        #expect(
            try collect {
                BlobCollector.noteDeletion(paths)
                return false
            } == 1)
        #expect(folder.store(blob, .system) == 0)
        #expect(try collect { false } == 1, "there was another deletion")
        #expect(folder.store(blob, .system) == 0)
        #expect(try collect { false } == 0, "there was none")
    }
}
