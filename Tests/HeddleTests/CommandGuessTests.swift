import Testing

@testable import heddle

@Suite("A word in the place of a command")
struct CommandGuessTests {
    private let commands = ["app-server", "exec", "fsck", "doctor"]

    @Test("that is none is answered with what there is, and with what was probably meant")
    func guesses() {
        let close = CommandGuess(["fsk", "--json"], commands: commands)?.message
        #expect(close?.hasPrefix("heddle: there is no command `fsk`. Did you mean `fsck`?\n") == true)
        #expect(close?.contains("app-server, exec, fsck, doctor") == true)
        let far = CommandGuess(["frobnicate"], commands: commands)?.message
        #expect(far?.contains("Did you mean") == false)
        #expect(far?.contains("app-server, exec, fsck, doctor") == true)
    }

    @Test("is left alone when it is one, or no word", arguments: [["fsck"], ["help", "x"], ["--fsk"], []])
    func others(_ arguments: [String]) {
        #expect(CommandGuess(arguments, commands: commands) == nil)
    }
}
