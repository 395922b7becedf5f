/// A message from the client that wants no answer. The conforming struct is the message's `params`.
package protocol ClientNotification: Codable, Sendable, Hashable {
    /// The notification's name on the wire, for example `initialized`.
    static var method: String { get }
    /// Whether the notification is part of the lasting contract; ``Stability/stable`` unless said otherwise.
    static var stability: Stability { get }
}

extension ClientNotification {
    package static var stability: Stability { .stable }
}
