import AppServer
import Testing

@testable import heddle

@Suite("The plain start of a server")
struct QuickLaunchTests {
    private func options(_ arguments: String..., terminal: Bool = false) -> ServerOptions? {
        QuickLaunch.options(for: arguments, stdinIsTerminal: terminal, environment: ["A": "B"])
    }

    @Test("needs no argument when standard input is no terminal")
    func bare() {
        #expect(options()?.environment == ["A": "B"])
        #expect(options(terminal: true) == nil)
        #expect(options("app-server", terminal: true) != nil)
    }

    @Test(
        "understands what clients pass",
        arguments: [
            (["app-server", "--listen", "stdio://"], []),
            (["app-server", "--listen=stdio://", "--stdio", "--analytics-default-enabled"], []),
            (["--config", "a=1", "--config=b=2", "app-server", "-c", "c=3"], ["a=1", "b=2", "c=3"]),
            (
                ["-s", "read-only", "-a", "never", "app-server", "-c", "a=1"],
                ["a=1", "sandbox_mode=read-only", "approval_policy=never"]
            ),
            (["app-server", "--ask-for-approval=on-failure"], ["approval_policy=on-request"]),
        ])
    func understood(arguments: [String], overrides: [String]) {
        let options = QuickLaunch.options(for: arguments, stdinIsTerminal: true, environment: [:])
        #expect(options?.configOverrides == overrides)
    }

    @Test(
        "leaves everything else, also what is wrong, to the parser",
        arguments: [
            ["--help"], ["app-server", "-h"], ["exec", "x"], ["app-server", "generate-ts"], ["app-server", "--drain"],
            ["--listen", "stdio://", "app-server"], ["app-server", "--listen", "ws://127.0.0.1:0"],
            ["app-server", "-c"], ["app-server", "-c", "novalue"], ["-s", "bogus", "app-server"], ["-a"],
            ["app-server", "app-server"], ["app-server", "--stdio=yes"], ["--search", "app-server"],
        ])
    func leftAlone(arguments: [String]) {
        #expect(QuickLaunch.options(for: arguments, stdinIsTerminal: false, environment: [:]) == nil)
    }
}
