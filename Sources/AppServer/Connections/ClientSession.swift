package import AppServerProtocol
import Synchronization

/// What a connection knows of its client: nothing before `initialize`, then who it is and what it asked for.
package final class ClientSession: Sendable {
    /// Who the client is and what it asked for, fixed by `initialize`.
    package struct Profile: Sendable {
        /// The client's own words for itself.
        package var client: ClientInfo
        /// Whether it wants the experimental protocol.
        package var isExperimental: Bool
        /// Notifications that it does not want.
        package var optedOut: Set<String>
    }

    /// Where a connection stands.
    package enum State: Sendable {
        /// Only `initialize` is allowed. Goes to `ready`.
        case awaitingInitialize
        /// Everything but `initialize` is allowed. Goes to `closed`.
        case ready(Profile)
        /// The client is gone.
        case closed
    }

    private let state = Mutex(State.awaitingInitialize)

    /// A session that awaits `initialize`.
    package init() {}

    /// The client's profile, once it has introduced itself.
    package var profile: Profile? {
        state.withLock { state in
            if case .ready(let profile) = state { profile } else { nil }
        }
    }

    /// Accepts the client; false when it was accepted before or is gone.
    package func begin(_ profile: Profile) -> Bool {
        state.withLock { state in
            guard case .awaitingInitialize = state else { return false }
            state = .ready(profile)
            return true
        }
    }

    /// The client is gone.
    package func close() {
        state.withLock { $0 = .closed }
    }
}
