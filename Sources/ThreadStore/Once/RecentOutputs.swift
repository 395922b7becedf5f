internal import AppServerProtocol
internal import WireJSON

/// The outputs of the commands that ended last, to be found again in what the model is told about them: an output is
/// stored once, with its item, and the model's history refers to that.
struct RecentOutputs {
    /// How many bytes of outputs are kept to compare with. The calls of one answer end together, and rarely is more than
    /// one of them long.
    private static let byteLimit = 4 << 20

    /// The shortest piece that is worth a reference, in bytes.
    private static let minimumBytes = 256

    private struct Output {
        var itemId: String
        /// The text as it stands in the log, with its escapes.
        var bytes: [UInt8]
        /// Where in the log.
        var offset: Int
    }

    private static let key = BytePattern(Array(#""aggregatedOutput":""#.utf8), anchor: 11)

    private var outputs: [Output] = []

    /// Takes in a line that goes to the log at an offset, as it is written there. Of the others nothing is kept.
    mutating func take(_ record: LogRecord, _ line: [UInt8], at offset: Int) {
        switch record {
        case .itemCompleted(let record):
            guard case .commandExecution(let item) = record.item, item.aggregatedOutput != nil else { return }
            let range = line.withUnsafeBytes { line -> Range<Int>? in
                guard let place = Self.key.place(in: line) else { return nil }
                let start = place + 20
                var end = start
                while end < line.count, line[end] != UInt8(ascii: "\"") { end += EscapedUnit.length(line, end) }
                return end - start >= Self.minimumBytes && end < line.count ? start..<end : nil
            }
            guard let range else { return }
            outputs.append(Output(itemId: item.id, bytes: Array(line[range]), offset: offset + range.lowerBound))
            while outputs.reduce(0, { $0 + $1.bytes.count }) > Self.byteLimit { outputs.removeFirst() }
        case .turnCompleted:
            outputs = []
        default:
            return
        }
    }

    /// The pieces of a line that are an output which the log has already, in order.
    mutating func pieces(of record: LogRecord, in line: [UInt8]) -> [(range: Range<Int>, source: LineCut.Source)] {
        guard !outputs.isEmpty, case .modelItem(let record) = record, OpenCalls.mentionsCall(record.item.bytes),
            let item = try? record.item.document().root, item["type"]?.string?.hasSuffix("_output") == true,
            let callId = item["call_id"]?.string, let index = outputs.lastIndex(where: { $0.itemId == callId })
        else { return [] }
        let output = outputs.remove(at: index)
        return Self.match(output, line)
    }

    /// The model gets an output whole, or the beginning and the end of a long one, at the end of a text.
    private static func match(_ output: Output, _ line: [UInt8]) -> [(range: Range<Int>, source: LineCut.Source)] {
        let head = BytePattern(Array(output.bytes.prefix(64)), anchor: 63)
        guard let start = place(of: head, in: line) else { return [] }
        var pieces: [(range: Range<Int>, source: LineCut.Source)] = []
        func add(_ range: Range<Int>, from: Int) {
            guard range.count >= minimumBytes else { return }
            let sum = LineCut.checksum(line[range])
            pieces.append((range, .log(from: output.offset + from, count: range.count, sum: sum)))
        }
        let count = commonLength(output.bytes, line, from: start)
        add(start..<(start + count), from: 0)
        guard count < output.bytes.count, line.suffix(4).elementsEqual("\"}}\n".utf8) else { return pieces }
        // From the end backwards, to the first character that is one in both: the same bytes may be its second half in one
        // of them, as the `n` of a line feed is.
        let end = line.count - 4
        var same = 0
        while same < min(output.bytes.count - count, end - start - count),
            line[end - 1 - same] == output.bytes[output.bytes.count - 1 - same]
        { same += 1 }
        var from = count
        var place = start + count
        output.bytes.withUnsafeBytes { bytes in
            line.withUnsafeBytes { line in
                while from < bytes.count {
                    let wanted = end - (bytes.count - from)
                    while place < wanted { place += EscapedUnit.length(line, place) }
                    if from >= bytes.count - same, place == wanted { break }
                    from += EscapedUnit.length(bytes, from)
                }
            }
        }
        guard from < output.bytes.count else { return pieces }
        add((end - (output.bytes.count - from))..<end, from: from)
        return pieces
    }

    /// Where a text stands in a line with its first byte being the first of a character there too.
    private static func place(of text: BytePattern, in line: [UInt8]) -> Int? {
        line.withUnsafeBytes { line in
            var character = 0
            var position = 0
            while let place = text.place(in: line, from: position) {
                while character < place { character += EscapedUnit.length(line, character) }
                if character == place { return place }
                position = place + 1
            }
            return nil
        }
    }

    /// How long the same text stands in both, in whole characters.
    private static func commonLength(_ output: [UInt8], _ line: [UInt8], from start: Int) -> Int {
        output.withUnsafeBytes { output in
            var length = 0
            while length < output.count {
                let unit = EscapedUnit.length(output, length)
                guard start + length + unit <= line.count, length + unit <= output.count,
                    output[length..<length + unit].elementsEqual(line[(start + length)..<(start + length + unit)])
                else { break }
                length += unit
            }
            return length
        }
    }
}

/// The pieces of a JSON string that must not be torn.
enum EscapedUnit {
    /// How long the character or escape is that begins at an index, in bytes.
    static func length(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        switch bytes[index] {
        case UInt8(ascii: "\\"):
            guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else { return 2 }
            return 6
        case 0xC0...0xDF: return 2
        case 0xE0...0xEF: return 3
        case 0xF0...0xFF: return 4
        default: return 1
        }
    }
}
