import Foundation
import TestSupport
import Testing

/// A server that is killed in the middle of its work has kept everything that it promised.
///
/// `HEDDLE_CRASH_KILLS` sets how often it is killed, `HEDDLE_CRASH_SEED` repeats a run as far as time allows that: the
/// moments are counted in lines of output, and what the server does meanwhile is not in the test's hand.
@Suite(.ownThread) struct CrashTests {
    /// Enough to meet every kind of turn several times; the whole number runs in `.ci/run`, on the release build.
    private static let defaultKills = 40

    @Test func nothingThatWasPromisedIsLostByAKill() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["HEDDLE_CRASH_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        let kills = environment["HEDDLE_CRASH_KILLS"].flatMap { Int($0) } ?? Self.defaultKills
        print("crash test: HEDDLE_CRASH_SEED=\(seed) HEDDLE_CRASH_KILLS=\(kills)")
        let home = NSTemporaryDirectory() + "heddle-crash-" + UUID().uuidString
        let driver = try CrashDriver(home: home, seed: seed)
        for number in 1...kills {
            let problems = try driver.liveAndDie()
            // The first loss says enough, and the home is left for looking at it.
            try #require(problems.isEmpty, "life \(number) of seed \(seed), home \(home): \(report(problems))")
        }
        let problems = try driver.finish()
        try #require(problems.isEmpty, "after seed \(seed), home \(home): \(report(problems))")
        print("crash test: \(driver.counts)")
        try FileManager.default.removeItem(atPath: home)
    }

    private func report(_ problems: [String]) -> String {
        problems.prefix(10).joined(separator: "\n")
    }
}
