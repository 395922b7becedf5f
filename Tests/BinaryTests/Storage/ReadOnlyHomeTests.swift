import Foundation
import TestSupport
import Testing

/// A home that can't be written: the server starts, shows what is there, says what it can't do, and goes on by itself
/// when the home can be written again.
@Suite(.enabled(if: SmallDisk.isPossible, "needs mount namespaces for users (unshare -Urm) and nsenter"), .ownThread)
struct ReadOnlyHomeTests {
    private let disk: SmallDisk
    private let thread: String

    init() throws {
        disk = try SmallDisk(megabytes: 4)
        let first = try ServerBinary(home: disk.home, launcher: disk.launcher)
        try first.initialize()
        thread = try first.startThread()
        let turn = try first.startTurn(thread, "say: before")
        try first.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        try first.endInput()
        #expect(first.waitForExit() == 0)
        try disk.remount("ro")
    }

    private func start() throws -> ServerBinary {
        let server = try ServerBinary(home: disk.home, launcher: disk.launcher)
        try server.initialize()
        return server
    }

    private func kind(_ error: [String: Any]) -> String? { (error["data"] as? [String: Any])?["kind"] as? String }

    @Test func theClientIsToldWhyAndWhatToDo() throws {
        let warning = try start().event("configWarning")
        #expect(
            (warning["summary"] as? String)?.contains("can't be written: \(disk.home): Read-only file system") == true)
        #expect((warning["details"] as? String)?.contains("Mount its file system for writing") == true)
        #expect(warning["path"] as? String == disk.home)
    }

    @Test func listsAndReadsWork() throws {
        let server = try start()
        let listed = try server.call("thread/list")["data"] as? [[String: Any]] ?? []
        #expect(listed.map { $0["id"] as? String } == [thread])
        let read = try server.call("thread/read", ["threadId": thread, "includeTurns": true])
        let turns = (read["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        #expect(turns.map { $0["status"] as? String } == ["completed"])
        let page = try server.call("thread/turns/list", ["threadId": thread])
        #expect((page["data"] as? [Any])?.count == 1)
        try server.endInput()
        #expect(server.waitForExit() == 0)
    }

    @Test func whatMustBeKeptIsRefusedWithOneWord() throws {
        let server = try start()
        let input: [[String: Any]] = [["type": "text", "text": "say: no"]]
        #expect(kind(try server.refusal(of: "thread/start", server.threadSettings)) == "homeReadOnly")
        #expect(kind(try server.refusal(of: "thread/resume", ["threadId": thread])) == "homeReadOnly")
        #expect(kind(try server.refusal(of: "turn/start", ["threadId": thread, "input": input])) == "homeReadOnly")
        #expect(kind(try server.refusal(of: "thread/name/set", ["threadId": thread, "name": "x"])) == "homeReadOnly")
        #expect(kind(try server.refusal(of: "thread/archive", ["threadId": thread])) == "homeReadOnly")
        #expect(kind(try server.refusal(of: "thread/delete", ["threadId": thread])) == "homeReadOnly")
        // One that is not there is still not there.
        let unknown = "0199aaaa-0000-7000-8000-00000000000a"
        #expect(kind(try server.refusal(of: "turn/start", ["threadId": unknown, "input": input])) == "threadNotFound")
    }

    @Test func nothingIsTidiedUp() throws {
        let server = try ServerBinary(home: disk.home, launcher: disk.launcher)
        try server.initialize(experimental: true)
        #expect(kind(try server.refusal(of: "rollout/compress", [:])) == "homeReadOnly")
    }

    @Test func ephemeralThreadsWork() throws {
        let server = try start()
        let started = try server.call("thread/start", server.threadSettings.merging(["ephemeral": true]) { $1 })
        let ephemeral = (started["thread"] as? [String: Any])?["id"] as? String ?? ""
        let turn = try server.startTurn(ephemeral, "say: only here")
        let ended = try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        #expect((ended["turn"] as? [String: Any])?["status"] as? String == "completed")
    }

    @Test func itGoesOnWhenTheHomeCanBeWrittenAgain() throws {
        let server = try start()
        #expect(kind(try server.refusal(of: "thread/resume", ["threadId": thread])) == "homeReadOnly")
        try disk.remount("rw")
        try server.call("thread/resume", ["threadId": thread])
        let turn = try server.startTurn(thread, "say: after")
        let ended = try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        #expect((ended["turn"] as? [String: Any])?["status"] as? String == "completed")
    }

    @Test func theCommandsSayIt() throws {
        let fsck = try HeddleCommand(["fsck", "--json"], home: disk.home, launcher: disk.launcher)
        #expect(fsck.status == 0, "\(fsck.output)")
        let imported = try HeddleCommand(["import", "/tmp"], home: disk.home, launcher: disk.launcher)
        #expect(imported.status == 1)
        #expect(imported.errors.contains("the home directory can't be written"), "\(imported.errors)")
        #expect(imported.errors.contains("Mount its file system for writing"))
        #expect(imported.output == "")
        let doctor = try HeddleCommand(["doctor"], home: disk.home, launcher: disk.launcher)
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("failed: home: the home directory can't be written"))
    }
}

/// The same where a file lies in the place of the home.
@Suite(.ownThread) struct FileForHomeTests {
    @Test func theServerStartsAndKeepsNothing() throws {
        let file = NSTemporaryDirectory() + "heddle-file-" + UUID().uuidString
        try Data().write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let server = try ServerBinary(environment: ["HEDDLE_HOME": file])
        try server.initialize()
        let warning = try server.event("configWarning") {
            ($0["summary"] as? String ?? "").contains("can't be written")
        }
        #expect((warning["details"] as? String)?.contains("Move away what lies there") == true)
        #expect((try server.call("thread/list")["data"] as? [Any])?.isEmpty == true)
        let refusal = try server.refusal(of: "thread/start", server.threadSettings)
        #expect((refusal["data"] as? [String: Any])?["kind"] as? String == "homeReadOnly")
    }
}
