import AppServer
import ArgumentParser
import ServerConfig
import ThreadStore
import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `heddle fsck`: checks everything that is stored, and mends it.
struct FsckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Check the stored threads, and mend what is damaged.",
        discussion: """
            Reads every log, the index, the catalog and the files around them in the home directory ($HEDDLE_HOME, \
            $CODEX_HOME or ~/.heddle), and names every file that is not as it must be, with the thread, the place and \
            what a repair would do. A server may run meanwhile; threads that it writes are never changed.

            With --repair, what can be mended is mended. Everything that is changed or taken away is kept under \
            fsck/ in the home, in a folder named after the time; nothing there is ever deleted.

            Exit status: 0 the store is sound, 1 something is damaged or there is no home to check, 2 the command line is \
            wrong.
            """)

    @Flag(help: "Mend what can be mended.")
    var repair = false

    @Flag(help: "Print one JSON object: {sound, home, checked, findings: [{kind, severity, path, …}], copies}.")
    var json = false

    func run() throws {
        let variables = ProcessEnvironment.current()
        let home = try HomeDirectory(environment: variables)
        let progress = CheckProgressLine()
        var report = StoreCheckup.run(
            home: home.path, repairs: repair, stamp: UTCStamp.now(), clock: UTCStamp.milliseconds
        ) { progress.show($0) }
        progress.clear()
        // A damaged line may be quoted, and a key may have got into it.
        let secrets = SecretTexts(variables: variables)
        for index in report.findings.indices {
            report.findings[index].message = secrets.redact(report.findings[index].message)
        }
        let text = json ? try WireCoder.encode(report) + [UInt8(ascii: "\n")] : Array(CheckReportText.text(report).utf8)
        _ = FileOutput.write(text, to: STDOUT_FILENO)
        throw ExitCode(report.sound ? ExitStatus.done : ExitStatus.failed)
    }
}
