/// How long a provider asks to wait, read from where providers say it.
enum RetryHint {
    /// From response headers: `retry-after-ms`, else `retry-after` in seconds, decimals allowed.
    ///
    /// A date in `retry-after` counts as no hint: no model provider is known to send one.
    static func milliseconds(header: (String) -> String?) -> Int? {
        if let text = header("retry-after-ms"), let milliseconds = number(text) {
            return clamped(milliseconds)
        }
        if let text = header("retry-after"), let seconds = number(text) {
            return clamped(seconds * 1_000)
        }
        return nil
    }

    /// From a sentence that holds e.g. `try again in 1.5s`, `in 20ms`, `in 6 seconds` or `in 1m30s`.
    static func milliseconds(inSentence sentence: String) -> Int? {
        let text = Array(sentence.lowercased().utf8)
        let phrase = Array("try again in".utf8)
        guard text.count > phrase.count,
            let start = (0...(text.count - phrase.count)).first(where: { text[$0...].starts(with: phrase) })
        else { return nil }
        var rest = text[(start + phrase.count)...]
        var total: Double?
        while let (value, unit) = amount(&rest) {
            total = (total ?? 0) + value * unit
        }
        return total.map(clamped)
    }

    /// Takes one amount such as `1.5s` from the front: its value, and its unit in milliseconds; nil if there is none.
    private static func amount(_ text: inout ArraySlice<UInt8>) -> (value: Double, unit: Double)? {
        var rest = text.drop { $0 == UInt8(ascii: " ") }
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
        rest = rest.dropFirst(digits.count).drop { $0 == UInt8(ascii: " ") }
        let name = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        rest = rest.dropFirst(name.count)
        guard let value = number(String(decoding: digits, as: UTF8.self)) else { return nil }
        let unit: Double
        switch String(decoding: name, as: UTF8.self) {
        case "ms", "millisecond", "milliseconds": unit = 1
        case "s", "sec", "secs", "second", "seconds": unit = 1_000
        case "m", "min", "mins", "minute", "minutes": unit = 60_000
        case "h", "hour", "hours": unit = 3_600_000
        default: return nil
        }
        text = rest
        return (value, unit)
    }

    /// A plain decimal number that is not negative; nil for all else that `Double` reads, such as `nan` or `0x1p3`.
    private static func number(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) }) else {
            return nil
        }
        return Double(text)
    }

    /// Rounds up, so that an attempt never comes too early, and keeps within what an `Int` holds.
    private static func clamped(_ milliseconds: Double) -> Int {
        Int(min(milliseconds, 1e15).rounded(.up))
    }
}
