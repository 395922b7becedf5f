import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// No log, no checkpoint and no list holds a secret, whichever record it came in.
struct RedactionTests {
    private let home = TestHome()
    private let secret = "sk-proj-q/8+\"x\\y_0123456789"

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func everyRecordIsWrittenWithoutSecrets() async throws {
        let store = home.store()
        store.redaction.add([secret, "", "short"])
        let log = try await store.create(header(), settings: try settings())
        let escaped = text(try WireCoder.encode(secret).dropFirst().dropLast())
        for entry in try textTurn(text: "my key is \(escaped), isn't it") { log.append(entry) }
        let item = try raw(#"{"type":"message","role":"assistant","content":"\#(escaped)\#(escaped) short"}"#)
        log.append(line(nil, 3_000, .modelItem(ModelItemRecord(turnId: "t1", item: item))))
        log.append(line(50, 3_000, .name("the \(secret) one")))
        #expect(log.digest.name == "the [secret removed] one")
        #expect(log.digest.preview == "my key is [secret removed], isn't it")
        log.close()
        store.close()
        let written = text(try home.bytes(of: threadA))
        #expect(!written.contains("0123456789"))
        #expect(written.contains("[secret removed][secret removed] short"))
        #expect(written.contains("my key is [secret removed], isn't it"))
    }

    @Test func slashesMayBeEscaped() throws {
        let redaction = Redaction()
        redaction.add(["abc/def/ghi"])
        var bytes: [UInt8] = []
        try line(1, 2, .modelItem(ModelItemRecord(turnId: nil, item: try raw(#"{"a":"abc\/def\/ghi abc/def/ghi"}"#))))
            .encode(into: &bytes)
        #expect(text(try #require(redaction.redact(bytes)).bytes).contains(#""[secret removed] [secret removed]""#))
    }

    @Test func aValueThatIsAWordOfTheFormatIsNoSecret() throws {
        let redaction = Redaction()
        redaction.add(["turnCompleted", "1763682414123"])
        var bytes: [UInt8] = []
        try line(1, 1_763_682_414_123, .turnCompleted(TurnRecord(id: "t", status: .completed))).encode(into: &bytes)
        #expect(redaction.redact(bytes) == nil)
    }

    @Test func blanksAroundAValueDoNotCount() throws {
        let redaction = Redaction()
        redaction.add(["  0123456789abc\n"])
        var bytes: [UInt8] = []
        try line(1, 2, .name("<0123456789abc>")).encode(into: &bytes)
        #expect(redaction.redact(bytes)?.line.record == .name("<[secret removed]>"))
    }

    @Test func theCatalogHoldsNoSecretsEither() async throws {
        let store = home.store()
        store.redaction.add([secret])
        _ = try await store.catalog.createSection(name: "about \(secret)")
        #expect(try await store.catalog.sections().map(\.name) == ["Pinned", "about [secret removed]"])
        store.close()
    }
}
