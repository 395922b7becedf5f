import CommandExecution
import Foundation
import Testing

@Suite("A command that cannot be started", .timeLimit(.minutes(10)))
struct SpawnErrorTests {
    private func error(
        _ argv: [String], cwd: String = "/", environment: [String: String] = CommandFixture.environment
    ) async throws -> CommandSpawnError {
        let spec = CommandSpec(argv: argv, cwd: cwd, environment: environment)
        return try #require(
            await #expect(throws: CommandSpawnError.self) {
                try await ProcessTable().run(spec) { _ in }
            })
    }

    @Test("names a missing directory")
    func missingDirectory() async throws {
        let error = try await error(["true"], cwd: "/no/such/place")
        #expect(error.kind == .workingDirectoryUnusable)
        #expect(error.errnoValue == ENOENT)
        #expect(
            error.message
                == "cannot run `true` in the directory `/no/such/place`: No such file or directory (os error 2)")
    }

    @Test("names a program that is not in the search path")
    func missingProgram() async throws {
        let error = try await error(["no-such-program"])
        #expect(error.kind == .programNotFound)
        #expect(error.message == "program `no-such-program` not found in PATH: No such file or directory (os error 2)")
        #expect(try await self.error(["/no/such/program"]).message.hasPrefix("program `/no/such/program` not found: "))
    }

    @Test("is looked up in its own search path, not the server's")
    func ownSearchPath() async throws {
        #expect(try await error(["true"], environment: ["PATH": "/no/such/directory"]).kind == .programNotFound)
    }

    @Test("says when the interpreter is what is missing")
    func missingInterpreter() async throws {
        let file = NSTemporaryDirectory() + "heddle-\(UUID().uuidString)"
        try "#!/no/such/interpreter\n".write(toFile: file, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(try await error([file]).kind == .programNotExecutable)
        chmod(file, 0o755)
        let error = try await error([file])
        #expect(error.kind == .programNotFound)
        #expect(error.message.contains("interpreter"))
    }

    @Test("is told from one that is no program")
    func notExecutable() async throws {
        #expect(try await error(["/etc"]).kind == .programNotExecutable)
    }

    @Test("says that its arguments are too long")
    func argumentsTooLong() async throws {
        #expect(try await error(["echo", String(repeating: "a", count: 8 << 20)]).kind == .argumentsTooLong)
    }

    @Test("is refused before anything is started when it can't be expressed")
    func invalid() async throws {
        #expect(try await error([]).kind == .invalidCommand)
        #expect(try await error([""]).kind == .invalidCommand)
        #expect(try await error(["echo", "a\0b"]).kind == .invalidCommand)
        #expect(try await error(["echo"], cwd: "").kind == .invalidCommand)
        #expect(try await error(["echo"], environment: ["A=B": "c"]).kind == .invalidCommand)
        #expect(try await error(["echo"], environment: ["A": "\0"]).kind == .invalidCommand)
    }
}
