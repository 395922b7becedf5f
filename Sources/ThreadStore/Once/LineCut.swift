internal import WireJSON

/// A piece of a line that stands elsewhere, so that it is stored once.
///
/// A line that had pieces cut out of it says at its end what they were: `…,"cut":[{"at":210,"blob":"<sha256>"}]}`. What is
/// left is JSON with shorter texts, and enough for whoever needs only what a line is about.
struct LineCut: Hashable {
    /// Where the piece was.
    enum Source: Hashable {
        /// The base64 text of a blob.
        case blob(hash: String)
        /// Bytes of an earlier line of the same log.
        case log(from: Int, count: Int, sum: Int)
    }

    /// Where it belongs, in bytes from the start of the shortened line.
    var at: Int
    /// What it is.
    var source: Source

    private static let key = Array(#","cut":["#.utf8)

    /// A line (with its line feed) without pieces of it, which are in ascending order.
    static func shorten(_ line: [UInt8], _ pieces: [(range: Range<Int>, source: Source)]) -> [UInt8] {
        guard !pieces.isEmpty else { return line }
        var bytes: [UInt8] = []
        var trailer = key
        var position = 0
        for (index, piece) in pieces.enumerated() {
            bytes += line[position..<piece.range.lowerBound]
            position = piece.range.upperBound
            trailer += Array((index == 0 ? "" : ",").utf8)
            trailer += Array(LineCut(at: bytes.count, source: piece.source).text.utf8)
        }
        // The line ends with a brace and the line feed.
        bytes += line[position..<(line.count - 2)]
        return bytes + trailer + Array("]}\n".utf8)
    }

    private var text: String {
        switch source {
        case .blob(let hash): #"{"at":\#(at),"blob":"\#(hash)"}"#
        case .log(let from, let count, let sum): #"{"at":\#(at),"from":\#(from),"count":\#(count),"sum":\#(sum)}"#
        }
    }

    /// Takes a line (without its line feed) apart; nil when nothing was cut out of it.
    ///
    /// Only a field of the line itself can end it like this: whatever stands inside of a record has a brace behind it.
    static func parse(_ line: [UInt8]) -> (rest: [UInt8], cuts: [LineCut])? {
        guard line.count > key.count + 3, line.suffix(3).elementsEqual("}]}".utf8) else { return nil }
        var start = line.count - key.count
        while start > 0, !(line[start] == key[0] && line[start..<start + key.count].elementsEqual(key)) { start -= 1 }
        guard start > 0,
            let list = try? JSONDocument(parsing: Array(line[(start + key.count - 1)..<(line.count - 1)])).root,
            let cuts = cuts(list, limit: start)
        else { return nil }
        return (Array(line[..<start]) + [UInt8(ascii: "}")], cuts)
    }

    private static func cuts(_ list: JSONNode, limit: Int) -> [LineCut]? {
        guard let entries = try? list.decode([Entry].self) else { return nil }
        var cuts: [LineCut] = []
        for entry in entries {
            guard entry.at >= cuts.last?.at ?? 0, entry.at <= limit else { return nil }
            if let blob = entry.blob, BlobFolder.isHash(blob) {
                cuts.append(LineCut(at: entry.at, source: .blob(hash: blob)))
            } else if let from = entry.from, let count = entry.count, let sum = entry.sum, from >= 0, count >= 0 {
                cuts.append(LineCut(at: entry.at, source: .log(from: from, count: count, sum: sum)))
            } else {
                return nil
            }
        }
        return cuts
    }

    private struct Entry: Decodable {
        var at: Int
        var blob: String?
        var from: Int?
        var count: Int?
        var sum: Int?
    }

    /// FNV-1a, cut to what JSON numbers hold exactly everywhere.
    static func checksum(_ bytes: some Sequence<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(hash >> 12)
    }
}
