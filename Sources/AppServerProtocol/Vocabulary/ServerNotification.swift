/// A message from the server that wants no answer. The conforming struct is the message's `params`.
package protocol ServerNotification: Codable, Sendable, Hashable {
    /// The notification's name on the wire, for example `turn/started`.
    static var method: String { get }
    /// Whether the notification is part of the lasting contract; ``Stability/stable`` unless said otherwise.
    static var stability: Stability { get }
}

extension ServerNotification {
    package static var stability: Stability { .stable }
}
