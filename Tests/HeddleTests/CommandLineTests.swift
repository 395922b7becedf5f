import ArgumentParser
import Testing

@testable import heddle

@Suite("The command line")
struct CommandLineTests {
    @Test("of a server with everything")
    func appServer() throws {
        let command = try #require(
            Heddle.parseAsRoot([
                "app-server", "-c", "a=1", "--enable", "x.y", "--disable", "z", "-s", "read-only", "-a", "untrusted",
                "--drain", "--mirror-dir", "/tmp", "--strict-config", "--stdio",
            ]) as? AppServerCommand)
        #expect(command.drain)
        #expect(command.strictConfig)
        #expect(command.mirrorDir == "/tmp")
        #expect(
            command.global.overrides == [
                "a=1", #"features."x.y"=true"#, "features.z=false", "sandbox_mode=read-only",
                "approval_policy=untrusted",
            ])
    }

    @Test("of an export, below app-server as well, where clients repeat the server's options")
    func export() throws {
        let nested = try #require(
            Heddle.parseAsRoot([
                "app-server", "--config", "a=1", "generate-json-schema", "--experimental", "--out", "d",
            ]) as? GenerateJSONSchemaCommand)
        #expect(nested.export.out == "d")
        #expect(nested.export.experimental)
        let top = try #require(Heddle.parseAsRoot(["generate-ts", "-o", "d"]) as? GenerateTypeScriptCommand)
        #expect(!top.export.experimental)
    }

    @Test(
        "that asks for another transport says which there is",
        arguments: [
            (
                "ws://127.0.0.1:0",
                "unsupported --listen URL `ws://127.0.0.1:0`: this version does not serve over a WebSocket; expected `stdio://`"
            ),
            ("unix://", "this version does not serve over a Unix socket"),
            ("tcp://x", "unsupported --listen URL `tcp://x`; expected `stdio://`"),
        ])
    func listen(value: String, message: String) throws {
        let error = try #require(throws: (any Error).self) {
            try Heddle.parseAsRoot(["app-server", "--listen", value])
        }
        #expect(Heddle.message(for: error).contains(message))
        #expect(Heddle.exitCode(for: error) == .validationFailure)
    }

    @Test(
        "that is wrong is a usage error",
        arguments: [
            ["app-server", "--nonsense"], ["app-server", "-c", "novalue"], ["app-server", "-a", "sometimes"],
            ["exec", "a", "b"], ["generate-ts"], ["nonsense"],
        ])
    func wrong(arguments: [String]) throws {
        let error = try #require(throws: (any Error).self) { try Heddle.parseAsRoot(arguments) }
        #expect(Heddle.exitCode(for: error) == .validationFailure)
    }

    @Test("of exec")
    func exec() throws {
        let command = try #require(
            Heddle.parseAsRoot(["exec", "-C", "/", "-m", "m", "--resume", "t", "--json", "-"]) as? ExecCommand)
        #expect(command.prompt == "-")
        #expect(command.directory == "/")
        #expect(command.model == "m")
        #expect(command.resume == "t")
        #expect(command.json)
    }
}
