/// The tone of the agent. Kept for older clients: `friendly` and `pragmatic` don't change anything any more.
package enum Personality: String, ClosedEnum {
    /// No particular tone.
    case none
    /// Once a warm tone.
    case friendly
    /// Once a terse tone.
    case pragmatic
}
