/// Why a script is one opaque command, which can only be judged as a whole.
///
/// Whatever a shell would expand, redirect, substitute or run in another way than as plain words is opaque, because what
/// it does can't be told from its text.
package enum Opacity: String, Hashable, Sendable, CaseIterable {
    /// No command stands in it.
    case empty
    /// It is longer than what is taken apart.
    case tooLong
    /// `>`, `<`, `2>&1`, `|&`
    case redirection
    /// `<<`, `<<<`
    case hereDocument
    /// `$(…)` or backticks
    case commandSubstitution
    /// `<(…)`, `>(…)`
    case processSubstitution
    /// `$name`, `${…}`, `$((…))`, `=name` of zsh
    case expansion
    /// `$'…'`, `$"…"`
    case dollarQuote
    /// `*`, `?`, `[…]`
    case glob
    /// `{a,b}`, `{1..3}`, and every other brace
    case brace
    /// `~` where a shell would put a home directory
    case tilde
    /// `NAME=value` before a command, or alone
    case environmentPrefix
    /// `if`, `for`, `!`, `time`, …: words that make a shell read on in another way
    case reservedWord
    /// Parentheses: a subshell, a function, a pattern
    case parenthesis
    /// `&`: it runs beside what follows, and maybe after it
    case background
    /// `!` outside quotes, which some shells replace by an earlier command
    case history
    /// `export`, `alias`, `set`, …: a builtin that changes what later words mean
    case stateChange
    /// `test`, `printf`, …: a builtin with an argument in which some shells run code (`a[$(id)]`)
    case evaluatedArgument
    /// A quote or a backslash that has no end
    case unterminated
    /// No shell would run it: `ls &&`, `;;`
    case syntax
    /// A control character other than tab and line break
    case controlCharacter
    /// A character that can't be seen, or changes the order of others
    case invisibleCharacter
    /// A character that looks like one with a meaning for the shell, or a command's name outside ASCII
    case lookAlike
}
