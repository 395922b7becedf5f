import Logging
import Synchronization
import Testing

@testable import ThreadStore

/// What the log of the server says when a thread is opened is true.
struct OpeningNoticeTests {
    private let home = CheckHome()

    /// Keeps what is logged.
    private struct Recorder: LogHandler {
        let messages: Messages
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            messages.all.withLock { $0.append("\(event.message)") }
        }
    }

    private final class Messages: Sendable {
        let all = Mutex<[String]>([])
    }

    private func notices(_ bytes: [UInt8]) async throws -> [String] {
        try home.write(bytes)
        let messages = Messages()
        let logger = Logger(label: "test") { _ in Recorder(messages: messages) }
        let store = ThreadStore(home: home.path, clock: { 0 }, logger: logger)
        let (log, _) = try await store.open(threadA)
        log.close()
        store.close()
        return messages.all.withLock { $0 }
    }

    @Test func aSoundLogIsNotSpokenOf() async throws {
        #expect(try await notices(encode(CheckHome.lines())) == [])
    }

    @Test func aTornEndIsMended() async throws {
        let said = try await notices(encode(CheckHome.lines()) + Array("torn".utf8))
        #expect(said == ["the torn end of a thread's log was mended"])
    }

    @Test func whatIsLeftOutIsNotCalledMended() async throws {
        let (bytes, _) = try LogHarm.orphanOutput.apply(to: CheckHome.encoded(CheckHome.lines()))
        let said = try await notices(bytes)
        #expect(said.count == 1)
        #expect(said.first?.contains("`heddle fsck --repair` mends it") == true)
    }

    @Test func workThatWasCutOffIsNoDamage() async throws {
        var random = RandomLog(seed: 5)
        let lines = [line(nil, 1000, .thread(header()))] + (try random.turn(isOpen: true))
        let said = try await notices(encode(lines))
        #expect(said == ["a thread's log ended in the middle of work, which was written down as interrupted"])
    }
}
