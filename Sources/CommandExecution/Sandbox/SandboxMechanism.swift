/// Something that confines commands.
package enum SandboxMechanism: Sendable, Hashable {
    /// Namespaces and mounts made by bubblewrap, which is at this path, and a system call filter.
    case bubblewrap(path: String)

    /// Namespaces and mounts made by Heddle itself, in this user namespace, with Landlock in this version of its
    /// interface and a system call filter.
    case namespaces(UserNamespace, landlock: Int)

    /// The kernel's Landlock in this version of its interface, and a system call filter.
    case landlock(version: Int)

    /// The `sandbox-exec` of macOS.
    case seatbelt

    /// One of them without its particulars.
    package enum Name: String, Sendable, Hashable, CaseIterable {
        case bubblewrap, namespaces, landlock, seatbelt
    }

    /// Which one it is.
    package var name: Name {
        switch self {
        case .bubblewrap: .bubblewrap
        case .namespaces: .namespaces
        case .landlock: .landlock
        case .seatbelt: .seatbelt
        }
    }
}

/// What was found when mechanisms were looked for and tried.
package struct SandboxReport: Sendable, Hashable {
    /// One mechanism's state on this machine.
    package enum State: Sendable, Hashable {
        /// A command was run under it.
        case works(SandboxMechanism)
        /// It is there, but a command under it failed, or it would be unsound; for this reason.
        case fails(String)
        /// It is not there, for this reason.
        case missing(String)
    }

    /// The state of every mechanism that this system could have, the preferred one first.
    package var mechanisms: [(name: SandboxMechanism.Name, state: State)] {
        order.compactMap { name in states[name].map { (name, $0) } }
    }

    /// What is used.
    package var chosen: SandboxMechanism? {
        for (_, state) in mechanisms {
            if case .works(let mechanism) = state { return mechanism }
        }
        return nil
    }

    /// All mechanisms in a sentence each, for an error or a person.
    package var reasons: String {
        mechanisms.map { name, state in
            switch state {
            case .works: "\(name.rawValue) works"
            case .fails(let reason), .missing(let reason): "\(name.rawValue): \(reason)"
            }
        }.joined(separator: "; ")
    }

    private let order: [SandboxMechanism.Name] = [.bubblewrap, .namespaces, .landlock, .seatbelt]
    private let states: [SandboxMechanism.Name: State]

    init(_ states: [SandboxMechanism.Name: State]) {
        self.states = states
    }
}
