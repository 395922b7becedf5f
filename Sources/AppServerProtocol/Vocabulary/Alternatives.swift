package import WireJSON

/// A value of one of several types that nothing but their JSON form tells apart, for example a string or an array.
///
/// A conforming type decodes by trying its alternatives in order. At most one of them may fit any value.
package protocol Alternatives: Codable, Hashable, Sendable {
    /// The types, in the order in which they are tried.
    static var alternatives: [any Codable.Type] { get }
}

extension Alternatives {
    /// The error for a value that fits none of the alternatives.
    package static func mismatch(in decoder: any Decoder) -> WireDecodingError {
        WireDecodingError(
            kind: .invalidType, message: "data did not match any variant of untagged enum \(Self.self)",
            codingPath: decoder.codingPath)
    }
}
