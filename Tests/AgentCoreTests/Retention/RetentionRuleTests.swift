import Testing
import ThreadStore

@testable import AgentCore

/// Which threads go when there are limits to what is kept.
struct RetentionRuleTests {
    private static let dayMs = 24 * 3_600_000
    private let nowMs = 1_000 * dayMs

    private func thread(
        _ id: String, days: Int, bytes: Int = 0, parent: String? = nil, isArchived: Bool = false, isKept: Bool = false
    ) -> RetentionFacts {
        RetentionFacts(
            id: id, parent: parent, isArchived: isArchived, isKept: isKept, updatedAtMs: nowMs - days * Self.dayMs,
            bytes: bytes)
    }

    private func actions(
        _ threads: [RetentionFacts], days: Int? = nil, bytes: Int? = nil, loaded: Set<String> = []
    ) -> [String] {
        RetentionRule(maxAgeDays: days, maxBytes: bytes).actions(threads, nowMs: nowMs) { loaded.contains($0) }
            .map { "\($0.kind) \($0.id)" }
    }

    @Test func withoutLimitsNothingHappens() {
        #expect(actions([thread("a", days: 900, bytes: 1 << 40, isArchived: true)]) == [])
        #expect(actions([thread("a", days: 900, bytes: 1 << 40)], days: 0, bytes: 0) == [])
    }

    @Test func anOldThreadIsArchivedAndAnOldArchivedOneDeleted() {
        let threads = [
            thread("young", days: 29), thread("old", days: 31), thread("put away", days: 29, isArchived: true),
            thread("long away", days: 32, isArchived: true),
        ]
        #expect(actions(threads, days: 30) == ["delete long away", "archive old"])
    }

    @Test func namedFiledAndLoadedThreadsStay() {
        let threads = [
            thread("kept", days: 99, bytes: 10, isKept: true),
            thread("kept away", days: 99, bytes: 10, isArchived: true, isKept: true),
            thread("loaded", days: 99, bytes: 10),
        ]
        #expect(actions(threads, days: 30, bytes: 1, loaded: ["loaded"]) == [])
    }

    @Test func aFamilyStandsTogether() {
        let threads = [
            thread("a", days: 99), thread("a1", days: 98, parent: "a"), thread("a2", days: 97, parent: "a1"),
            thread("b", days: 99), thread("b1", days: 5, parent: "b"),
            thread("c", days: 99), thread("c1", days: 99, parent: "c", isKept: true),
            // A log may say anything.
            thread("d", days: 99, parent: "e"), thread("e", days: 99, parent: "d"),
            thread("f", days: 99, parent: "gone"),
        ]
        let done = actions(threads, days: 30)
        #expect(done.contains("archive a") && done.contains("archive f"))
        #expect(!done.contains { $0.hasSuffix("a1") || $0.hasSuffix("a2") })
        #expect(!done.contains { $0.contains(" b") || $0.contains(" c") })
    }

    @Test func tooManyBytesTakeTheOldestArchivedFirst() {
        let threads = [
            thread("a", days: 9, bytes: 40), thread("b", days: 8, bytes: 30),
            thread("away 1", days: 5, bytes: 20, isArchived: true),
            thread("away 2", days: 4, bytes: 20, isArchived: true),
        ]
        #expect(actions(threads, bytes: 110) == [])
        #expect(actions(threads, bytes: 95) == ["delete away 1"])
        #expect(
            actions(threads, bytes: 80) == ["delete away 1", "delete away 2"] || actions(threads, bytes: 80).count == 2)
        #expect(actions(threads, bytes: 60) == ["delete away 1", "delete away 2", "archive a"])
        #expect(actions(threads, bytes: 1) == ["delete away 1", "delete away 2", "archive a", "archive b"])
    }

    @Test func nothingIsDeletedInTheStepThatArchivesIt() {
        #expect(actions([thread("a", days: 99, bytes: 100)], days: 30, bytes: 1) == ["archive a"])
    }

    @Test func onePassIsBounded() {
        let threads = (0..<1_000).map { thread("\($0)", days: 99) }
        #expect(actions(threads, days: 30).count == RetentionRule.actionsPerPass)
    }
}
