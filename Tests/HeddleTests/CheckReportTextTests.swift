import Testing

@testable import ThreadStore
@testable import heddle

@Suite("The report of a check")
struct CheckReportTextTests {
    private func report(_ findings: [CheckFinding], threads: Int = 1) -> CheckReport {
        var report = CheckReport(home: "/home")
        report.checked = CheckReport.Checked(threads: threads, records: 2, bytes: 300)
        report.findings = findings
        report.conclude()
        return report
    }

    @Test("names what was found, what would be done, and what the user can do")
    func findings() {
        let text = CheckReportText.text(
            report([
                CheckFinding("tornTail", .damage, path: "/a", threadId: "t", offset: 7, "torn", remedy: "cut it off"),
                CheckFinding("unreadableFile", .damage, path: "/b", "no", advice: "look at the disk"),
            ]))
        #expect(
            text == """
                /a
                  damage: thread t byte 7 tornTail: torn
                    --repair would cut it off
                /b
                  damage: unreadableFile: no
                    what to do: look at the disk
                /home: 1 thread, 2 records, 300 bytes: not sound, 2 damages

                """)
    }

    @Test("says of a repair that it is done, and of several damages how many are left")
    func repaired() {
        var mended = CheckFinding("unreadableLine", .damage, path: "/a", "no record", remedy: "take the line out")
        mended.repaired = true
        #expect(
            CheckReportText.text(report([mended], threads: 2)) == """
                /a
                  damage: unreadableLine: no record
                    repaired: took the line out
                /home: 2 threads, 2 records, 300 bytes: sound now, damages repaired: 1

                """)
        let left = CheckReportText.text(report([mended, CheckFinding("corrupt", .damage, path: "/b", "no")]))
        #expect(left.hasSuffix("not sound, 1 of 2 damages left\n"))
    }

    @Test("can say of every kind of damage what was done about it")
    func remedies() {
        let kinds: [LogDamage.Kind] = [
            .tornTail, .missingLineFeed, .unreadableLine, .gluedRecords, .lineTooLong, .missingHeader, .secondHeader,
            .foreignHeader, .sequenceRepeated, .repeatedTurn, .missingTurn, .orphanOutput, .wrongCheckpoint,
            .missingPiece, LogInspector.Kind.headerNotFirst, LogInspector.Kind.missingItemEnd,
        ]
        for kind in kinds {
            let remedy = LogRemedy.text(for: kind)
            let isAlike = ["cut ", "put "].contains { remedy.hasPrefix($0) }
            #expect(isAlike || CheckReportText.done(remedy) != remedy, "\(remedy)")
        }
    }

    @Test("says that nothing was checked where there is no home")
    func noHome() {
        let text = CheckReportText.text(report([CheckFinding("noHome", .damage, path: "/home", "there is none")]))
        #expect(text.hasSuffix("/home: nothing was checked\n"))
    }
}
