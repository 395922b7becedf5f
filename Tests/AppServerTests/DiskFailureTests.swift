import AgentCore
import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

@testable import ThreadStore

/// A disk that takes records into its cache and fails to keep them.
@Suite struct DiskFailureTests {
    /// A disk whose syncs and writes return what the test says.
    private final class Disk: Sendable {
        private let syncError = Mutex<Int32>(0)
        private let isFull = Mutex(false)

        func setError(_ number: Int32) { syncError.withLock { $0 = number } }
        func setFull(_ full: Bool) { isFull.withLock { $0 = full } }

        var operations: LogFileOperations {
            var operations = LogFileOperations.system
            operations.sync = { [self] _ in syncError.withLock { $0 } }
            operations.write = { [self] descriptor, bytes in
                isFull.withLock { $0 } ? -Int(ENOSPC) : LogFileOperations.system.write(descriptor, bytes)
            }
            return operations
        }
    }

    private func warning(_ words: String, to client: InProcessClient) async throws {
        try await client.event("warning") { $0["message"]?.stringValue?.contains(words) == true }
    }

    @Test func aTurnThatTheDiskDoesNotKeepSaysSo() async throws {
        let disk = Disk()
        let test = try TestServer(disk: disk.operations)
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let first = try await client.startTurn(thread, "say: kept")
        #expect(try await client.completed(first)["status"] == "completed")

        let second = try await client.startTurn(thread, "run: echo running; while [ ! -e go ]; do sleep 0.01; done")
        try await client.event("item/commandExecution/outputDelta")
        disk.setError(EIO)
        _ = FileManager.default.createFile(atPath: test.workspace + "/go", contents: nil)
        let ended = try await client.completed(second)
        #expect(ended["status"] == "failed")
        #expect(ended["error"]?["message"]?.stringValue?.contains("Input/output error") == true)
        try await warning("can't be forced to the disk", to: client)
        // Nothing new is promised.
        let params: JSONValue = ["threadId": .string(thread), "input": .input("say: lost?")]
        #expect(try await client.failure("turn/start", params)["data"]?["kind"] == "storage")
        let name: JSONValue = ["threadId": .string(thread), "name": "lost?"]
        #expect(try await client.failure("thread/name/set", name)["data"]?["kind"] == "storage")
        // Reading goes on.
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        #expect(read["thread"]?["turns"]?.arrayValue?.count == 2)

        disk.setError(0)
        try await warning("can be written again", to: client)
        let third = try await client.startTurn(thread, "say: kept again")
        #expect(try await client.completed(third)["status"] == "completed")
        await test.stop()
    }

    /// The model would call tools for ever, and the disk stays full: the turn ends before memory does.
    @Test func aTurnEndsWhenTooMuchWaitsForTheDisk() async throws {
        let disk = Disk()
        let asked = Mutex(0)
        let model = ModelClient(stream: { _, handle in
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            if number == 2 { disk.setFull(true) }
            let arguments = #"{"cmd":"head -c 4096 /dev/zero | tr '\\0' x"}"#
            let call: JSONValue = [
                "type": "function_call", "id": .string("fc-\(number)"), "call_id": .string("call-\(number)"),
                "name": "exec_command", "arguments": .string(arguments),
            ]
            try handle(
                .itemDone(
                    ModelItem(
                        id: "fc-\(number)",
                        kind: .functionCall(
                            callID: "call-\(number)", name: "exec_command", namespace: nil, arguments: arguments),
                        raw: RawJSON(call))))
            try handle(.completed(responseID: "r", usage: nil))
        })
        let test = try TestServer(model: model, disk: disk.operations, backlogLimit: 64 << 10)
        let client = try await test.client()
        let (thread, other) = (try await client.startThread(in: test), try await client.startThread(in: test))
        let turn = try await client.startTurn(thread, "go on for ever")
        let ended = try await client.completed(turn)
        #expect(ended["status"] == "failed")
        #expect(ended["error"]?["message"]?.stringValue?.contains("disk") == true)
        #expect(asked.withLock { $0 } < 64)
        try await warning("can't be written", to: client)
        // Other threads begin nothing either, although nothing has failed of them yet.
        let params: JSONValue = ["threadId": .string(other), "input": .input("me too")]
        #expect(try await client.failure("turn/start", params)["data"]?["kind"] == "storage")

        disk.setFull(false)
        try await warning("can be written again", to: client)
        let read = try await client.call("thread/read", ["threadId": .string(thread), "includeTurns": true])
        #expect(read["thread"]?["turns"]?[0]?["status"] == "failed")
        await test.stop()
    }
}
