internal import Synchronization
internal import WireJSON

/// The secrets that never reach a log, the catalog, nor what is made from them: the values of environment variables that
/// hold keys and tokens.
///
/// It works on encoded lines, whatever record they hold and whoever said the value: a command, the model, the user.
/// What is looked for is the value as it stands in JSON; pieces of it, and other ways to write it (backwards, in
/// base64), are not found. It is looked for in texts only: see ``RedactableTexts``.
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

    /// The ways in which a value may stand in a JSON string, or in JSON in one. Items of models are kept as they came, and
    /// some writers escape slashes.
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
        var forms: [Pattern] = []
        // What a function is called with is JSON that stands in a JSON string.
        for form in [plain, escaped, inside(plain), inside(escaped)] where !forms.contains(Pattern(bytes: form)) {
            forms.append(Pattern(bytes: form))
        }
        return forms
    }

    /// Text of a JSON string as it stands when that JSON is the text of a string itself.
    private static func inside(_ text: [UInt8]) -> [UInt8] {
        let escaped = [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
        return text.flatMap { escaped.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    /// A line of a log (with its line feed) without secrets, and the record that it holds then; nil when there are none in
    /// it.
    func redact(_ line: [UInt8]) -> (bytes: [UInt8], line: LogLine)? {
        var record: LogLine?
        let kind = LineStart(line)?.kind
        let bytes = redacted(line, namesAreKept: kind.map(LogRecord.modelKinds.contains) ?? false) { bytes in
            guard let redacted = try? LogLine(parsing: bytes), redacted.record.kind == kind else { return false }
            record = redacted
            return true
        }
        guard let bytes, let record else { return nil }
        return (bytes, record)
    }

    /// A line of the catalog (with its line feed) without secrets.
    func redact(catalogLine line: [UInt8]) -> [UInt8] {
        redacted(line, namesAreKept: false) { bytes in
            CatalogRecord(parsing: bytes).map { $0 != .unknown } ?? false
        } ?? line
    }

    /// The line (with its line feed) without secrets; nil when there are none in it. `isSound` is asked, after each secret
    /// that was found, of the line without its line feed.
    private func redacted(_ line: [UInt8], namesAreKept: Bool, isSound: ([UInt8]) -> Bool) -> [UInt8]? {
        var bytes: [UInt8]?
        for pattern in patterns.withLock({ $0 }) {
            // A value without which the record can't be read is a word of the format, and no secret. All others are.
            guard let changed = Self.replace(pattern, in: bytes ?? line, namesAreKept), isSound(changed.dropLast())
            else { continue }
            bytes = changed
        }
        return bytes
    }

    /// The line with the replacement in every place of a pattern; nil when there is none.
    private static func replace(_ pattern: Pattern, in line: [UInt8], _ namesAreKept: Bool) -> [UInt8]? {
        // The end of a key is more telling than its beginning, which all keys of a provider share.
        let search = BytePattern(pattern.bytes, anchor: pattern.bytes.count - 1)
        guard search.isIn(line) else { return nil }
        var result: [UInt8] = []
        var position = 0
        for text in RedactableTexts(in: line, namesAreKept: namesAreKept).ranges {
            var next = text.lowerBound
            while let place = line.withUnsafeBytes({
                search.place(in: UnsafeRawBufferPointer(rebasing: $0[..<text.upperBound]), from: next)
            }) {
                // The pattern may begin with what is the second half of an escape here.
                line.withUnsafeBytes { line in
                    while next < place { next += EscapedUnit.length(line, next) }
                }
                guard next == place else { continue }
                result += line[position..<place]
                result += replacement.utf8
                position = place + pattern.bytes.count
                next = position
            }
        }
        guard position > 0 else { return nil }
        return result + line[position...]
    }
}
