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

    /// What is printed: a control character that no text has, twice.
    var bytes: [UInt8] { [0x1E] + Array(number.utf8) + [0x1E] }

    /// The arguments of a shell with the border before the command; nil if it is no login shell whose language is known.
    func argv(_ argv: [String]) -> [String]? {
        guard argv.count == 3, argv[1] == "-lc", UserShell.isKnown(argv[0]) else { return nil }
        return [argv[0], argv[1], "printf '\\036\(number)\\036'; " + argv[2]]
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
