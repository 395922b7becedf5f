import Foundation
import ModelClient
import Synchronization
import Testing
import WireJSON

/// Images and outputs that are stored once are shown to clients and to the model as they came.
@Suite struct StoredOnceTests {
    @Test func imagesAndOutputsComeBackAfterARestart() async throws {
        let requests = Mutex<[ModelRequest]>([])
        let offline = ModelClient.offline()
        let model = ModelClient(stream: { request, handle in
            requests.withLock { $0.append(request) }
            try await offline.stream(request, handle)
        })
        let url =
            "data:image/png;base64,"
            + Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            .base64EncodedString()
        let first = try TestServer(model: model)
        let client = try await first.client()
        let thread = try await client.startThread(in: first)
        let started = try await client.call(
            "turn/start",
            [
                "threadId": .string(thread),
                "input": [["type": "text", "text": "run: seq 1 9000"], ["type": "image", "url": .string(url)]],
            ])
        try await client.completed(try #require(started["turn"]?["id"]?.stringValue))
        let whole: JSONValue = ["threadId": .string(thread), "includeTurns": true]
        let before = try await client.call("thread/read", whole)
        #expect(before["thread"]?["turns"]?[0]?["items"]?[0]?["content"]?[1]?["url"]?.stringValue == url)
        await first.stop()
        let path = try #require(before["thread"]?["path"]?.stringValue)
        let log = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!log.contains(url.suffix(80)))
        #expect(log.ranges(of: #"\n8999\n"#).count == 1)

        let second = try TestServer(home: first.home, model: model)
        let reader = try await second.client()
        try await reader.call("thread/resume", ["threadId": .string(thread)])
        let after = try await reader.call("thread/read", whole)
        #expect(after["thread"]?["turns"] == before["thread"]?["turns"])
        let said = requests.withLock { $0.last?.input ?? [] }
        try await reader.completed(try await reader.startTurn(thread, "say: on"))
        let told = requests.withLock { $0.last?.input ?? [] }
        #expect(told.starts(with: said))
        #expect(told.contains { String(decoding: $0.bytes, as: UTF8.self).contains(url) })
        await second.stop()
    }
}
