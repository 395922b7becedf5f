import Logging
import Support
import ThreadStore
import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs an import from the command line: progress on a terminal, the report, the exit status.
struct ImportRunner: Sendable {
    /// The home that the threads go to.
    let home: String
    /// The folder with the sessions, or the file of one.
    let source: String
    /// Whether nothing is to be written.
    let isRehearsal: Bool
    /// Whether the report is for programs.
    let printsJSON: Bool
    /// What no log may hold.
    let secrets: [String]

    /// Imports everything and prints the report. Returns the exit status. Blocking.
    func run() -> Int32 {
        let store = ThreadStore(home: home, clock: WallClock.system.milliseconds, logger: Self.logger())
        defer { store.close() }
        store.redaction.add(secrets)
        // Else every single session would fail for the same reason.
        if !isRehearsal, let problem = store.homeProblem {
            StandardError.write(
                "heddle: the home directory can't be written (\(problem.path)): \(problem.reason). \(problem.remedy)\n")
            return ExitStatus.failed
        }
        let sessions: SessionImport
        do throws(ThreadStoreError) {
            sessions = try SessionImport(from: source, to: store, isRehearsal: isRehearsal)
        } catch {
            StandardError.write("heddle: \(error)\n")
            return ExitStatus.failed
        }
        let showsProgress = isatty(STDERR_FILENO) == 1
        let total = sessions.count
        let finished = Monitor<ImportReport?>(nil)
        Task {
            let done = Monitor(0)
            let report = await sessions.run { _ in
                let count = done.withLock { count in
                    count += 1
                    return count
                }
                if showsProgress { StandardError.write("\r\(count)/\(total) sessions") }
            }
            if showsProgress { StandardError.write("\r\u{1B}[K") }
            finished.withLock { $0 = report }
            finished.wakeAll()
        }
        let report = finished.wait { $0 }
        write(report)
        return report.isComplete && !report.sessions.isEmpty ? ExitStatus.done : ExitStatus.failed
    }

    private func write(_ report: ImportReport) {
        guard printsJSON else {
            let text = ImportReportText(report: report, source: source, isRehearsal: isRehearsal).text
            return Self.print(text)
        }
        let output = ImportOutput(
            source: source, home: home, dryRun: isRehearsal, imported: report.count(.imported),
            alreadyThere: report.count(.alreadyThere), failed: report.count(.failed), sessions: report.sessions,
            unknownRecords: report.unknownRecords, unreadableFolders: report.unreadableFolders)
        Self.print((try? WireCoder.encode(output)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? "")
    }

    private static func print(_ text: String) {
        _ = FileOutput.write(Array(text.utf8), to: STDOUT_FILENO)
    }

    /// Failures are in the report; only what is worse goes to standard error.
    private static func logger() -> Logger {
        var logger = Logger(label: "heddle") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return logger
    }
}

/// The report for programs.
private struct ImportOutput: Encodable {
    var source: String
    var home: String
    var dryRun: Bool
    var imported: Int
    var alreadyThere: Int
    var failed: Int
    var sessions: [ImportReport.Session]
    var unknownRecords: [String: Int]
    var unreadableFolders: [String]
}
