/// A moment as a date and time of day in UTC, to the minute: `2026-11-21 00:53`.
struct UTCTime: Hashable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    var unixSeconds: Int

    /// Year, month (1–12) and day (1–31) in the proleptic Gregorian calendar.
    ///
    /// Counts days from 1 March of year 0, so that the leap day is the last day of a year; 146,097 days are 400 years.
    private var date: (year: Int, month: Int, day: Int) {
        let days = Self.floorDivide(unixSeconds, 86_400).quotient + 719_468
        let (era, dayOfEra) = Self.floorDivide(days, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let secondOfDay = Self.floorDivide(unixSeconds, 86_400).remainder
        let (year, month, day) = date
        return "\(year)-\(two(month))-\(two(day)) \(two(secondOfDay / 3_600)):\(two(secondOfDay / 60 % 60))"
    }

    /// Division that rounds towards minus infinity, for moments before 1970.
    private static func floorDivide(_ number: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
