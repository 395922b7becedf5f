import AppServerProtocol
import Foundation
import GRDB
import Support
import Synchronization
import Testing
import WireJSON

@testable import ThreadStore

/// What is slow holds nobody up who has nothing to do with it, and takes no more memory than it says.
struct WaitingTests {
    private let home = TestHome()

    /// Runs a job on a thread of its own and waits for its end.
    private static func onThread(_ job: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                job()
                continuation.resume()
            }
        }
    }

    // Without the limit these two would hang when they fail.

    @Test(.timeLimit(.minutes(10))) func tidyingOneLogUpHoldsOnlyThoseUpWhoWantIt() async throws {
        let registry = LogRegistry()
        let (began, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let hasEnded = Monitor(false)
        async let tidying: Void = Self.onThread {
            _ = try? registry.whileFree(threadA) {
                began.signal()
                gate.wait()
                hasEnded.withLock { $0 = true }
            }
        }
        await Self.onThread { began.wait() }
        // With the registry's lock held these would wait for ever.
        try await registry.reserve(threadB)
        #expect(registry.log(threadA) == nil)
        #expect(try registry.whileFree(threadA) {} == nil, "somebody is at it")
        #expect(try registry.whileFree(threadB) {} == nil, "it is taken")
        async let reserved: Bool = {
            try await registry.reserve(threadA)
            return hasEnded.withLock { $0 }
        }()
        gate.signal()
        #expect(try await reserved, "who wants the log has it once it is tidied up")
        await tidying
        await #expect(throws: ThreadStoreError.self) { try await registry.reserve(threadA) }
    }

    @Test(.timeLimit(.minutes(10))) func aDatabaseThatIsBusyHoldsNobodyUpWhoAsksForTheReader() async throws {
        try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: true)
        let connections = try IndexConnections(path: home.path + "/index.sqlite")
        let (began, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let looking: Void = Self.onThread {
            try? connections.look { _ in
                began.signal()
                gate.wait()
            }
        }
        await Self.onThread { began.wait() }
        async let writing: Void = Self.onThread { _ = try? connections.writer }
        await Self.onThread {
            // Long enough for the other thread to come to wait for the database.
            for _ in 0..<50 {
                #expect(connections.reader == nil)
                usleep(1000)
            }
        }
        gate.signal()
        await (_, _) = (looking, writing)
        connections.close()
    }

    /// While the disk is busy with a copy's first images, the copying has gone on as far as it goes without waiting.
    @Test func aCopyHoldsNoMoreImagesInMemoryThanItSays() async throws {
        let held = Mutex<Int?>(nil)
        let reference = Mutex<ThreadStore?>(nil)
        let isCopying = Mutex(false)
        var operations = LogFileOperations.system
        operations.write = { descriptor, bytes in
            let isItem = isCopying.withLock { $0 } && Data(bytes).range(of: Data("modelItem".utf8)) != nil
            if isItem, held.withLock({ $0 }) == nil, let store = reference.withLock({ $0 }) {
                while !store.readers.isIdle { usleep(1000) }
                held.withLock { $0 = store.writer.heldBytes }
            }
            return LogFileOperations.system.write(descriptor, bytes)
        }
        let store = home.store(operations: operations)
        reference.withLock { $0 = store }
        let log = try await store.create(header(), settings: try settings())
        for number in 0..<12 {
            let image = Base64Text.encode([UInt8](repeating: UInt8(number), count: 512 << 10))
            let item = try raw(
                #"{"type":"message","content":[{"type":"input_image","image_url":"data:image/png;base64,\#(image)"}]}"#)
            await store.committer.committed(
                log.append(line(nil, 2_000, .modelItem(ModelItemRecord(turnId: nil, item: item)))))
        }
        await store.committer.committed(log.append(line(1, 3_000, .name("one"))))
        isCopying.withLock { $0 = true }
        let (copy, _) = try await store.fork(
            threadA, header: header(threadB), settings: try settings(), boundary: .end(upTo: nil))
        copy.close()
        #expect(try await store.modelHistory(threadB).count == 12)
        let most = try #require(held.withLock { $0 })
        #expect(most < 5 << 20, "\(most)")
        reference.withLock { $0 = nil }
        store.close()
    }
}
