import Foundation
import TestSupport
import Testing

/// The wire of the real executable: only protocol lines, whatever happens around it.
@Suite(.ownThread) struct WireTests {
    @Test func standardOutputCarriesOnlyProtocolLines() throws {
        let server = try ServerBinary(environment: ["HEDDLE_LOG": "trace"])
        try server.initialize()
        try server.send("this is not JSON")
        _ = try server.startTurn(
            try server.startThread(), "run: echo to stdout; echo to stderr >&2; printf '\\033[31mred'; cat")
        try server.event("turn/completed")
        try server.endInput()
        #expect(server.waitForExit() == 0)
        for message in try server.messages() {
            #expect(message["method"] != nil || message["id"] != nil)
        }
    }

    @Test func brokenBytesAndOverlongLinesCostOneAnswerEach() throws {
        let server = try ServerBinary()
        try server.write(Data([0x7B, 0xFF, 0xFE, 0x0A]))
        try server.write(Data(repeating: UInt8(ascii: "x"), count: (64 << 20) + 1) + Data([0x0A]))
        try server.initialize()
        let errors = try server.messages().compactMap { $0["error"] as? [String: Any] }
        let kinds = errors.compactMap { ($0["data"] as? [String: Any])?["kind"] as? String }
        #expect(kinds == ["parseError", "lineTooLong"])
    }

    @Test func carriageReturnsAndBlankLinesAreTolerated() throws {
        let server = try ServerBinary()
        let line = #"{"id":"x","method":"initialize","params":{"clientInfo":{"name":"t","version":"1"}}}"#
        try server.write(Data(("\r\n\n" + line + "\r\n").utf8))
        let answer = try server.first("the answer") { $0["id"] as? String == "x" }
        #expect(answer["result"] != nil)
    }

    @Test func theMirrorKeepsEveryLineForItsOwnerOnly() throws {
        let directory = NSTemporaryDirectory() + "heddle-mirror-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let server = try ServerBinary(arguments: ["app-server", "--mirror-dir", directory])
        try server.initialize()
        try server.send(#"broken " line"#)
        try server.call("thread/loaded/list")
        try server.endInput()
        #expect(server.waitForExit() == 0)
        let file = try #require(FileManager.default.contentsOfDirectory(atPath: directory).first)
        let path = directory + "/" + file
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let entries = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { try ServerBinary.parse(String($0)) }
        #expect(entries.allSatisfy { $0["atMs"] as? Int ?? 0 > 0 })
        let inbound = entries.filter { $0["direction"] as? String == "in" }.compactMap { $0["line"] as? String }
        #expect(inbound.count == 4)
        #expect(inbound[2] == #"broken " line"#)
        let outbound = entries.filter { $0["direction"] as? String == "out" }.compactMap { $0["line"] as? String }
        #expect(outbound == server.allLines)
    }

    @Test func anIdleServerIsNeverAwake() throws {
        let server = try ServerBinary()
        try server.initialize()
        #expect(try !server.startThread().isEmpty)
        try server.call("thread/loaded/list")
        // Let the answer's threads come to rest, then count every switch of every thread for two seconds.
        Thread.sleep(forTimeInterval: 1)
        let before = switches(of: server.process.processIdentifier)
        #expect(!before.isEmpty)
        Thread.sleep(forTimeInterval: 2)
        #expect(switches(of: server.process.processIdentifier) == before)
        #expect(server.process.isRunning)
    }

    private func switches(of pid: Int32) -> [String: Int] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        var counts: [String: Int] = [:]
        for task in tasks {
            let status = (try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/status", encoding: .utf8)) ?? ""
            for line in status.split(separator: "\n") where line.hasPrefix("voluntary_ctxt_switches") {
                counts[task] = Int(line.split(separator: "\t").last ?? "")
            }
        }
        return counts
    }
}
