import Support
import Testing

@Suite struct IdentifierTests {
    @Test func aVersion7UUIDCarriesItsTimeVersionAndVariant() {
        let id = UUIDText.version7(milliseconds: 0x0123_4567_89AB, high: .max, low: .max)
        #expect(id == "01234567-89ab-7fff-bfff-ffffffffffff")
        #expect(UUIDText.version7(milliseconds: 0, high: 0, low: 0) == "00000000-0000-7000-8000-000000000000")
    }

    @Test func laterIDsSortBehindEarlierOnes() {
        let ids = (0..<50).map { UUIDText.version7(milliseconds: $0 * 1000, high: .random(in: 0 ... .max), low: 0) }
        #expect(ids == ids.sorted())
    }

    @Test func idsOfOneMillisecondSortInTheOrderOfTheirMaking() {
        let source = IdentifierSource.rising(clock: WallClock { 1000 }, random: { .random(in: 0 ... .max) })
        let ids = (0..<10_000).map { _ in source.uuid() }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func idsOfTheSystemAreValidAndDifferent() {
        let ids = (0..<1000).map { _ in IdentifierSource.system.uuid() }
        #expect(ids.allSatisfy(UUIDText.isValid))
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: ["", "x", "0123456789abcdef0123456789abcdef0123", "01234567-89ab-7fff-bfff-fffffffffffg"])
    func otherTextsAreNoUUIDs(_ text: String) {
        #expect(!UUIDText.isValid(text))
    }
}
