/// The values of scanned numbers.
enum NumberText {
    /// Doubles hold every integer of this many digits.
    private static let exactDigits = 15

    /// The value of an integer literal; nil if the entry is something else or the value doesn't fit.
    @inline(__always)
    static func integer<Value: FixedWidthInteger>(_ entry: TapeEntry, _ text: [UInt8]) -> Value? {
        guard entry.kind == .number, entry.flags.contains(.integral) else { return nil }
        var offset = Int(entry.start)
        let isNegative = text[offset] == UInt8(ascii: "-")
        if isNegative { offset &+= 1 }
        var magnitude: UInt64 = 0
        while offset < Int(entry.end) {
            let (tenfold, overflowed) = magnitude.multipliedReportingOverflow(by: 10)
            let digit = UInt64(text[offset] &- UInt8(ascii: "0"))
            let (sum, carried) = tenfold.addingReportingOverflow(digit)
            if overflowed || carried { return nil }
            magnitude = sum
            offset &+= 1
        }
        guard isNegative else { return Value(exactly: magnitude) }
        guard magnitude <= Int64.min.magnitude else { return nil }
        return Value(exactly: Int64(truncatingIfNeeded: 0 &- magnitude))
    }

    /// The double nearest to a number; nil if the entry is something else or the value isn't finite.
    static func double(_ entry: TapeEntry, _ text: [UInt8]) -> Double? {
        guard entry.kind == .number else { return nil }
        // An integer can't say negative zero.
        if entry.flags.contains(.integral), entry.range.count <= exactDigits,
            text[entry.range.lowerBound] != UInt8(ascii: "-"),
            let integer: Int64 = integer(entry, text)
        {
            return Double(integer)
        }
        guard let value = Double(literal(entry, text)), value.isFinite else { return nil }
        return value
    }

    /// The number as it is written.
    static func literal(_ entry: TapeEntry, _ text: [UInt8]) -> String {
        text[entry.range].withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
