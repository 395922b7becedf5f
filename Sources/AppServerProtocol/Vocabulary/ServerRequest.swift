/// A method that the server calls and the client answers, for example an approval.
///
/// Conforming types are enums without cases, named after the method.
package protocol ServerRequest: Sendable {
    /// What the server sends in `params`.
    associatedtype Params: Codable & Sendable & Hashable
    /// What the client sends in `result`.
    associatedtype Response: Codable & Sendable & Hashable

    /// The method's name on the wire, for example `item/fileChange/requestApproval`.
    static var method: String { get }
    /// Whether the method is part of the lasting contract; ``Stability/stable`` unless said otherwise.
    static var stability: Stability { get }
}

extension ServerRequest {
    package static var stability: Stability { .stable }
}
