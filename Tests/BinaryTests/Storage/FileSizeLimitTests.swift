import Foundation
import TestSupport
import Testing

/// The program that changes the limits of a process that runs.
private let prlimit = "/usr/bin/prlimit"

/// The user's limit for the size of files (`ulimit -f`) is one more way for a disk to be full; by default the system kills
/// the process that meets it.
@Suite(.enabled(if: access(prlimit, X_OK) == 0, "needs prlimit"), .ownThread)
struct FileSizeLimitTests {
    @Test func aServerThatMeetsTheLimitLivesOn() throws {
        // In blocks of 512 bytes; only the soft limit, so that it can be raised again.
        let server = try ServerBinary(
            launcher: ["/bin/sh", "-c", "ulimit -S -f 4096; exec \"$@\"", "sh"])
        try server.initialize()
        let thread = try server.startThread()
        let text = "say: " + String(repeating: "a text that needs space ", count: 10_000)
        var failed = false
        for _ in 0..<20 where !failed {
            let answer = try server.answer(
                to: "turn/start", ["threadId": thread, "input": [["type": "text", "text": text]]])
            guard let turn = (answer["result"] as? [String: Any])?["turn"] as? [String: Any] else {
                let data = (answer["error"] as? [String: Any])?["data"] as? [String: Any]
                #expect(data?["kind"] as? String == "storage")
                failed = true
                continue
            }
            let ended = try server.event("turn/completed") {
                ($0["turn"] as? [String: Any])?["id"] as? String == turn["id"] as? String
            }
            failed = (ended["turn"] as? [String: Any])?["status"] as? String == "failed"
        }
        #expect(failed)
        try server.event("warning") { ($0["message"] as? String ?? "").contains("File too large") }
        try server.call("thread/read", ["threadId": thread, "includeTurns": true])

        let raise = Process()
        raise.executableURL = URL(fileURLWithPath: prlimit)
        raise.arguments = ["--pid", "\(server.process.processIdentifier)", "--fsize=unlimited:"]
        try raise.run()
        raise.waitUntilExit()
        try server.event("warning") { ($0["message"] as? String ?? "").contains("can be written again") }
        let after = try server.startTurn(thread, "say: done")
        let ended = try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == after }
        #expect((ended["turn"] as? [String: Any])?["status"] as? String == "completed")
    }
}
