/// Which rules for security work a turn asks for. The provider has the last word.
package enum CyberAccessProgram: String, ClosedEnum {
    /// The usual ones.
    case standard
    /// Those for defenders.
    case daybreakBlue
    /// Those for attackers by order.
    case daybreakRed
}
