/// Reads of a log only what lists show.
enum SummaryScanner {
    /// The summary of a log and the log's length; nil for a log that can't be read or holds no record. Blocking.
    static func summary(of path: String, id: String) -> (summary: ThreadSummary, logLength: Int)? {
        guard let loaded = try? LogLoader.load(path, id: id, isBeingWritten: false) else { return nil }
        return (loaded.digest.summary, loaded.fileLength)
    }
}

/// The fields that every line begins with, read without parsing the rest.
struct LineStart: Hashable {
    /// The record's kind.
    var kind: String
    /// When it was made, in milliseconds since the Unix epoch.
    var atMs: Int

    /// Nil when the line does not begin as the encoder writes it.
    init?(_ bytes: [UInt8]) {
        var scanner = Scanner(bytes: bytes)
        guard scanner.take(#"{"seq":"#), scanner.take("null") || scanner.number() != nil, scanner.take(#","at":"#),
            let atMs = scanner.number(), scanner.take(#","kind":""#), let kind = scanner.word()
        else { return nil }
        self.kind = kind
        self.atMs = atMs
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        mutating func take(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard position + count <= bytes.count else { return false }
            for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
            position += count
            return true
        }

        mutating func number() -> Int? {
            var value = 0
            let start = position
            // 18 digits always fit.
            while position < bytes.count, position - start < 18, case 0x30...0x39 = bytes[position] {
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return position > start ? value : nil
        }

        mutating func word() -> String? {
            guard let end = bytes[position...].prefix(40).firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            return String(decoding: bytes[position..<end], as: UTF8.self)
        }
    }
}
