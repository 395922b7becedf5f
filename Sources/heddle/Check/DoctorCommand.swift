import AppServer
import ArgumentParser
import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `heddle doctor`: checks the installation.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check whether Heddle can work here.",
        discussion: """
            Looks at the home directory, the configuration, the model provider (its key, and whether it can be \
            reached), the programs that are used, and what confines commands. Nothing is changed, and no key is ever \
            printed.

            Exit status: 0 Heddle can work, 1 it can't: every failed check says why and what to do.
            """)

    @Flag(help: "Print one JSON object: {ok, version, protocolLevel, checks: [{name, status, message, advice}]}.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let report = Doctor(variables: ProcessEnvironment.current(), overrides: global.overrides).report()
        let text = json ? try WireCoder.encode(report) + [UInt8(ascii: "\n")] : Array(Self.text(report).utf8)
        _ = FileOutput.write(text, to: STDOUT_FILENO)
        throw ExitCode(report.ok ? ExitStatus.done : ExitStatus.failed)
    }

    /// The report for people.
    static func text(_ report: DoctorReport) -> String {
        var text = ""
        for check in report.checks {
            text += "\(check.status.rawValue): \(check.name): \(check.message)\n"
            if check.status != .ok, let advice = check.advice { text += "    \(advice)\n" }
        }
        return text + (report.ok ? "Heddle can work here.\n" : "Heddle can't work here yet.\n")
    }
}
