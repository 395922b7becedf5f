#if os(Linux)
    import Foundation
    import Testing

    @testable import CommandExecution

    @Suite("Bubblewrap's options")
    struct BubblewrapLimitTests {
        @Test("that are too many are refused before it would")
        func tooMany() throws {
            let fixture = try SandboxFixture(nil)
            let places = "\(fixture.outside)/places"
            try FileManager.default.createDirectory(atPath: places, withIntermediateDirectories: true)
            for number in 0..<2700 {
                try "".write(toFile: "\(places)/\(number)", atomically: false, encoding: .utf8)
            }
            var confinement = fixture.confinement(.readOnly)
            confinement.unreadablePatterns = ["\(places)/*"]
            let plan = try ConfinementPlan(confinement)
            let spec = CommandSpec(argv: ["true"], cwd: "/", environment: [:])
            let error = #expect(throws: SandboxError.self) {
                _ = try Bubblewrap(path: "/usr/bin/bwrap").plan(spec, plan, Placeholders.Lease())
            }
            #expect(error?.kind == .tooManyPlaces)
        }
    }
#endif
