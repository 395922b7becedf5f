import Testing

@testable import CommandExecution

@Suite("The profile for macOS")
struct SeatbeltTests {
    @Test("opens what is writable, closes what is protected in it, and hides the unreadable last of all")
    func profile() throws {
        var confinement = Confinement.workspaceWrite(
            WritablePlaces(roots: ["/var"], excludesSlashTmp: true, readOnly: ["/var/a \"b\""]))
        confinement.unreadable = ["/var/secret"]
        let lines = Seatbelt.profile(try ConfinementPlan(confinement)).split(separator: "\n").map(String.init)
        let inOrder = [
            "(version 1)", "(allow default)", "(deny file-write*)", "(deny network*)",
            "(allow file-write* (subpath \"/var\"))", "(deny file-write* (subpath \"/var/.git\"))",
            "(deny file-write* (subpath \"/var/a \\\"b\\\"\"))",
            "(deny file-read-data file-write* (subpath \"/var/secret\"))",
        ]
        #expect(
            inOrder.compactMap { lines.firstIndex(of: $0) } == inOrder.compactMap { lines.firstIndex(of: $0) }.sorted())
        #expect(Set(inOrder).isSubset(of: lines))
    }

    @Test("lets an approved command do all but read certain files")
    func approved() throws {
        let plan = try ConfinementPlan(.approved(unreadable: ["/var/secret"]))
        #expect(
            Seatbelt.profile(plan)
                == "(version 1)\n(allow default)\n(deny file-read-data file-write* (subpath \"/var/secret\"))")
    }
}
