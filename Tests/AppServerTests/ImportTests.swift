import AppServer
import Foundation
import Logging
import ModelClient
import Support
import Synchronization
import Testing
import ThreadStore
import WireJSON

/// Sessions of the Codex CLI become threads. The samples were written by that program, version 0.163.0, on prompts of our
/// own; its instructions, machine names and paths are cut out.
@Suite struct ImportTests {
    /// A home of the Codex CLI to be changed by a test, and a home of Heddle to import to.
    private final class Homes {
        let base = NSTemporaryDirectory() + "heddle-import-" + UUID().uuidString
        var source: String { base + "/source" }
        var home: String { base + "/home" }

        init() throws {
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: ImportTests.samples + "/home", toPath: source)
            let config = """
                [model_providers.mock]
                base_url = "http://127.0.0.1:9/v1"
                """
            try config.write(toFile: home + "/config.toml", atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(atPath: base) }

        func run(isRehearsal: Bool = false, from path: String? = nil) async throws -> ImportReport {
            var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            logger.logLevel = .critical
            let store = ThreadStore(home: home, clock: WallClock.system.milliseconds, logger: logger)
            defer { store.close() }
            return try await SessionImport(from: path ?? source, to: store, isRehearsal: isRehearsal).run()
        }

        /// All files of a folder with their bytes and times.
        func files(_ folder: String) throws -> [String: [String]] {
            var files: [String: [String]] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                var status = stat()
                guard stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
                let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                files[name] = [
                    bytes.base64EncodedString(), "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)",
                ]
            }
            return files
        }

        /// The only file of a session.
        func file(_ id: String) throws -> String {
            let names = try FileManager.default.subpathsOfDirectory(atPath: source)
            return try #require(names.first { $0.hasSuffix(id + ".jsonl") }.map { source + "/" + $0 })
        }

        func text(_ id: String) throws -> String { try String(contentsOfFile: file(id), encoding: .utf8) }

        func write(_ text: String, as id: String) throws {
            try text.write(toFile: file(id), atomically: false, encoding: .utf8)
        }
    }

    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("RolloutSamples").path

    private let basic = "01a1fcf6-1327-78a0-8466-9af6f92ddc40"
    private let fork = "01a1fcf6-18d0-7642-b711-a13348953318"
    private let compacted = "01a1fcf6-17ac-7732-a4bf-73d55ad77ed3"
    private let killed = "01a1fcf6-1b4c-7383-a277-c99bd718ee86"
    private let archived = "01a1fcf6-19e7-74e1-9a45-d2b4d4360947"
    private let sessionCount = 17

    // MARK: - What comes over

    @Test func everySessionIsTheThreadThatItWas() async throws {
        let homes = try Homes()
        let report = try await homes.run()
        #expect(report.isComplete)
        #expect(report.count(.imported) == sessionCount)
        #expect(report.unknownRecords == [:])
        #expect(report.sessions.allSatisfy { $0.notes.isEmpty && $0.threadId == $0.sessionId })

        let expected = try JSONValue(
            parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Self.samples + "/expected.json"))))
        let test = try TestServer(home: homes.home)
        let client = try await test.client()
        #expect(expected.objectValue?.count == sessionCount)
        for (id, thread) in try #require(expected.objectValue) {
            let read = try await client.call("thread/read", ["threadId": .string(id), "includeTurns": true])
            var found = try #require(read["thread"]?.objectValue)
            found["path"] = nil
            #expect(JSONValue.object(found) == thread, "\(id)")
        }
        let listed = try await client.call("thread/list", ["archived": true])["data"]?.arrayValue
        #expect(listed?.map { $0["id"]?.stringValue } == [archived])
        let search = try await client.call("thread/search", ["searchTerm": "another way"])["data"]?.arrayValue
        #expect(search?.map { $0["thread"]?["id"]?.stringValue } == [fork])
        await test.stop()
    }

    @Test func theFilesOfTheSessionsStayAsTheyAre() async throws {
        let homes = try Homes()
        let before = try homes.files(homes.source)
        _ = try await homes.run()
        #expect(try homes.files(homes.source) == before)
    }

    @Test func aSecondImportChangesNothing() async throws {
        let homes = try Homes()
        _ = try await homes.run()
        let before = try homes.files(homes.home + "/threads")
        let report = try await homes.run()
        #expect(report.count(.alreadyThere) == sessionCount)
        #expect(report.isComplete)
        #expect(try homes.files(homes.home + "/threads") == before)
    }

    @Test func aRehearsalWritesNothing() async throws {
        let homes = try Homes()
        let report = try await homes.run(isRehearsal: true)
        #expect(report.count(.imported) == sessionCount)
        #expect(!FileManager.default.fileExists(atPath: homes.home + "/threads"))
        #expect(report == (try await homes.run()))
    }

    // MARK: - Going on

    /// Answers like the offline model and keeps what it was told.
    private final class Recorder: Sendable {
        private let requests = Mutex<[ModelRequest]>([])

        var client: ModelClient {
            let offline = ModelClient.offline()
            return ModelClient(stream: { request, handle in
                self.requests.withLock { $0.append(request) }
                try await offline.stream(request, handle)
            })
        }

        /// What the messages of the last request say, and the types of all other items.
        var told: [String] {
            requests.withLock { $0.last?.input ?? [] }.compactMap { item in
                guard let item = try? JSONValue(parsing: item.bytes) else { return nil }
                return item["content"]?[0]?["text"]?.stringValue ?? item["type"]?.stringValue
            }
        }
    }

    private func goOn(_ id: String, _ homes: Homes) async throws -> [String] {
        let recorder = Recorder()
        let test = try TestServer(home: homes.home, model: recorder.client)
        let client = try await test.client()
        try await client.call("thread/resume", ["threadId": .string(id), "cwd": .string(test.workspace)])
        let turn = try await client.completed(try await client.startTurn(id, "say: and on"))
        #expect(turn["status"] == "completed")
        await test.stop()
        return recorder.told
    }

    @Test func aTurnGoesOnWhereTheModelWas() async throws {
        let homes = try Homes()
        _ = try await homes.run()
        let told = try await goOn(basic, homes)
        let begin = [
            "Instructions of the other program.", "<environment_context>somewhere</environment_context>", "Say hello",
            "reasoning", "Hello there", "And again", "Twice",
        ]
        #expect(told.filter(begin.contains) == begin)
        #expect(told.last == "say: and on")
    }

    @Test func aForkKnowsWhatWasSaidBeforeIt() async throws {
        let homes = try Homes()
        _ = try await homes.run()
        let told = try await goOn(fork, homes)
        let said = ["Say hello", "Hello there", "And again", "Twice", "Go another way", "Another way"]
        #expect(told.filter(said.contains) == said)
    }

    @Test func ofACompactedSessionTheModelSeesWhatItSawLast() async throws {
        let homes = try Homes()
        _ = try await homes.run()
        let told = try await goOn(compacted, homes)
        #expect(told.contains("First question"))
        #expect(!told.contains("First answer"), "it was summed up")
        #expect(told.contains { $0.hasPrefix("A summary of what was said") })
        #expect(told.contains("Third answer"))
    }

    @Test func aCallThatNothingAnsweredIsAnswered() async throws {
        let homes = try Homes()
        _ = try await homes.run()
        let told = try await goOn(killed, homes)
        #expect(told.filter { $0 == "function_call" }.count == 1)
        #expect(told.filter { $0 == "function_call_output" }.count == 1)
        #expect(told.filter { $0 == "Killed" }.count == 1)
    }

    // MARK: - What is amiss

    @Test func aTornFileIsImportedUpToTheTear() async throws {
        let homes = try Homes()
        let text = try homes.text(basic)
        try homes.write(String(text.dropLast(300)), as: basic)
        let report = try await homes.run()
        let session = try #require(report.sessions.first { $0.sessionId == basic })
        #expect(session.outcome == .imported)
        #expect(session.turns == 2)
        #expect(session.notes.count == 1)
        #expect(session.notes.first?.hasSuffix("ends in the middle of a record; all before it is there") == true)
        _ = try await goOn(basic, homes)
    }

    @Test func aSessionIsImportedWhereverItsFileIsCut() async throws {
        let homes = try Homes()
        let bytes = Array(try homes.text(basic).utf8)
        let path = try homes.file(basic)
        // The first record says what the session is; without it there is none.
        let header = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        for end in stride(from: header + 1, to: bytes.count, by: 997) {
            try Data(bytes[..<end]).write(to: URL(fileURLWithPath: path))
            let report = try await homes.run(isRehearsal: true)
            #expect(report.sessions.first { $0.sessionId == basic }?.outcome == .imported, "\(end)")
        }
        try Data(bytes[..<header].dropLast()).write(to: URL(fileURLWithPath: path))
        let report = try await homes.run(isRehearsal: true)
        let session = try #require(report.sessions.first { $0.sessionId == basic })
        #expect(session.outcome == .failed)
        #expect(session.reason?.contains("does not begin with a session's first record") == true)
        #expect(report.count(.imported) == sessionCount - 1, "no other session is kept back")
    }

    @Test func whatIsNotKnownIsCountedAndLeftOut() async throws {
        let homes = try Homes()
        var lines = try homes.text(basic).split(separator: "\n").map(String.init)
        let strange = [
            #"{"timestamp":"2030-01-01T00:00:00Z","type":"hologram","payload":{}}"#,
            #"{"timestamp":"2030-01-01T00:00:00Z","type":"event_msg","payload":{"type":"sang"}}"#,
            #"{"timestamp":"2030-01-01T00:00:00Z","type":"event_msg","payload":{"type":"sang"}}"#,
            #"{"timestamp":"2030-01-01T00:00:00Z","type":"event_msg","payload":{"type":"item_completed","item":{"type":"Song","id":"s"}}}"#,
            "no record at all",
        ]
        lines.insert(contentsOf: strange, at: 8)
        try homes.write(lines.joined(separator: "\n") + "\n", as: basic)
        let report = try await homes.run()
        let session = try #require(report.sessions.first { $0.sessionId == basic })
        #expect(session.outcome == .imported)
        #expect(
            session.unknownRecords == [
                "hologram": 1, "event_msg/sang": 2, "event_msg/item_completed/Song": 1,
            ])
        #expect(session.notes.first?.contains("has 1 damaged line (13)") == true)
        #expect(session.items == 5)
    }

    @Test func aForkWithoutItsSourceSaysWhatIsMissing() async throws {
        let homes = try Homes()
        try FileManager.default.removeItem(atPath: try homes.file(basic))
        let session = try #require(try await homes.run().sessions.first { $0.sessionId == fork })
        #expect(session.outcome == .imported)
        #expect(session.turns == 1)
        #expect(session.notes == ["what was said before is in the session \(basic), which is not among these files"])
    }

    @Test func aCompressedFileIsNamed() async throws {
        let homes = try Homes()
        let path = try homes.file(basic)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".zst")
        let report = try await homes.run()
        #expect(!report.isComplete)
        let session = try #require(report.sessions.first { $0.sessionId == basic })
        #expect(session.reason?.contains("compressed; unpack it beside itself (zstd -d rollout-") == true)
        // What goes on from it would be without its beginning for good.
        let copy = try #require(report.sessions.first { $0.sessionId == fork })
        #expect(copy.outcome == .failed)
        #expect(copy.reason == session.reason)

        // Tools leave the compressed file where it is.
        try FileManager.default.copyItem(atPath: path + ".zst", toPath: path)
        #expect(try await homes.run().isComplete)
    }

    @Test func oneFileIsOneSessionWithAllThatWasSaidBefore() async throws {
        let homes = try Homes()
        let report = try await homes.run(from: try homes.file(fork))
        #expect(report.sessions.map(\.sessionId) == [fork])
        #expect(report.sessions.first?.notes == [], "what it was copied from was found beside it")
        #expect(report.isComplete)
        let other = homes.base + "/notes.txt"
        try "mine".write(toFile: other, atomically: false, encoding: .utf8)
        let error = await #expect(throws: ThreadStoreError.self) { _ = try await homes.run(from: other) }
        #expect(error?.message.contains("no session file") == true)
    }

    @Test func anEmptyFileIsSaidToBeEmpty() async throws {
        let homes = try Homes()
        try homes.write("", as: basic)
        let session = try #require(try await homes.run().sessions.first { $0.sessionId == basic })
        #expect(session.reason?.hasPrefix("the file is empty") == true)
    }

    @Test func anIdThatIsTakenIsReplacedByTheSameOneEachTime() async throws {
        let homes = try Homes()
        let test = try TestServer(home: homes.home)
        let client = try await test.client()
        try await client.call(
            "thread/start", ["threadId": .string(basic), "cwd": .string(test.workspace)])
        try await client.completed(try await client.startTurn(basic, "say: mine"))
        await test.stop()
        let first = try #require(try await homes.run().sessions.first { $0.sessionId == basic })
        #expect(first.outcome == .imported)
        let id = try #require(first.threadId)
        #expect(id != basic)
        let second = try #require(try await homes.run().sessions.first { $0.sessionId == basic })
        #expect(second.outcome == .alreadyThere)
        #expect(second.threadId == id)
        _ = try await goOn(id, homes)
    }

    @Test func whatADeadImportLeftBehindIsNoThread() async throws {
        let homes = try Homes()
        let folder = homes.home + "/threads/40"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let draft = folder + "/\(basic).importing"
        try "half a log".write(toFile: draft, atomically: false, encoding: .utf8)
        let report = try await homes.run()
        #expect(report.count(.imported) == sessionCount)
        #expect(!FileManager.default.fileExists(atPath: draft))
    }

    @Test func aFolderWithoutSessionsHasNone() async throws {
        let homes = try Homes()
        try FileManager.default.removeItem(atPath: homes.source)
        #expect(throws: ThreadStoreError.self) {
            let store = ThreadStore(home: homes.home, clock: { 0 }, logger: Logger(label: "test"))
            defer { store.close() }
            _ = try SessionImport(from: homes.source, to: store)
        }
    }
}
