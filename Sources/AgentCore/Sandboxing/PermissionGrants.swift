import AppServerProtocol
import Synchronization

/// What the user has granted commands on top of their sandbox.
package struct PermissionGrants: Hashable, Sendable {
    /// Files and directories that they may change, without symbolic links in their paths.
    package var writable: Set<String> = []
    /// Whether they may use the network.
    package var allowsNetwork = false
    /// Whether the user wants to be asked about each of them.
    package var isReviewed = false

    /// Nothing is granted.
    package init() {}

    /// Adds what was granted otherwise.
    package func merging(_ other: PermissionGrants) -> PermissionGrants {
        var all = self
        all.writable.formUnion(other.writable)
        all.allowsNetwork = allowsNetwork || other.allowsNetwork
        all.isReviewed = isReviewed || other.isReviewed
        return all
    }
}

/// What the user has granted until the turn ends.
final class TurnGrants: Sendable {
    private let grants = Mutex(PermissionGrants())

    /// All of it.
    var current: PermissionGrants { grants.withLock(\.self) }

    /// Something more is granted.
    func add(_ more: PermissionGrants) {
        grants.withLock { $0 = $0.merging(more) }
    }
}

/// What the user has granted until the thread is unloaded.
struct SessionGrants: Sendable {
    private var policy: SandboxPolicy?
    private var grants = PermissionGrants()

    /// What holds under a policy. Grants widen the policy that they were given under: who chooses another one since has
    /// said anew what commands may do.
    func current(under policy: SandboxPolicy) -> PermissionGrants {
        policy == self.policy ? grants : PermissionGrants()
    }

    /// Something more is granted.
    mutating func add(_ more: PermissionGrants, under policy: SandboxPolicy) {
        grants = current(under: policy).merging(more)
        self.policy = policy
    }
}
