import AppServerProtocol
import Foundation
import GRDB
import Testing

@testable import ThreadStore

@Suite("A check of the files around the logs")
struct StoreCheckupTests {
    private let home = CheckHome()

    init() throws {
        try home.write(encode(CheckHome.lines()))
        try home.write(encode(CheckHome.lines(seed: 2, id: threadB)), as: threadB)
    }

    private func expectListed() async throws {
        let store = home.home.store()
        #expect(Set(try await store.list(ThreadListQuery()).threads.map(\.id)) == [threadA, threadB])
        store.close()
    }

    @Test("of a home that is not there, or can't be looked into, checks nothing and says so")
    func nothing() throws {
        let missing = StoreCheckup.run(home: "/nonexistent/heddle", repairs: true, stamp: "s", clock: { 0 })
        #expect(missing.kinds == ["noHome"])
        // A link to itself can't be opened, whoever tries.
        let loop = home.path + "/loop"
        try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
        let unreadable = StoreCheckup.run(home: loop, repairs: true, stamp: "s", clock: { 0 })
        #expect(unreadable.kinds == ["unreadableHome"])
        #expect(unreadable.findings[0].message.contains("(errno \(ELOOP))"))
        let file = StoreCheckup.run(home: home.paths.log(threadA), repairs: true, stamp: "s", clock: { 0 })
        #expect(file.kinds == ["foreignFile"])
        for report in [missing, unreadable, file] {
            #expect(!report.sound)
            #expect(report.isWithoutHome)
            #expect(report.findings[0].advice != nil)
        }
    }

    @Test("tells how far it is")
    func progress() {
        var told: [CheckProgress] = []
        _ = StoreCheckup.run(home: home.path, repairs: false, stamp: "s", clock: { 0 }) { told.append($0) }
        #expect(told.last { $0.title == "logs" } == CheckProgress(title: "logs", done: 2, total: 2))
    }

    // MARK: - The index

    @Test("finds an index without fault when a server has made it")
    func soundIndex() async throws {
        try await home.makeIndex()
        #expect(home.check().findings.filter { $0.severity != .note } == [])
    }

    @Test(
        "finds an index that is wrong and makes it anew",
        arguments: [
            ("UPDATE thread SET preview = 'another'", "wrongRow"),
            ("DELETE FROM thread WHERE id = '\(threadA)'", "wrongRow"),
            ("UPDATE thread SET log_length = log_length + 1", "wrongRow"),
            ("UPDATE thread SET id = '0199cccc-0000-7000-8000-00000000000c' WHERE id = '\(threadA)'", "wrongRow"),
            ("PRAGMA user_version = 99", "newerIndex"),
            ("DROP TABLE attachment; DROP TABLE thread", "corruptIndex"),
        ])
    func wrongIndex(change: String, kind: String) async throws {
        try await home.makeIndex()
        let queue = try DatabaseQueue(path: home.paths.index)
        try await queue.writeWithoutTransaction { db in try db.execute(sql: change) }
        try queue.close()
        let found = home.check()
        #expect(!found.sound)
        #expect(found.damages.allSatisfy { $0.kind == kind && $0.path == home.paths.index }, "\(found.findings)")
        home.expectRepair()
        #expect(StorePaths.exists(home.path + "/fsck/first/index.sqlite"))
        try await expectListed()
    }

    @Test("finds an index that is none")
    func noIndex() async throws {
        try await home.makeIndex()
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: home.paths.index + suffix) }
        try Data("this is no database, but a text that is long enough".utf8).write(
            to: URL(fileURLWithPath: home.paths.index))
        try home.secure()
        #expect(home.check().damages.map(\.kind) == ["corruptIndex"])
        home.expectRepair()
        try await expectListed()
    }

    @Test("brings the index up to date with the logs that it mends")
    func mendedLog() async throws {
        try await home.makeIndex()
        let bytes = try home.home.bytes(of: threadA)
        try home.write(bytes + Array("torn".utf8))
        let report = home.expectRepair()
        #expect(report.kinds.contains("tornTail"))
        try await expectListed()
    }

    // MARK: - Files

    @Test("finds and mends a damaged catalog")
    func catalog() async throws {
        let store = home.home.store()
        let section = try await store.catalog.createSection(name: "Work")
        store.close()
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: home.paths.catalog)))
        let length = bytes.count
        bytes = Array("noise\n".utf8) + bytes + Array(#"{"at":1,"kind":"sec"#.utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: home.paths.catalog))
        try home.secure()
        let found = home.check().damages
        #expect(found.map(\.kind) == ["unreadableLine", "tornTail"])
        #expect(found.map(\.offset) == [0, length + 6])
        home.expectRepair()
        #expect(try home.copy(of: home.paths.catalog) == bytes)
        let next = home.home.store()
        #expect(try await next.catalog.sections().contains(section))
        next.close()
    }

    @Test("finds files that others may read, and closes them")
    func modes() throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: home.paths.log(threadA))
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.paths.threads)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.path)
        let report = home.check()
        #expect(report.damages.map(\.path) == [home.paths.threads], "one finding for a part of the home")
        let message = try #require(report.damages.first?.message)
        #expect(message.contains("the folder itself (0755)"))
        #expect(message.contains("\(threadA.suffix(2))/\(threadA).jsonl (0644)"))
        #expect(report.findings.contains { $0.path == home.path && $0.severity == .note })
        home.expectRepair()
    }

    @Test("leaves the permissions of what is not Heddle's alone")
    func foreignModes() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: home.path + "/blobs/ab", withIntermediateDirectories: true)
        let own = ["/blobs/ab/notes.txt", "/threads/\(threadA.suffix(2))/notes.txt", "/threads/ff"].map {
            home.path + $0
        }
        for path in own { try Data("mine".utf8).write(to: URL(fileURLWithPath: path)) }
        try home.secure()
        for path in own { try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path) }
        let report = home.check(repairs: true)
        #expect(report.findings.filter { $0.kind == "looseMode" } == [])
        #expect(Set(report.findings.filter { $0.kind == "foreignFile" }.map(\.path)) == Set(own))
    }

    @Test("finds what does not belong there, and leaves it alone")
    func foreign() throws {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: home.paths.threads + "/notes.txt"))
        let report = home.check(repairs: true)
        #expect(report.sound)
        #expect(report.findings.contains { $0.kind == "foreignFile" && $0.path == home.paths.threads + "/notes.txt" })
        #expect(StorePaths.exists(home.paths.threads + "/notes.txt"))
    }

    @Test("moves a log to where it is found")
    func misplaced() async throws {
        let files = FileManager.default
        try files.createDirectory(atPath: home.paths.threads + "/ff", withIntermediateDirectories: true)
        try files.moveItem(atPath: home.paths.log(threadA), toPath: home.paths.threads + "/ff/\(threadA).jsonl")
        try home.secure()
        #expect(home.check().damages.map(\.kind) == ["misplacedLog"])
        home.expectRepair()
        try await expectListed()
    }

    @Test("says what to do about a log in the wrong folder when there is another one in its place")
    func misplacedTwice() throws {
        try FileManager.default.createDirectory(atPath: home.paths.threads + "/ff", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: home.paths.log(threadA), toPath: home.paths.threads + "/ff/\(threadA).jsonl")
        try home.secure()
        let finding = try #require(home.check(repairs: true).damages.first)
        #expect(finding.kind == "misplacedLog")
        #expect(finding.repaired == nil)
        #expect(finding.advice?.contains("compare the two") == true)
    }

    @Test("finds no fault with a thread that was made and not used before an orderly end")
    func unusedThread() async throws {
        try await home.makeIndex()
        let store = home.home.store()
        let id = "0199cccc-0000-7000-8000-00000000000c"
        let log = try await store.create(header(id), settings: try settings())
        // A change that nobody tells the index of.
        log.append(line(nil, 1_000, .settings(try settings(cwd: "/elsewhere"))))
        log.close()
        store.close()
        try home.secure()
        #expect(home.check().findings == [])
    }

    @Test("says what it can't mend in a home that can't be written")
    func unwritable() throws {
        try home.write(encode(CheckHome.lines()) + Array("torn".utf8))
        // A file where the copies are to lie.
        try Data().write(to: URL(fileURLWithPath: home.path + "/fsck"))
        let report = home.check(repairs: true)
        #expect(!report.sound)
        let finding = try #require(report.damages.first)
        #expect(finding.repaired == false)
        #expect(finding.obstacle?.contains("copies") == true)
    }
}
