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

    // MARK: - What stays

    private func redacted(_ record: LogRecord, _ secrets: [String]) throws -> String {
        let redaction = Redaction()
        redaction.add(secrets)
        var bytes: [UInt8] = []
        try line(1, 2, record).encode(into: &bytes)
        return text(redaction.redact(bytes)?.bytes ?? bytes)
    }

    @Test func aWordOfTheFormatKeepsNoOtherSecretInTheLine() throws {
        let item = try userMessage("the key is abcd-1234-efgh", id: "u-1")
        let line = try redacted(
            .itemCompleted(ItemRecord(turnId: "t1", item: item, atMs: 2)),
            ["userMessage", "abcd-1234-efgh", "itemCompleted"])
        #expect(line.contains("the key is [secret removed]"))
        #expect(line.contains(#""type":"userMessage""#))
        #expect(line.contains(#""kind":"itemCompleted""#))
    }

    @Test func whatProgramsCompareStays() throws {
        let values = ["/home/me/project", "my-provider-1", "gpt-model-x1", "my-editor-12"]
        var header = header()
        (header.cwd, header.modelProvider, header.model, header.originator) = (
            values[0], values[1], values[2], values[3]
        )
        header.developerInstructions = values.joined(separator: " ")
        let parsed = try LogLine(parsing: Array(try redacted(.thread(header), values).utf8.dropLast()))
        header.developerInstructions = Array(repeating: "[secret removed]", count: 4).joined(separator: " ")
        #expect(parsed.record == .thread(header))
    }

    @Test func callsAndTheirToolsStay() throws {
        let item = try raw(
            #"{"type":"function_call","call_id":"call-12345678","name":"tool-12345678","arguments":"tool-12345678 call-12345678"}"#
        )
        let line = try redacted(
            .modelItem(ModelItemRecord(turnId: "turn-12345678", item: item)),
            ["call-12345678", "tool-12345678", "turn-12345678"])
        #expect(line.contains(#""call_id":"call-12345678","name":"tool-12345678""#))
        #expect(line.contains(#""arguments":"[secret removed] [secret removed]""#))
        #expect(line.contains(#""turnId":"turn-12345678""#))
    }

    @Test func whatAToolIsCalledWithIsTextWhateverItsFieldsAreCalled() throws {
        let item: ThreadItem = try value(
            """
            {"type":"mcpToolCall","id":"abcd-1234-efgh","server":"s","tool":"t","status":"completed",
             "arguments":{"id":"abcd-1234-efgh","inner":[{"type":"abcd-1234-efgh"},"abcd-1234-efgh"]}}
            """)
        let line = try redacted(.itemCompleted(ItemRecord(turnId: "t", item: item, atMs: 1)), ["abcd-1234-efgh"])
        #expect(line.contains(#""id":"abcd-1234-efgh""#))
        #expect(
            line.contains(
                #"{"id":"[secret removed]","inner":[{"type":"[secret removed]"},"[secret removed]"]}"#))
    }

    @Test func namesOfFieldsStay() throws {
        let item = try raw(#"{"developer-key-name":{"developer-key-name":"developer-key-name"}}"#)
        let line = try redacted(.modelItem(ModelItemRecord(turnId: nil, item: item)), ["developer-key-name"])
        #expect(line.contains(#"{"developer-key-name":{"developer-key-name":"[secret removed]"}}"#))
    }

    @Test func jsonInsideOfJsonHoldsNoSecretsEither() throws {
        let arguments = text(try WireCoder.encode(["key": secret]))
        let item = try raw(
            #"{"type":"function_call","call_id":"c","name":"n","arguments":\#(text(try WireCoder.encode(arguments)))}"#)
        let line = try redacted(.modelItem(ModelItemRecord(turnId: "t1", item: item)), [secret])
        #expect(line.contains(#""arguments":"{\"key\":\"[secret removed]\"}""#))
        let slashes = try raw(#"{"arguments":"{\"k\":\"abc\\/def\\/ghi\"}"}"#)
        let other = try redacted(.modelItem(ModelItemRecord(turnId: "t1", item: slashes)), ["abc/def/ghi"])
        #expect(other.contains(#""arguments":"{\"k\":\"[secret removed]\"}""#))
    }

    @Test func namesOfFieldsAreTextWhereTheyAreFree() throws {
        let payload: JSONValue = ["type": "abcd-1234-efgh", "abcd-1234-efgh": ["x abcd-1234-efgh": 1]]
        let attachment = ThreadAttachment(
            id: "abcd-1234-efgh", attachmentType: "abcd-1234-efgh", identityKey: "abcd-1234-efgh", payload: payload,
            createdAt: 1)
        let line = try redacted(.attachment(attachment), ["abcd-1234-efgh"])
        #expect(line.contains(#""attachmentType":"abcd-1234-efgh""#))
        #expect(line.contains(#""type":"[secret removed]""#))
        #expect(line.contains(#""[secret removed]":{"x [secret removed]":1}"#))
    }

    @Test func halfAnEscapeIsNoBeginningOfASecret() throws {
        let line = try redacted(.name("first line\nabcdefghij and nabcdefghij"), ["nabcdefghij"])
        #expect(line.contains(#""first line\nabcdefghij and [secret removed]""#))
    }
}
