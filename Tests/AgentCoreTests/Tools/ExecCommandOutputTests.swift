import AgentCore
import CommandExecution
import Testing

@Suite("Output of exec_command for the model")
struct ExecCommandOutputTests {
    private func text(
        _ output: String, exit: CommandExit = .exited(0), maxTokens: Int = 10_000, kept: Int = 1 << 20,
        milliseconds: Int = 0
    ) -> String {
        var accumulator = OutputAccumulator(budget: kept)
        Array(output.utf8).withUnsafeBytes { accumulator.append($0) }
        return ExecCommandOutput(
            chunkID: "0a1b2c", state: .ended(CommandOutcome(exit: exit, durationMs: milliseconds)), output: accumulator,
            maxTokens: maxTokens
        ).modelText
    }

    @Test("has the peer's lines")
    func lines() {
        #expect(
            text("hi\n", milliseconds: 2_054) == """
                Chunk ID: 0a1b2c
                Wall time: 2.0540 seconds
                Process exited with code 0
                Original token count: 1
                Output:
                hi

                """)
        #expect(text("", exit: .signaled(9)).hasSuffix("code 137\nOriginal token count: 0\nOutput:\n"))
    }

    @Test("says that the time was up")
    func timeout() {
        let text = text("partial", exit: .timedOut, milliseconds: 503)
        #expect(text.contains("Wall time: 0.5030 seconds\nProcess exited with code 124\n"))
        #expect(text.contains("\nIts time was up: "))
        #expect(text.hasSuffix("Output:\npartial"))
    }

    @Test("keeps both ends of long output, half each")
    func truncation() {
        let output = (1...5000).map { "\($0)\n" }.joined()
        let text = text(output, maxTokens: 50)
        #expect(
            text.contains(
                "Original token count: 5974\nOutput:\nWarning: truncated output (original token count: 5974)\n"))
        #expect(text.contains("Total output lines: 5000\n\n1\n2\n3\n"))
        #expect(text.contains("\n36\n3…5924 tokens truncated…4981\n"))
        #expect(text.hasSuffix("\n4999\n5000\n"))
    }

    @Test("counts a last line without its line break")
    func openLine() {
        #expect(text("aaaa\nbbbb", maxTokens: 1).contains("Total output lines: 2\n\naa…2 tokens truncated…bb"))
        #expect(text("aaaaaaaa", maxTokens: 0).hasSuffix("Total output lines: 1\n\n…2 tokens truncated…"))
    }

    @Test("is cut between scalars, whatever the budget")
    func scalarBorders() {
        let output = String(repeating: "é€😀", count: 40)
        for tokens in 0..<100 {
            let text = text(output, maxTokens: tokens)
            #expect(!text.contains("\u{FFFD}"))
        }
        #expect(text(output, maxTokens: .max).hasSuffix("Output:\n" + output))
    }

    @Test("counts what the capture left out")
    func omitted() {
        let text = text(String(repeating: "x", count: 4_000), kept: 100)
        #expect(text.contains("Original token count: 1000\n"))
        #expect(text.contains("\n... 3900 bytes omitted ...\n"))
    }

    @Test("has short forms for commands that were stopped or never ran")
    func shortForms() {
        #expect(text("partial", exit: .killed, milliseconds: 7) == "Wall time: 0.0070 seconds\naborted by user")
        #expect(ExecCommandOutput.aborted(durationMilliseconds: 1_200) == "Wall time: 1.2000 seconds\naborted by user")
        #expect(ExecCommandOutput.failed("rejected by user") == "exec_command failed: rejected by user")
        #expect(ExecCommandOutput.chunkID(0xFFFF_FFFF_0000_0A1B) == "000a1b")
    }
}
