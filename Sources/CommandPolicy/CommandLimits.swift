/// The bounds of what is looked into before a command runs, each with its reason.
package enum CommandLimits {
    /// The longest script that is taken apart, in Unicode scalars. Nobody reads more than that before saying yes, and a
    /// longer one is asked about as a whole.
    package static let scriptScalars = 32_768

    /// How many simple commands a script may have to be taken apart; for the same reason.
    package static let scriptCommands = 256

    /// How many programs that run other programs are looked through, one in the other (`env nice sh -c …`). Real ones
    /// have two or three.
    package static let wrapperDepth = 8

    /// The longest prefix that is proposed as a rule, in bytes of its words. A longer one fits this very command only,
    /// and fills the rules file with text that nobody reads again.
    package static let proposedPrefixBytes = 1_024

    /// The largest rules file, in bytes. Thousands of rules have room; a file beyond it was not written as rules.
    package static let rulesFileBytes = 4 << 20
}
