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
}
