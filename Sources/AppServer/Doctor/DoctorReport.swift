/// What was found about the installation. Its JSON form is the output of `heddle doctor --json`; fields may be added.
package struct DoctorReport: Codable, Hashable, Sendable {
    /// Whether the server can work: nothing failed.
    package var ok: Bool
    /// The program's version.
    package var version: String
    /// The level of the protocol that it speaks.
    package var protocolLevel: String
    /// Every check, in the order in which they were made.
    package var checks: [DoctorCheck]
}

/// One thing that was looked at.
package struct DoctorCheck: Codable, Hashable, Sendable {
    /// How it is.
    package enum Status: String, Codable, Hashable, Sendable {
        /// As it must be.
        case ok
        /// The server works, but less well, or otherwise than somebody may think.
        case warning
        /// The server can't work like this.
        case failed
    }

    /// What was looked at: a stable word.
    package var name: String
    /// How it is.
    package var status: Status
    /// What was found.
    package var message: String
    /// What to do about it.
    package var advice: String?

    init(_ name: String, _ status: Status, _ message: String, advice: String? = nil) {
        self.name = name
        self.status = status
        self.message = message
        self.advice = advice
    }
}
