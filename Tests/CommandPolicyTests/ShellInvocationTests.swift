import CommandPolicy
import Testing

@Suite("Shells that are given a script")
struct ShellInvocationTests {
    @Test(
        "are looked through",
        arguments: [
            ["bash", "-lc", "x"], ["bash", "-c", "x"], ["bash", "-cl", "x"], ["bash", "-l", "-c", "x"],
            ["sh", "-c", "x"],
            ["zsh", "-lc", "x"], ["dash", "-c", "x"], ["/bin/bash", "-lc", "x"], ["/usr/bin/zsh", "-c", "x"],
            ["/usr/local/bin/bash", "-c", "x"], ["/opt/homebrew/bin/bash", "-c", "x"],
            ["/nix/store/1/bin/zsh", "-lc", "x"],
        ])
    func scripts(argv: [String]) {
        #expect(
            ShellInvocation.script(of: argv, trustedShells: ["/nix/store/1/bin/zsh", "/nix/store/1/bin/fish"]) == "x")
    }

    @Test(
        "are not if they may be something else, or get more than a script",
        arguments: [
            [], ["bash"], ["bash", "x"], ["bash", "-c"], ["bash", "x.sh", "x"], ["bash", "-x", "x"],
            ["bash", "-ic", "x"], ["bash", "-c", "-x"], ["bash", "-c", "+x"], ["bash", "-lc", "-l x"],
            ["bash", "-lc", "x", "y"], ["bash", "-c", "-l", "x"], ["bash", "-l", "-l", "x"],
            ["bash", "--login", "-c", "x"],
            ["./bash", "-c", "x"], ["/tmp/bash", "-c", "x"], ["bin/bash", "-c", "x"], ["/bin/../tmp/bash", "-c", "x"],
            ["fish", "-c", "x"], ["ksh", "-c", "x"], ["/nix/store/1/bin/fish", "-c", "x"], ["env", "-c", "x"],
            ["BASH", "-c", "x"], ["bash ", "-c", "x"], ["", "-c", "x"], ["-bash", "-c", "x"],
        ])
    func others(argv: [String]) {
        #expect(
            ShellInvocation.script(of: argv, trustedShells: ["/nix/store/1/bin/zsh", "/nix/store/1/bin/fish"]) == nil)
    }

    @Test("are shown as one line that a shell would read back")
    func text() {
        #expect(ParsedCommand(argv: ["/bin/bash", "-lc", "echo hi"]).text == "/bin/bash -lc 'echo hi'")
        #expect(ParsedCommand(argv: ["/bin/bash", "-lc", "ls"]).text == "/bin/bash -lc ls")
    }
}
