/// Whether a part of the contract is meant to last.
///
/// A client sees experimental methods, fields and variants only after it asked for them with
/// `capabilities.experimentalApi` in `initialize`.
package enum Stability: String, Hashable, Sendable {
    /// Part of the lasting contract.
    case stable
    /// May change or go away with any release.
    case experimental
}
