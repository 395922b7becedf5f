import Foundation
import TestSupport
import Testing

/// Keys in the server's environment are in no file that it writes.
@Suite(.ownThread) struct SecretTests {
    private let key = "sk-test-4bd1e0c7f2a94c0e8d"
    private let token = "tok/9f8e7d6c5b4a39281706"

    @Test func noFileOfTheHomeHoldsAKey() throws {
        let server = try ServerBinary(
            arguments: ["app-server", "-c", "model_provider=\"offline\""],
            environment: ["OPENAI_API_KEY": key, "HEDDLE_TEST_TOKEN": token])
        let capabilities = ["experimentalApi": true]
        _ = try server.call(
            "initialize", ["clientInfo": ["name": "test", "version": "1"], "capabilities": capabilities])
        // A file outside of the home, so that the model finds the key without anybody saying it.
        let file = NSTemporaryDirectory() + "heddle-key-\(UUID().uuidString)"
        try "key=\(key) token=\(token)\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let thread = try server.startThread()
        let turn = try server.startTurn(
            thread,
            "run: cat \(file)\nrun: echo \"<$OPENAI_API_KEY$HEDDLE_TEST_TOKEN>\"\nsay: your key is \(key), \(token)")
        try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        // Commands do not get the variables.
        let command = try server.event("item/completed") { params in
            let output = (params["item"] as? [String: Any])?["aggregatedOutput"] as? String
            return output?.hasPrefix("<") == true
        }
        #expect((command["item"] as? [String: Any])?["aggregatedOutput"] as? String == "<>\n")
        _ = try server.call("thread/name/set", ["threadId": thread, "name": "about \(key)"])
        // Full text as well.
        _ = try server.call("thread/search", ["searchTerm": "your key"])
        try server.endInput()
        #expect(server.waitForExit() == 0)

        var names: [String] = []
        for case let path as String in FileManager.default.enumerator(atPath: server.home) ?? .init() {
            guard let bytes = FileManager.default.contents(atPath: server.home + "/" + path) else { continue }
            names.append(path)
            for secret in [key, token] { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(path)") }
        }
        #expect(names.contains { $0.hasSuffix(".jsonl") } && names.contains("index.sqlite"))

        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let read = try next.call("thread/read", ["threadId": thread, "includeTurns": true])
        let text = String(decoding: try JSONSerialization.data(withJSONObject: read), as: UTF8.self)
        #expect(text.contains("your key is [secret removed], [secret removed]"))
        #expect(text.contains("key=[secret removed] token=[secret removed]"))
        #expect(text.contains("about [secret removed]"))
        try next.endInput()
        #expect(next.waitForExit() == 0)
    }
}
