/// Why a command can't be confined as it should be. It is not run then.
package struct SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A stable word for programs.
    package struct Kind: RawRepresentable, Sendable, Hashable {
        package var rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Nothing on this machine can confine commands.
        package static let noMechanism = Kind(rawValue: "noMechanism")
        /// A path of the policy is not absolute, or can't be expressed.
        package static let invalidPath = Kind(rawValue: "invalidPath")
        /// A writable root leads somewhere else than when the policy was made.
        package static let rootMoved = Kind(rawValue: "rootMoved")
        /// A pattern has too many places to look at.
        package static let patternTooBroad = Kind(rawValue: "patternTooBroad")
        /// The policy comes down to more places than the mechanism can take.
        package static let tooManyPlaces = Kind(rawValue: "tooManyPlaces")
        /// The system refused to make what confines the command.
        package static let systemRefused = Kind(rawValue: "systemRefused")
    }

    /// There is no system call filter for this processor.
    static let noFilter = SandboxError(
        kind: .noMechanism, message: "there is no system call filter for this machine's processor")

    /// The stable word.
    package var kind: Kind

    /// What happened and what to do.
    package var message: String

    package var description: String { message }

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }
}
