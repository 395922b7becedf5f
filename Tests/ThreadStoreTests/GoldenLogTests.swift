import AppServerProtocol
import Foundation
import Testing
import WireJSON

@testable import ThreadStore

/// Logs written by released versions, which every later version must read. These files are never changed; a version
/// that writes something new adds one.
struct GoldenLogTests {
    private let home = TestHome()

    private func golden(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
        return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    @Test func version1() async throws {
        let bytes = try golden("log-v1.jsonl")
        try home.write(bytes, as: threadA)
        let store = home.store()
        let (_, thread) = try await store.openWhole(threadA)
        store.close()
        #expect(try home.bytes(of: threadA) == bytes, "a sound log is not touched")

        #expect(thread.damages.isEmpty)
        #expect(thread.header.version == 1)
        #expect(thread.header.developerInstructions == "Be brief.")
        #expect(thread.header.gitInfo == GitInfo(sha: "0123abcd", branch: "main"))
        #expect(thread.settings?.effort == "high")
        #expect(thread.name == "Two files")
        #expect(thread.preview == "List the files, héllo \"world\"\n")
        #expect(thread.lastSeq == 1003)
        #expect(thread.createdAtMs == 1_763_682_414_123)
        #expect(thread.updatedAtMs == 1_763_682_423_623)
        #expect(thread.clientMessages == ["c-1": "0199aaaa-0001-7000-8000-000000000001"])
        #expect(thread.tokenUsage?.usage.total.totalTokens == 120)

        #expect(thread.turns.map(\.status) == [.completed, .failed])
        #expect(thread.turns.map(\.rootTurnId) == [nil, "0199aaaa-0001-7000-8000-000000000001"])
        #expect(thread.turns[0].items.map(\.id) == ["u-1", "rs-1", "call-1", "msg-1"])
        #expect(thread.turns[0].durationMs == 1002)
        #expect(thread.turns[1].error?.message == "the model is overloaded")
        guard case .commandExecution(let command) = thread.turns[0].items[2] else {
            Issue.record("no command")
            return
        }
        #expect(command.status == .completed)
        #expect(command.aggregatedOutput == "a\nb\n")
        #expect(command.exitCode == 0)

        #expect(thread.modelItems.count == 5)
        let call = String(decoding: thread.modelItems[2].bytes, as: UTF8.self)
        #expect(
            call
                == #"{"type":"function_call","id":"fc-1","call_id":"call-1","name":"exec_command","arguments":"{\"cmd\":\"ls\"}"}"#
        )
    }

    @Test func version2() async throws {
        let bytes = try golden("log-v2.jsonl")
        try home.write(bytes, as: threadA)
        let store = home.store()
        // From the checkpoint on, and from the start on: the same.
        let path = StorePaths(home: home.path).log(threadA)
        #expect(try LogLoader.load(path, id: threadA, isBeingWritten: false).checkpointEnd > 0)
        #expect(try await store.state(threadA).digest == (try await store.read(threadA).digest))
        let (_, thread) = try await store.openWhole(threadA)
        let digest = thread.digest
        let pages = try await store.turns(threadA, TurnsQuery(itemsView: .full))
        let history = try await store.modelHistory(threadA)
        store.close()
        #expect(try home.bytes(of: threadA) == bytes, "a sound log is not touched")

        #expect(thread.damages.isEmpty)
        #expect(digest.name == "A life")
        #expect(!digest.isArchived)
        #expect(digest.gitInfo == GitInfo(sha: "4567cdef", branch: "topic", originUrl: "https://example.org/x.git"))
        #expect(digest.projectId == "project-1")
        #expect(digest.metadata?.daybreakEnabled == true)
        #expect(digest.section?.sectionId == "01984de2-8f74-7c91-a3b2-5c5e937cf318")
        #expect(digest.section?.rank == 1.5)
        #expect(digest.attachments.map(\.id) == ["att-1"])
        #expect(digest.attachments.first?.payload == (try value(#"{"text": "héllo", "n": 1.5}"#)))
        #expect(digest.goal == nil)
        #expect(digest.queue.isPaused)
        #expect(digest.queue.submissions.map(\.clientUserMessageId) == ["c-q"])
        // A turn, a mark, a turn that was taken back, the revert and one more turn.
        #expect(digest.readState?.revision == "5")
        #expect(digest.readState?.firstUnread == .turn(UnreadTurn(turnId: "0199aaaa-0003-7000-8000-000000000003")))
        #expect(digest.memoryMode == .disabled)
        #expect(digest.history.turnCount == 2)
        #expect(digest.reverted.count == 1)
        #expect(digest.clientMessage("c-40") == nil)
        #expect(digest.clientMessage("c-70")?.turnId == "0199aaaa-0003-7000-8000-000000000003")
        #expect(digest.lastSeq == 1000)
        #expect(thread.turns.map { $0.items.map(\.id) } == [["u-2", "a-2"], ["u-70", "a-70"]])
        #expect(pages.data == thread.turns.reversed())
        #expect(history == thread.modelItems)
        #expect(history.count == 4)
    }

    /// Pieces of lines that stand elsewhere, in a plain log and in a compressed one.
    @Test(arguments: ["log-v3.jsonl", "log-v3.jsonl.gz"])
    func version3(_ name: String) async throws {
        let paths = StorePaths(home: home.path)
        let image = try golden("blob-v3")
        let blob = BlobFolder(paths).file("2ad31bd86ec25b89372faeaf9354f223d306ed428f3ba5748ddb496acbd8279f")
        for (path, bytes) in [
            (paths.log(threadA) + (name.hasSuffix(".gz") ? ".gz" : ""), try golden(name)), (blob, image),
        ] {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        let store = home.store()
        let thread = try await store.read(threadA)
        let history = try await store.modelHistory(threadA)
        store.close()

        #expect(thread.damages.isEmpty)
        let url = "data:image/png;base64,\(Data(image).base64EncodedString())"
        guard case .userMessage(let message) = thread.turns[0].items[0],
            case .commandExecution(let command) = thread.turns[0].items[1]
        else {
            Issue.record("other items")
            return
        }
        #expect(message.content.last == .image(ImageUserInput(url: url)))
        let output = (0..<60).map { "row \($0) \"é\"\n" }.joined()
        #expect(command.aggregatedOutput == output)
        #expect(history == thread.modelItems)
        #expect(history.count == 3)
        let items = try history.map { try JSONValue(parsing: $0.bytes) }
        #expect(items[0]["content"]?[0]?["image_url"]?.stringValue == url)
        #expect(items[2]["output"]?.stringValue == "Output:\n" + output)
    }

    /// What came to records and checkpoints since.
    @Test func version4() async throws {
        let bytes = try golden("log-v4.jsonl")
        try home.write(bytes, as: threadA)
        let store = home.store()
        let path = StorePaths(home: home.path).log(threadA)
        let loaded = try LogLoader.load(path, id: threadA, isBeingWritten: false)
        #expect(loaded.checkpointEnd > 0)
        #expect(loaded.digest == (try await store.read(threadA).digest), "from the checkpoint on and from the start on")
        let (log, thread) = try await store.open(threadA)
        log.close()
        store.close()
        #expect(try home.bytes(of: threadA) == bytes, "a sound log is not touched")

        #expect(thread.damages.isEmpty)
        #expect(thread.digest.goal?.objective == "Reach it")
        #expect(thread.digest.isGoalHeld == true)
        #expect(thread.digest.formerPreview == "First question", "its turn was taken back before there was another")
        #expect(thread.digest.preview == "Second question")
        #expect(thread.digest.lastTurn?.status == .interrupted)
        #expect(thread.lastTurnUserMessages.map(\.id) == ["u-2", "u-3"])
        #expect(thread.heardMessages == ["u-2"], "the other one came too late for the model")
        #expect(thread.lastTurnModelItems.count == 1)
    }

    /// A conversation that was shortened: what the model sees, and what it sees again once that was taken back.
    @Test func version5() async throws {
        try home.write(try golden("log-v5.jsonl"), as: threadA)
        let store = home.store()
        let thread = try await store.read(threadA)
        let history = try await store.modelHistory(threadA)
        let turns = thread.turns.map(\.id)
        let whole = try await store.forkHistory(threadA, boundary: .before(turns[1]))
        store.close()
        #expect(thread.damages.isEmpty)
        #expect(thread.turns.map(\.status) == [.completed, .completed, .completed])
        #expect(history == thread.modelItems)
        let texts = try history.map { try JSONValue(parsing: $0.bytes)["content"]?[0]?["text"]?.stringValue ?? "" }
        #expect(texts.count == 7)
        #expect(texts[3] == "run: echo one")
        #expect(texts[4].hasPrefix("Another language model started"))
        #expect(texts[5...] == ["say: two", "two"])
        #expect(whole.count == 7)
        #expect(whole.filter { OpenCalls.mentionsCall($0.bytes) }.count == 2)
    }

    /// A file that this version writes, and all the kinds of records that it knows.
    @Test func everyKindIsInAGoldenLog() throws {
        let lines = try ["log-v1.jsonl", "log-v2.jsonl", "log-v5.jsonl"].flatMap {
            try golden($0).split(separator: UInt8(ascii: "\n"))
        }
        let kinds = Set(lines.compactMap { LineStart(Array($0))?.kind })
        let known = Set(try LogLineTests.everyRecord().compactMap(\.kind))
        #expect(known.subtracting(kinds).isEmpty)
    }
}
