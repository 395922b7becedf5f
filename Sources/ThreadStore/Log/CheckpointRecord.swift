internal import WireJSON

/// Everything small that a log has said so far, with what tells whether it can be trusted.
///
/// Whoever reads from a checkpoint on believes it what it says of all lines before. So it must be whole, stand where it
/// was written, and come from a version that knows the same facts; else the reader looks further back.
package struct CheckpointRecord: Codable, Hashable, Sendable {
    /// What a digest holds in this version. To be raised with every field that ``ThreadDigest`` gains, loses or fills from
    /// other records: a checkpoint of another form lacks what this version knows, and is passed over.
    static let currentForm = 5

    /// What the digest holds.
    var form: Int
    /// Where the record stands, in bytes from the start of the log.
    var offset: Int
    /// The checksum of the digest's bytes.
    var sum: Int
    /// The digest, as it was encoded.
    var digest: RawJSON

    /// The record of a digest. Errors: when it can't be encoded.
    init(_ digest: ThreadDigest, at offset: Int) throws {
        form = Self.currentForm
        self.offset = offset
        self.digest = try RawJSON(encoding: digest)
        sum = Self.checksum(self.digest.bytes)
    }

    /// Whether the record that was found at an offset is as it was written.
    func isSound(at offset: Int) -> Bool {
        self.offset == offset && sum == Self.checksum(digest.bytes)
    }

    /// The digest, if the record that was found at an offset can be trusted.
    func digest(at offset: Int) -> ThreadDigest? {
        guard form == Self.currentForm, isSound(at: offset) else { return nil }
        return try? digest.document().root.decode(ThreadDigest.self)
    }

    /// FNV-1a: notices every single changed byte and needs no table. Cut to what JSON numbers hold exactly everywhere.
    private static func checksum(_ bytes: [UInt8]) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(hash >> 12)
    }
}
