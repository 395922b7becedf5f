/// The border between what a login shell's profile prints and what the command prints: a line that greets the user is not
/// the command's output.
///
/// The shell itself prints it, before the command and on the same line of the script, so that line numbers in messages
/// stay. Nobody else knows it, as it is another one for every command.
struct ProfileBorder: Sendable {
    /// Bytes that a profile may print. What is longer is passed on, as is the output of a command that never gets to its
    /// border, because the shell can't parse it or the profile ends the shell.
    static let limit = 64 * 1024

    private let number: String

    /// A border from random bits.
    init(random: UInt64) {
        number = String(random, radix: 16)
    }

    /// What is printed: a control character that no text has, twice, and what only this command knows.
    private var bytes: [UInt8] { [0x1E] + Array("border \(number)".utf8) + [0x1E] }

    /// What prints it.
    private var prefix: String { "printf '\\036border \(number)\\036'; " }

    /// The arguments of a shell with the border before the command; nil if it is no login shell whose language is known.
    func argv(_ argv: [String]) -> [String]? {
        guard argv.count == 3, argv[1] == "-lc", UserShell.isKnown(argv[0]) else { return nil }
        return [argv[0], argv[1], prefix + argv[2]]
    }

    /// The output of a command that has not come to its border. A shell that can't parse a line shows it as it was given.
    func withoutBorder(_ output: [UInt8]) -> [UInt8] {
        let prefix = Array(prefix.utf8)
        guard output.count >= prefix.count else { return output }
        for start in 0...output.count - prefix.count where output[start...].starts(with: prefix) {
            return Array(output[..<start] + output[(start + prefix.count)...])
        }
        return output
    }

    /// What stands behind the border; nil if it is not in there.
    func behind(_ output: [UInt8]) -> ArraySlice<UInt8>? {
        let bytes = bytes
        var start = output.startIndex
        while let first = output[start...].firstIndex(of: bytes[0]) {
            if output[first...].starts(with: bytes) { return output[(first + bytes.count)...] }
            start = first + 1
        }
        return nil
    }
}
