import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// A home with a sound log, to be harmed and checked.
struct CheckHome {
    let home = TestHome()

    var path: String { home.path }
    var paths: StorePaths { StorePaths(home: home.path) }

    /// The lines of a log with turns, calls, a name and a checkpoint in its midst.
    static func lines(seed: UInt64 = 1, id: String = threadA, name: String = "kept") throws -> [LogLine] {
        var random = RandomLog(seed: seed)
        var lines = [
            line(nil, 1000, .thread(header(id))), line(nil, 1000, .settings(try settings())),
            line(nil, 1000, .name(name)),
        ]
        func turn() throws -> [LogLine] {
            try random.turn().filter { if case .name = $0.record { false } else { true } }
        }
        for _ in 0..<3 { lines += try turn() }
        lines.append(try checkpoint(after: lines, id: id))
        lines += [line(nil, 20_000, try modelCall("call-x")), line(nil, 20_000, try modelOutput("call-x"))]
        return lines + (try turn())
    }

    static func checkpoint(after lines: [LogLine], id: String) throws -> LogLine {
        var digest = ThreadDigest(id: id)
        var offset = 0
        for line in lines {
            digest.apply(line, at: offset)
            offset += try encode([line]).count
        }
        return line(nil, 20_000, .checkpoint(try CheckpointRecord(digest, at: offset)))
    }

    /// The lines, and behind them the end of all that they say from a turn on.
    static func reverted(_ lines: [LogLine], before turn: String) throws -> [LogLine] {
        let start = try #require(lines.firstIndex { $0.record.turnId == turn })
        var before = ThreadDigest(id: threadA)
        var offset = 0
        for line in lines[..<start] {
            before.apply(line, at: offset)
            offset += try encode([line]).count
        }
        let record = RevertedRecord(beforeTurnId: turn, toOffset: offset, history: before.history)
        return lines + [line(nil, 50_000, .reverted(record))]
    }

    /// The lines as bytes, without their line feeds.
    static func encoded(_ lines: [LogLine]) throws -> [[UInt8]] {
        try lines.map { try encode([$0]).dropLast() }
    }

    /// Writes a log that only its owner can read.
    func write(_ bytes: [UInt8], as id: String = threadA) throws {
        try home.write(bytes, as: id)
        try secure()
    }

    /// Gives everything the permissions that it must have.
    func secure() throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        for name in files.enumerator(atPath: path)?.allObjects as? [String] ?? [] {
            var isFolder: ObjCBool = false
            _ = files.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
            try files.setAttributes(
                [.posixPermissions: isFolder.boolValue ? 0o700 : 0o600], ofItemAtPath: path + "/" + name)
        }
    }

    func check(repairs: Bool = false, stamp: String = "first") -> CheckReport {
        StoreCheckup.run(home: path, repairs: repairs, stamp: stamp, clock: { [home] in home.nowMs })
    }

    /// Lets the store make its index.
    func makeIndex() async throws {
        let store = home.store()
        _ = try await store.list(ThreadListQuery())
        _ = try await store.search(ThreadSearchQuery(searchTerm: "question"))
        store.close()
        try secure()
    }

    /// What was kept of a file.
    func copy(of path: String, stamp: String = "first") throws -> [UInt8] {
        let relative = path.dropFirst(self.path.count + 1)
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(self.path)/fsck/\(stamp)/\(relative)")))
    }

    /// Repairs, and expects that everything was mended and that the next check finds nothing but notes.
    @discardableResult
    func expectRepair(stamp: String = "first") -> CheckReport {
        let report = check(repairs: true, stamp: stamp)
        #expect(report.sound, "\(report.findings)")
        let again = check(stamp: "again")
        #expect(again.findings.filter { $0.severity != .note } == [], "\(again.findings)")
        #expect(again.sound)
        return report
    }
}

extension CheckReport {
    var kinds: [String] { findings.map(\.kind) }
    var damages: [CheckFinding] { findings.filter { $0.severity == .damage } }
}
