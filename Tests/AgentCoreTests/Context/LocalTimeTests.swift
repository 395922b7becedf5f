import AgentCore
import Testing

@Suite("Local time")
struct LocalTimeTests {
    @Test(
        "has the day of a moment seen from its offset",
        arguments: [
            (0, 0, "1970-01-01"), (-1, 0, "1969-12-31"), (951_782_400, 0, "2000-02-29"), (82_800, 3_600, "1970-01-02"),
            (82_800, 3_599, "1970-01-01"), (0, -1, "1969-12-31"), (253_402_300_799, 0, "9999-12-31"),
        ])
    func day(seconds: Int, offset: Int, expected: String) {
        #expect(LocalTime.day(secondsSinceEpoch: seconds, secondsFromGMT: offset) == expected)
    }

    @Test(
        "names the zone after TZ, else after the machine's setting",
        arguments: [
            (nil, nil, "Etc/UTC"), (nil, "/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
            (nil, "../usr/share/zoneinfo/UTC", "UTC"), (nil, "/etc/other", "Etc/UTC"),
            ("Asia/Tokyo", "/usr/share/zoneinfo/UTC", "Asia/Tokyo"), (":Asia/Tokyo", nil, "Asia/Tokyo"),
            (":/usr/share/zoneinfo/Asia/Tokyo", nil, "Asia/Tokyo"), ("", "/usr/share/zoneinfo/UTC", "UTC"),
            ("CET-1CEST", nil, "CET-1CEST"),
        ] as [(String?, String?, String)])
    func zone(variable: String?, target: String?, expected: String) {
        #expect(LocalTime.zoneName(variable: variable, localtimeTarget: target) == expected)
    }

    @Test("of this machine has the form that is promised")
    func live() {
        let time = LocalTime(secondsSinceEpoch: 1_700_000_000)
        #expect(["2023-11-14", "2023-11-15"].contains(time.day))
        #expect(!time.timezone.isEmpty)
    }
}
