import CommandExecution
import Foundation
import Synchronization
import Testing

@Suite("A started command", .timeLimit(.minutes(10)))
struct StreamTests {
    private let table = ProcessTable()

    private func start(
        _ script: String, _ streams: CommandStreams, into output: Collected, errors: Collected? = nil
    ) async throws -> RunningCommand {
        try await table.start(
            CommandSpec(
                argv: ["/bin/sh", "-c", script], cwd: "/", environment: CommandFixture.environment, streams: streams)
        ) { stream, bytes in
            (stream == .errors ? errors ?? output : output).append(bytes)
        }
    }

    private static let withInput = CommandStreams.pipes(opensInput: true, separatesErrors: false)

    // MARK: - Pipes

    @Test("reads what is written to it, and its input ends when that is said")
    func input() async throws {
        let output = Collected()
        let command = try await start("read line; echo got $line; cat; echo end", Self.withInput, into: output)
        try command.write(Array("one\n".utf8))
        #expect(await output.waitFor(lines: 1) == "got one\n")
        try command.write(Array("two\nthree".utf8))
        try command.endInput()
        #expect(await command.outcome.exit == .exited(0))
        #expect(output.text == "got one\ntwo\nthreeend\n")
    }

    @Test("is written to without blocking, more than a pipe holds, in order and complete")
    func largeInput() async throws {
        let output = Collected()
        let command = try await start("read go; sha256sum | cut -c1-64; wc -c </dev/null", Self.withInput, into: output)
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        try command.write(Array("go\n".utf8))
        for start in stride(from: 0, to: bytes.count, by: 100_000) {
            try command.write(bytes[start..<start + 100_000])
        }
        try command.endInput()
        #expect(await command.outcome.exit == .exited(0))
        let expected = Collected()
        let file = NSTemporaryDirectory() + "heddle-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        _ = try await table.run(CommandFixture.spec("sha256sum <\(file) | cut -c1-64; echo 0")) { expected.append($0) }
        #expect(output.text == expected.text)
    }

    @Test("that never reads is only given so much")
    func unread() async throws {
        let command = try await start("sleep 1000", Self.withInput, into: Collected())
        let piece = [UInt8](repeating: 0, count: 8 << 20)
        #expect(throws: CommandInputError.full) {
            for _ in 0..<4 { try command.write(piece) }
        }
        command.kill()
        #expect(await command.outcome.exit == .killed)
        #expect(throws: CommandInputError.closed) { try command.write([1]) }
    }

    @Test("may close its input, which is an error for who writes and no end of the server")
    func brokenPipe() async throws {
        let output = Collected()
        let command = try await start("exec 0<&-; echo closed; sleep 1000", Self.withInput, into: output)
        _ = await output.waitFor(lines: 1)
        try command.write([1])
        while (try? command.write([1])) != nil { await Task.yield() }
        command.kill()
        #expect(await command.outcome.exit == .killed)
    }

    @Test("without an input takes none, and without a terminal has no size")
    func noInput() async throws {
        let command = try await start("sleep 1000", .merged, into: Collected())
        #expect(throws: CommandInputError.notOpen) { try command.write([1]) }
        #expect(throws: CommandInputError.notOpen) { try command.endInput() }
        #expect(throws: CommandInputError.noTerminal) { try command.resize(.standard) }
        command.kill()
        _ = await command.outcome
    }

    @Test("has its stderr told from its stdout if that is asked for")
    func separateErrors() async throws {
        let (output, errors) = (Collected(), Collected())
        let command = try await start(
            "echo out; echo err >&2; seq 20000; seq 20000 >&2",
            .pipes(opensInput: false, separatesErrors: true), into: output, errors: errors)
        #expect(await command.outcome.exit == .exited(0))
        let numbers = (1...20000).map { "\($0)\n" }.joined()
        #expect(output.text == "out\n" + numbers)
        #expect(errors.text == "err\n" + numbers)
    }

    @Test("that can't be started says so to who started it")
    func failure() async throws {
        let error = await #expect(throws: CommandSpawnError.self) {
            try await table.start(
                CommandSpec(argv: ["no-such-program"], cwd: "/", environment: [:], streams: Self.withInput)
            ) { _, _ in }
        }
        #expect(error?.kind == .programNotFound)
        #expect(table.runningCount == 0 || table.runningCount == 1)
    }

    @Test("tells everyone who asks how it ended, during and after")
    func outcomes() async throws {
        let command = try await start("read x; exit 3", Self.withInput, into: Collected())
        #expect(command.outcomeIfOver == nil)
        async let first = command.outcome
        async let second = command.outcome
        try command.endInput()
        #expect(await [first.exit, second.exit] == [.exited(3), .exited(3)])
        #expect(command.outcomeIfOver?.exit == .exited(3))
    }

    // MARK: - Terminals

    private static let terminal = CommandStreams.terminal(TerminalSize(rows: 30, columns: 100))

    @Test("on a terminal has one that controls it, of the size asked for")
    func terminal() async throws {
        let output = Collected()
        let command = try await start(
            "stty size; test -t 0 -a -t 1 -a -t 2 && echo tty; (echo direct >/dev/tty)", Self.terminal, into: output)
        #expect(await command.outcome.exit == .exited(0))
        #expect(output.text == "30 100\r\ntty\r\ndirect\r\n")
    }

    @Test("on a terminal learns its new size")
    func resize() async throws {
        let output = Collected()
        let command = try await start(
            "trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.01; done", Self.terminal, into: output)
        _ = await output.waitFor(lines: 1)
        try command.resize(TerminalSize(rows: 50, columns: 132))
        #expect(await command.outcome.exit == .exited(0))
        #expect(output.text.hasSuffix("50 132\r\n"))
        #expect(throws: CommandInputError.closed) { try command.resize(.standard) }
    }

    @Test("on a terminal is interrupted by Control-C and ended by the end of its input")
    func controlCharacters() async throws {
        let output = Collected()
        let interrupted = try await start("echo ready; exec sleep 1000", Self.terminal, into: output)
        _ = await output.waitFor(lines: 1)
        try interrupted.write([3])
        #expect(await interrupted.outcome.exit == .signaled(SIGINT))
        let ended = try await start("stty -echo; echo ready; exec cat", Self.terminal, into: Collected())
        try ended.write(Array("line\n".utf8))
        try ended.endInput()
        #expect(await ended.outcome.exit == .exited(0))
    }

    @Test("on a terminal loses no output however quickly it ends")
    func terminalOutput() async throws {
        for _ in 0..<50 {
            let output = Collected()
            let command = try await start("seq 500", Self.terminal, into: output)
            #expect(await command.outcome.exit == .exited(0))
            #expect(output.text == (1...500).map { "\($0)\r\n" }.joined())
        }
    }

    @Test("on a terminal takes everything with it when it is killed, whatever session it went to")
    func terminalKilled() async throws {
        let output = Collected()
        let command = try await start(RunningTree.script, Self.terminal, into: output)
        let pids = await output.waitFor(lines: RunningTree.scriptLines).split(whereSeparator: \.isNewline)
            .compactMap { pid_t($0) }
        #expect(pids.count == RunningTree.scriptLines)
        command.kill()
        #expect(await command.outcome.exit == .killed)
        #expect(pids.filter(isAlive).isEmpty)
    }

    // MARK: - Cost

    @Test("costs nothing while it only waits: its supervisor sleeps")
    func idle() async throws {
        // Fields 14 and 15 are the processor time in hundredths of a second. Spinning would take all of them.
        let (_, output) = try await CommandFixture().shell("sleep 1; cut -d' ' -f14,15 /proc/$PPID/stat")
        let ticks = output.split(whereSeparator: { $0 == " " || $0 == "\n" }).compactMap { Int($0) }
        #expect(ticks.count == 2)
        #expect(ticks.reduce(0, +) < 10)
    }
}
