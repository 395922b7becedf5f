import Foundation
import TestSupport
import Testing

/// `heddle fsck` over the home of a real server.
@Suite(.ownThread) struct FsckTests {
    private let server: ServerBinary
    private let thread: String

    init() throws {
        server = try ServerBinary()
        try server.initialize(experimental: true)
        thread = try server.startThread()
        let turn = try server.startTurn(thread, "run: echo something")
        try server.event("turn/completed") { ($0["turn"] as? [String: Any])?["id"] as? String == turn }
        _ = try server.call("thread/list")
        chmod(server.home, 0o700)
    }

    private var log: String { "\(server.home)/threads/\(thread.suffix(2))/\(thread).jsonl" }

    private func fsck(_ arguments: String..., environment: [String: String] = [:]) throws -> HeddleCommand {
        try HeddleCommand(["fsck"] + arguments, home: server.home, environment: environment)
    }

    private func stop() throws {
        try server.endInput()
        #expect(server.waitForExit() == 0)
    }

    private func tear() throws -> Data {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try file.seekToEnd()
        try file.write(contentsOf: Data(#"{"seq":77,"at"#.utf8))
        try file.close()
        return try Data(contentsOf: URL(fileURLWithPath: log))
    }

    @Test func aSoundStoreIsSoundWhetherAServerRunsOrNot() throws {
        let running = try fsck("--json")
        #expect(running.status == 0, "\(running.output)")
        try stop()
        let stopped = try fsck("--json")
        #expect(stopped.status == 0)
        let report = try stopped.json
        #expect(report["sound"] as? Bool == true)
        #expect((report["checked"] as? [String: Any])?["threads"] as? Int == 1)
        #expect((report["findings"] as? [Any])?.isEmpty == true, "\(stopped.output)")
        #expect(stopped.errors == "", "no progress where nobody watches")
        let text = try fsck()
        #expect(text.output.hasSuffix(": sound\n"))
    }

    @Test func damageIsNamedRepairedAndKept() throws {
        try stop()
        let damaged = try tear()
        let found = try fsck("--json")
        #expect(found.status == 1)
        let finding = try #require(try found.list("findings").first)
        #expect(finding["kind"] as? String == "tornTail")
        #expect(finding["severity"] as? String == "damage")
        #expect(finding["path"] as? String == log)
        #expect(finding["threadId"] as? String == thread)
        #expect(finding["offset"] as? Int == damaged.count - 13)
        #expect((finding["message"] as? String)?.isEmpty == false)
        #expect((finding["remedy"] as? String)?.isEmpty == false)
        #expect(finding["repaired"] is NSNull?)
        let text = try fsck()
        #expect(text.status == 1)
        #expect(text.output.contains("damage: thread \(thread) byte \(damaged.count - 13) tornTail"))
        #expect(text.output.contains("--repair would cut off the torn end"))

        let repaired = try fsck("--repair", "--json")
        #expect(repaired.status == 0, "\(repaired.output)")
        #expect(try repaired.list("findings").first?["repaired"] as? Bool == true)
        let copies = try #require(try repaired.json["copies"] as? String)
        #expect(copies.hasPrefix(server.home + "/fsck/"))
        let relative = log.dropFirst(server.home.count)
        #expect(try Data(contentsOf: URL(fileURLWithPath: copies + relative)) == damaged)
        let again = try fsck("--json")
        #expect(again.status == 0)
        #expect(try again.list("findings").isEmpty, "\(again.output)")

        let next = try ServerBinary(home: server.home)
        try next.initialize()
        let resumed = try next.call("thread/resume", ["threadId": thread])
        let turns = (resumed["thread"] as? [String: Any])?["turns"] as? [[String: Any]] ?? []
        #expect(turns.map { $0["status"] as? String } == ["completed"])
    }

    @Test func whatAServerOwnsIsLeftAlone() throws {
        // The server keeps the thread open; something else has written into its log.
        let damaged = try tear() + Data("\n".utf8)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try file.seekToEnd()
        try file.write(contentsOf: Data("\n".utf8))
        try file.close()
        let report = try fsck("--repair", "--json")
        #expect(report.status == 1)
        let finding = try #require(try report.list("findings").first { $0["path"] as? String == log })
        #expect(finding["repaired"] as? Bool == false)
        #expect((finding["obstacle"] as? String)?.contains("running server") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == damaged)
        server.signal(SIGKILL)
        _ = server.waitForExit()
        #expect(try fsck("--repair").status == 0)
        #expect(try fsck().status == 0)
    }

    @Test func aKilledServerLeavesUnfinishedWorkButNoDamage() throws {
        let turn = try server.startTurn(thread, "run: echo running; sleep 60")
        try server.event("item/commandExecution/outputDelta") { $0["turnId"] as? String == turn }
        server.signal(SIGKILL)
        _ = server.waitForExit()
        let found = try fsck("--json")
        let kinds = try found.list("findings").map { $0["kind"] as? String ?? "" }
        #expect(kinds.contains("unfinishedTurn"), "\(kinds)")
        #expect(found.status == 0)
        #expect(try fsck("--repair").status == 0)
        let again = try fsck("--json")
        #expect(try again.list("findings").isEmpty, "\(again.output)")
    }

    @Test(arguments: IndexDamage.allCases)
    func anIndexThatWasDamagedIsRebuilt(_ damage: IndexDamage) throws {
        try stop()
        try damage.apply(to: server.home)
        #expect(try fsck("--repair").status == 0)
        let again = try fsck("--json")
        #expect(again.status == 0)
        #expect(try again.list("findings").filter { $0["severity"] as? String != "note" }.isEmpty, "\(again.output)")
    }

    @Test func aKeyIsNeverPrinted() throws {
        try stop()
        let key = "sk-0123456789abcdef"
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try file.seekToEnd()
        try file.write(
            contentsOf: Data(#"{"seq":1,"at":1,"kind":"settings","settings":{"approvalPolicy":"\#(key)"}}"#.utf8))
        try file.write(contentsOf: Data("\n".utf8))
        try file.close()
        for arguments in [[], ["--json"]] {
            let found = try HeddleCommand(
                ["fsck"] + arguments, home: server.home, environment: ["MY_API_KEY": key])
            #expect(found.status == 1)
            #expect(!found.output.contains(key))
            #expect(!found.errors.contains(key))
        }
    }

    @Test func whatIsMadeAndNotUsedIsNoDamage() throws {
        let unused = try server.startThread()
        _ = try server.call("thread/settings/update", ["threadId": unused, "model": "offline-2"])
        _ = try server.call("thread/settings/update", ["threadId": thread, "model": "offline-2"])
        try stop()
        let report = try fsck("--json")
        #expect(report.status == 0)
        #expect(try report.list("findings").isEmpty, "\(report.output)")
    }

    @Test func aHomeThatIsNotThereIsNotSound() throws {
        let report = try HeddleCommand(["fsck"], home: server.home + "/nowhere")
        #expect(report.status == 1)
        #expect(report.output.contains("noHome: there is no home directory"))
        #expect(report.output.hasSuffix("nothing was checked\n"))
    }

    @Test func anImportSaysWhatIsWrongWithItsArgument() throws {
        let missing = try HeddleCommand(["import", "/nope"], home: server.home)
        #expect(missing.status == 2)
        #expect(missing.errors.contains("/nope: No such file or directory"))
        #expect(missing.errors.contains("heddle import [options] DIR"), "\(missing.errors)")
    }

    @Test func aWrongCommandLineIsAUsageError() throws {
        #expect(try fsck("--mend").status == 2)
    }
}
