/// How a compressed log is laid out.
///
/// The log is cut into blocks of ``blockBytes``, each a gzip member of its own. Behind them stand members without content
/// whose extra fields hold the lengths of the blocks, and at the very end one that says where those begin and how long the
/// log is. So any part can be read without what stands before it, and `zcat` gives the whole log.
enum PackedFormat {
    /// How much of a log one member holds: what a reader unpacks to see a single line, a millisecond's work, and enough
    /// for gzip to find what repeats.
    static let blockBytes = 256 << 10

    /// How the members with the blocks begin, as zlib writes it: no name, no time. Only by chance does it stand elsewhere.
    static let blockBeginning: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0]

    /// How long the last member is.
    static let footerBytes = emptyMemberBytes + footerPayloadBytes

    /// What stands before the extra field's payload: the header of a member that has one, the field's length, the
    /// payload's name and length.
    private static let headerBytes = 16
    /// The rest of a member without content: an empty block, checksum and length.
    private static let end: [UInt8] = [0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    private static let emptyMemberBytes = headerBytes + 10
    private static let footerPayloadBytes = 20
    /// How many lengths fit into one extra field.
    private static let lengthsPerMember = (Int(UInt16.max) - 4) / 4

    private static let lengthsName: [UInt8] = Array("HL".utf8)
    private static let footerName: [UInt8] = Array("HE".utf8)

    /// What the last member says.
    struct Footer: Hashable {
        /// How long the log is, unpacked.
        var plainLength: Int
        /// Where the members with the lengths begin.
        var indexOffset: Int
        /// How many blocks there are.
        var blockCount: Int
    }

    // MARK: - Writing

    /// Everything behind the blocks.
    static func index(blockLengths: [Int], plainLength: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: blockLengths.count, by: lengthsPerMember) {
            var payload: [UInt8] = []
            for length in blockLengths[start..<min(start + lengthsPerMember, blockLengths.count)] {
                append(length, bytes: 4, to: &payload)
            }
            append(payload, named: lengthsName, to: &bytes)
        }
        var payload: [UInt8] = []
        append(plainLength, bytes: 8, to: &payload)
        append(blockLengths.reduce(0, +), bytes: 8, to: &payload)
        append(blockLengths.count, bytes: 4, to: &payload)
        append(payload, named: footerName, to: &bytes)
        return bytes
    }

    private static func append(_ payload: [UInt8], named name: [UInt8], to bytes: inout [UInt8]) {
        bytes += [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF]
        append(payload.count + 4, bytes: 2, to: &bytes)
        bytes += name
        append(payload.count, bytes: 2, to: &bytes)
        bytes += payload
        bytes += end
    }

    private static func append(_ number: Int, bytes count: Int, to bytes: inout [UInt8]) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }

    // MARK: - Reading

    /// Reads the file's last ``footerBytes``; nil when they are something else.
    static func footer(_ bytes: [UInt8], fileLength: Int) -> Footer? {
        guard let payload = payload(bytes[...], named: footerName), payload.count == footerPayloadBytes else {
            return nil
        }
        let footer = Footer(
            plainLength: number(payload, at: 0, bytes: 8), indexOffset: number(payload, at: 8, bytes: 8),
            blockCount: number(payload, at: 16, bytes: 4))
        guard footer.plainLength > 0, footer.indexOffset > 0, footer.indexOffset <= fileLength - footerBytes,
            footer.blockCount == (footer.plainLength - 1) / blockBytes + 1
        else { return nil }
        return footer
    }

    /// Reads what stands between the blocks and the last member: where each block begins, and where the last one ends. Nil
    /// when it does not fit what the last member says.
    static func blockOffsets(_ bytes: [UInt8], _ footer: Footer) -> [Int]? {
        var offsets = [0]
        var rest = bytes[...]
        while let payload = payload(rest, named: lengthsName) {
            for index in stride(from: 0, to: payload.count, by: 4) {
                offsets.append(offsets[offsets.count - 1] + number(payload, at: index, bytes: 4))
            }
            rest = rest.dropFirst(payload.count + emptyMemberBytes)
        }
        guard rest.isEmpty, offsets.count == footer.blockCount + 1, offsets.last == footer.indexOffset else {
            return nil
        }
        return offsets
    }

    /// The payload of the member without content that begins `bytes`.
    private static func payload(_ bytes: ArraySlice<UInt8>, named name: [UInt8]) -> ArraySlice<UInt8>? {
        let start = bytes.startIndex
        guard bytes.count >= emptyMemberBytes, bytes.starts(with: [0x1F, 0x8B, 8, 4]),
            bytes[(start + 12)...].starts(with: name)
        else { return nil }
        let count = Int(bytes[start + 14]) | Int(bytes[start + 15]) << 8
        guard bytes.count >= emptyMemberBytes + count, count % 4 == 0 else { return nil }
        let payload = bytes[(start + headerBytes)..<(start + headerBytes + count)]
        return bytes[payload.endIndex...].starts(with: end) ? payload : nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>, at offset: Int, bytes count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[bytes.startIndex + offset + $1]) << (8 * $1) }
    }
}
