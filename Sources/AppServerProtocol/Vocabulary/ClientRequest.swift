/// A method that clients call and the server answers: its name, its types, its lane.
///
/// Conforming types are enums without cases, named after the method (`thread/name/set` is `ThreadNameSet`).
package protocol ClientRequest: Sendable {
    /// What the client sends in `params`.
    associatedtype Params: Codable & Sendable & Hashable
    /// What the server sends in `result`.
    associatedtype Response: Codable & Sendable & Hashable

    /// The method's name on the wire, for example `thread/start`.
    static var method: String { get }
    /// Whether the method is part of the lasting contract; ``Stability/stable`` unless said otherwise.
    static var stability: Stability { get }
    /// The lane that a call with these params runs in.
    static func scope(_ params: Params) -> OrderingScope
}

extension ClientRequest {
    package static var stability: Stability { .stable }
}
