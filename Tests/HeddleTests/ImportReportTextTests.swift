import ArgumentParser
import Testing
import ThreadStore

@testable import heddle

@Suite("The report of an import")
struct ImportReportTextTests {
    private func session(
        _ outcome: ImportReport.Outcome, id: String = "a", threadId: String? = "a", title: String = "Hello",
        notes: [String] = [], unknown: [String: Int] = [:], reason: String? = nil
    ) -> ImportReport.Session {
        ImportReport.Session(
            sessionId: id, file: "/f", outcome: outcome, threadId: threadId, title: title, turns: 1, items: 2,
            isArchived: false, notes: notes, unknownRecords: unknown, reason: reason)
    }

    private func text(_ sessions: [ImportReport.Session], isRehearsal: Bool = false) -> String {
        ImportReportText(report: ImportReport(sessions: sessions), source: "/src", isRehearsal: isRehearsal).text
    }

    @Test("has a line for each session that something happened to")
    func lines() {
        let report = text([
            session(.imported), session(.alreadyThere, id: "b"),
            session(.failed, id: "c", threadId: nil, reason: "the file is\u{1B}[2J gone"),
        ])
        #expect(
            report == """
                imported    a  1 turn  Hello
                failed      c  the file is␛[2J gone
                1 session imported, 1 already there, 1 failed.

                """)
    }

    @Test("tells notes, other ids and what is not known")
    func notes() {
        let report = text(
            [session(.imported, threadId: "z", title: "One\nTwo", notes: ["torn"], unknown: ["x/y": 2])],
            isRehearsal: true)
        #expect(
            report == """
                importable  z  1 turn  One
                            its own id a belongs to another thread
                            torn
                1 session would be imported.
                Left out, because this version doesn't know them: 2 × x/y

                """)
    }

    @Test("says where there was nothing")
    func nothing() {
        #expect(text([]) == "There are no session files (rollout-*.jsonl) below /src.\n")
    }

    @Test("is asked for on the command line")
    func arguments() throws {
        let command = try #require(
            Heddle.parseAsRoot(["import", "--dry-run", "--json", "/tmp"]) as? ImportCommand)
        #expect(command.dryRun && command.json)
        #expect(command.directory == "/tmp")
        #expect(throws: (any Error).self) { try Heddle.parseAsRoot(["import"]) }
        let error = try #require(throws: (any Error).self) { try Heddle.parseAsRoot(["import", "/nope"]) }
        #expect(Heddle.fullMessage(for: error).contains("heddle import [options] DIR"))
    }
}
