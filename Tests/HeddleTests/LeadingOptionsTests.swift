import Testing

@testable import heddle

@Suite("Options before the subcommand")
struct LeadingOptionsTests {
    @Test(
        "move behind it when they are known, and are dropped with their value when not",
        arguments: [
            (["app-server", "--drain"], ["app-server", "--drain"], []),
            (["-c", "a=1", "app-server", "--drain"], ["app-server", "-c", "a=1", "--drain"], []),
            (
                ["--config", "a=1", "app-server", "generate-ts", "--out", "d"],
                ["app-server", "--config", "a=1", "generate-ts", "--out", "d"], []
            ),
            (["--search", "app-server", "--drain"], ["app-server", "--drain"], ["--search"]),
            (["--remote", "ws://x", "app-server"], ["app-server"], ["--remote ws://x"]),
            (["--remote=ws://x", "app-server"], ["app-server"], ["--remote=ws://x"]),
            (["-m", "gpt", "app-server"], ["app-server"], ["-m gpt"]),
            (["-m", "gpt", "exec", "hi"], ["exec", "-m", "gpt", "hi"], []),
            (["-c", "app-server", "app-server"], ["app-server", "-c", "app-server"], []),
        ] as [([String], [String], [String])])
    func moving(original: [String], arguments: [String], ignored: [String]) {
        let leading = LeadingOptions(original, stdinIsTerminal: true)
        #expect(leading.arguments == arguments)
        #expect(leading.ignored == ignored)
    }

    @Test("alone start a server, unless a person is watching")
    func alone() {
        #expect(LeadingOptions(["--search"], stdinIsTerminal: false).arguments == ["app-server"])
        #expect(LeadingOptions(["--search"], stdinIsTerminal: true).arguments == ["--search"])
        #expect(LeadingOptions([], stdinIsTerminal: true).arguments == [])
    }

    @Test(
        "that ask about the program stay",
        arguments: [["--help"], ["--version"], ["-c", "a=1", "-h"], ["oops", "-c"]])
    func questions(arguments: [String]) {
        #expect(LeadingOptions(arguments, stdinIsTerminal: true).arguments == arguments)
    }
}
