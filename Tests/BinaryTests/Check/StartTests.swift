import Foundation
import TestSupport
import Testing

/// What the command line says when a start can't be what its user meant.
@Suite(.ownThread) struct StartTests {
    private let home = NSTemporaryDirectory() + "heddle-start-" + UUID().uuidString

    private func run(
        _ arguments: [String], configuration: String = "", environment: [String: String] = [:]
    ) throws -> HeddleCommand {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        try configuration.write(toFile: home + "/config.toml", atomically: true, encoding: .utf8)
        return try HeddleCommand(arguments, home: home, environment: environment)
    }

    @Test func aStrictServerNamesEverythingThatIsWrong() throws {
        let configuration = "model = 3\nmodle = \"m\"\nsandbox_mode = \"loose\"\n"
        let strict = try run(["app-server", "--strict-config"], configuration: configuration)
        #expect(strict.status == 1)
        #expect(strict.output.isEmpty)
        for key in ["`model`", "`modle`", "`sandbox_mode`"] { #expect(strict.errors.contains(key), "\(strict.errors)") }
        #expect(try run(["app-server", "--strict-config"], configuration: "model = \"m\"\n").status == 0)
        #expect(try run(["app-server"], configuration: configuration).status == 0)
    }

    @Test func execSaysOnceWhyItDoesNotStart() throws {
        let run = try run(["exec", "say: hi"], configuration: "model = 3\n")
        #expect(run.status == 1)
        #expect(!run.errors.contains("using defaults"), "\(run.errors)")
        #expect(run.errors.components(separatedBy: "`model`").count == 2, "\(run.errors)")
    }

    @Test func aLevelThatIsNoneIsSaidOnce() throws {
        let run = try run(["app-server"], environment: ["HEDDLE_LOG": "bogus"])
        #expect(run.status == 0)
        #expect(run.errors.components(separatedBy: "HEDDLE_LOG=bogus is no level").count == 2, "\(run.errors)")
        for level in ["off", "debug"] {
            #expect(try !self.run(["app-server"], environment: ["HEDDLE_LOG": level]).errors.contains("is no level"))
        }
    }

    @Test func anUnknownCommandIsAnsweredWithThoseThatThereAre() throws {
        let run = try run(["fsk"])
        #expect(run.status == 2)
        #expect(run.errors.contains("Did you mean `fsck`?") && run.errors.contains("doctor"), "\(run.errors)")
    }
}
