import Testing

@testable import ThreadStore

/// Damaged lines give up every whole record that is in them.
struct RecordScannerTests {
    private let first = #"{"seq":1,"at":1,"kind":"name","name":"first"}"#
    private let second = #"{"seq":2,"at":2,"kind":"name","name":"second"}"#

    private func names(_ text: String) -> (names: [String?], damage: LogDamage.Kind?, isWhole: Bool) {
        let finding = RecordScanner.scan(Array(text.utf8))
        let names = finding.lines.map { line -> String? in
            guard case .name(let name) = line.record else { return nil }
            return name
        }
        return (names, finding.damage?.kind, finding.isWhole)
    }

    @Test func aSoundLine() {
        #expect(names(first) == (["first"], nil, true))
    }

    @Test func twoWholeRecordsInALineAreBothRead() {
        #expect(names(first + second) == (["first", "second"], .gluedRecords, true))
    }

    @Test func aWholeRecordBehindATornOneIsRead() {
        for count in 1..<first.utf8.count {
            let torn = String(decoding: first.utf8.prefix(count), as: UTF8.self)
            #expect(names(torn + second) == (["second"], .gluedRecords, true), "torn after \(count) bytes")
        }
    }

    @Test func zeroBytesBeforeARecordDoNotHideIt() {
        #expect(names(String(repeating: "\0", count: 512) + second) == (["second"], .gluedRecords, true))
    }

    @Test func aRecordThatQuotesAnotherIsOne() {
        let quoting = #"{"seq":1,"at":1,"kind":"name","name":"{\"seq\":2}"}"#
        #expect(names(quoting) == ([#"{"seq":2}"#], nil, true))
    }

    @Test func noiseHoldsNothing() {
        #expect(names("noise") == ([], .unreadableLine, false))
        #expect(names(#"{"seq":1,"at":1,"kind":"name","na"#) == ([], .unreadableLine, false))
    }

    @Test func aWholeLineWithWrongFieldsIsWhole() {
        #expect(names(#"{"seq":1,"at":1,"kind":"turnStarted"}"#) == ([], .unreadableLine, true))
    }
}
