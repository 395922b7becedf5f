import AppServerProtocol
import Testing

@testable import heddle

@Suite("Text for a person")
struct ExecTextTests {
    @Test(
        "shows the script of a command that is only handed to a shell",
        arguments: [
            ("/bin/bash -lc 'echo hi'", "echo hi"),
            ("/bin/bash -lc ls", "ls"),
            ("sh -c 'a '\\''b'\\'' | c'", "a 'b' | c"),
            (#"/bin/zsh -lc "say \"x\" \n""#, #"say "x" \n"#),
            ("/bin/bash -lc 'a' extra", "/bin/bash -lc 'a' extra"),
            ("bash script.sh", "bash script.sh"),
            ("echo 'open", "echo 'open"),
            ("bash -c 'a' && b", "bash -c 'a' && b"),
        ])
    func commands(commandLine: String, shown: String) {
        #expect(CommandText.forPeople(commandLine) == shown)
    }

    @Test("makes control characters visible, so that no output can act on the terminal")
    func safety() {
        #expect(TerminalText.safe("plain\ttext\n") == "plain\ttext\n")
        #expect(TerminalText.safe("a\u{1B}[31mb\u{07}\r\nc\rd") == "a␛[31mb␇\nc␍d")
        #expect(TerminalText.safe("\u{9B}1m\u{7F}") == "\u{FFFD}1m␡")
        #expect(TerminalText.safe("rm \u{202E}txt") == "rm \u{FFFD}txt")
    }

    @Test("marks every line of a command that needs approval")
    func question() {
        let question = ApprovalQuestion(
            id: 1, subject: .command("a\nReason: harmless\u{1B}[2K", directory: "/d"), reason: "because")
        #expect(
            question.text == """
                Run this command in /d?
                  | a
                  | Reason: harmless␛[2K
                  Reason: because
                [y]es, [a]lways this session, [n]o, [c]ancel the turn: 
                """)
    }

    @Test(
        "understands answers by their first letter, and nothing else",
        arguments: [
            ("y\n", .yes), ("Yes", .yes), (" a", .always), ("n", .no), ("cancel\n", .cancel), ("\n", nil), ("", nil),
            ("sure", nil),
        ] as [(String, ApprovalQuestion.Answer?)])
    func answers(line: String, answer: ApprovalQuestion.Answer?) {
        #expect(ApprovalQuestion.Answer(typed: line) == answer)
    }
}
