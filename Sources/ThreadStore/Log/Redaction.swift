internal import Synchronization
internal import WireJSON

/// The secrets that never reach a log, the catalog, nor what is made from them: the values of environment variables that hold keys
/// and tokens.
///
/// It works on encoded lines, whatever record they hold and whoever said the value: a command, the model, the user.
/// What is looked for is the value as it stands in JSON; pieces of it, and other ways to write it (backwards, in
/// base64), are not found.
package final class Redaction: Sendable {
    /// What stands in a log in a secret's place.
    package static let replacement = "[secret removed]"

    /// The shortest value that counts, in bytes. A shorter one is no key of any provider, and would be found in texts
    /// that have nothing to do with it.
    package static let minimumBytes = 8

    private struct Pattern: Hashable {
        var bytes: [UInt8]
    }

    private let patterns = Mutex<[Pattern]>([])

    init() {}

    /// Adds values; those that were added before stay.
    package func add(_ values: some Sequence<String>) {
        // A loop, because the generic `flatMap` would first look for conformances all over the program at each start.
        var forms: [Pattern] = []
        for value in values { forms += Self.forms(value) }
        guard !forms.isEmpty else { return }
        patterns.withLock { patterns in
            for form in forms where !patterns.contains(form) { patterns.append(form) }
            // Of two secrets that begin alike the longer one is replaced as a whole.
            patterns.sort { $0.bytes.count > $1.bytes.count }
        }
    }

    /// The ways in which a value may stand in a JSON string. Items of models are kept as they came, and some writers
    /// escape slashes.
    private static func forms(_ value: String) -> [Pattern] {
        let blanks: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\r\n" || $0 == "\t" }
        let start = value.drop(while: blanks)
        guard let last = start.lastIndex(where: { !blanks($0) }) else { return [] }
        let trimmed = String(start[...last])
        guard trimmed.utf8.count >= minimumBytes, let encoded = try? WireCoder.encode(trimmed), encoded.count > 2 else {
            return []
        }
        let plain = Array(encoded[1..<(encoded.count - 1)])
        let slash = UInt8(ascii: "/")
        let escaped = plain.flatMap { $0 == slash ? [UInt8(ascii: "\\"), slash] : [$0] }
        return plain == escaped ? [Pattern(bytes: plain)] : [Pattern(bytes: plain), Pattern(bytes: escaped)]
    }

    /// A line of a log (with its line feed) without secrets, and the record that it holds then; nil when there are none in
    /// it.
    func redact(_ line: [UInt8]) -> (bytes: [UInt8], line: LogLine)? {
        // A value that is a word of the format itself, or a number in it, is no secret, and the record counts more.
        guard let bytes = redacted(line), let redacted = try? LogLine(parsing: Array(bytes.dropLast())),
            let original = LineStart(line), redacted.record.kind == original.kind, redacted.seq == original.seq,
            redacted.atMs == original.atMs
        else { return nil }
        return (bytes, redacted)
    }

    /// A line of the catalog (with its line feed) without secrets.
    func redact(catalogLine line: [UInt8]) -> [UInt8] {
        guard let bytes = redacted(line), let record = CatalogRecord(parsing: Array(bytes.dropLast())),
            record != .unknown
        else { return line }
        return bytes
    }

    /// The bytes without secrets; nil when there are none in them.
    private func redacted(_ line: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8]?
        for pattern in patterns.withLock({ $0 }) {
            if let changed = Self.replace(pattern, in: bytes ?? line) { bytes = changed }
        }
        return bytes
    }

    /// The bytes with the replacement in every place of a pattern; nil when there is none.
    private static func replace(_ pattern: Pattern, in bytes: [UInt8]) -> [UInt8]? {
        // The end of a key is more telling than its beginning, which all keys of a provider share.
        let search = BytePattern(pattern.bytes, anchor: pattern.bytes.count - 1)
        var result: [UInt8] = []
        var position = 0
        bytes.withUnsafeBytes { line in
            while let place = search.place(in: line, from: position) {
                result.append(contentsOf: line[position..<place])
                result.append(contentsOf: replacement.utf8)
                position = place + pattern.bytes.count
            }
            if position > 0 { result.append(contentsOf: line[position...]) }
        }
        return position > 0 ? result : nil
    }
}
