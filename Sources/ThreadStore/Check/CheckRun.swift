/// What the checks of one run share: where things lie, what was found, and how something is changed.
final class CheckRun {
    /// What the index must say about a log.
    struct KnownLog {
        var length: Int
        /// The hash of the row that belongs to the log, equal to that of an equal row in this process.
        var rowHash: Int
    }

    let paths: StorePaths
    let leases: LeaseTable
    let clock: @Sendable () -> Int
    let progress: (CheckProgress) -> Void
    /// Whether to mend what can be mended.
    let repairs: Bool
    let copies: CopyKeeper
    /// What the index says, until that itself is looked at.
    let rows: KnownRows
    private let marker: WriterMarker
    private var report: CheckReport
    /// The logs that can be read and are not being written, by id.
    var knownLogs: [String: KnownLog] = [:]
    /// Threads that a running server writes.
    var ownedThreads: Set<String> = []
    /// Threads whose logs were changed, so that their rows are wrong.
    var changedThreads: Set<String> = []

    init(
        home: String, repairs: Bool, stamp: String, clock: @escaping @Sendable () -> Int,
        progress: @escaping (CheckProgress) -> Void
    ) {
        paths = StorePaths(home: home)
        let marker = WriterMarker(paths: paths, owner: .current(sinceMs: clock()))
        self.marker = marker
        leases = LeaseTable(paths: paths, marker: marker)
        copies = CopyKeeper(paths: paths, stamp: stamp)
        rows = KnownRows(paths)
        report = CheckReport(home: paths.home)
        self.clock = clock
        self.progress = progress
        self.repairs = repairs
    }

    // MARK: - Findings

    /// Notes a finding that needs no repair, or none that this run is asked for.
    func note(_ finding: CheckFinding) {
        report.findings.append(finding)
    }

    /// Notes findings and, if the run repairs, mends all of them by `body`.
    func note(_ findings: [CheckFinding], repair body: () throws(ThreadStoreError) -> Void) {
        guard repairs, findings.contains(where: { $0.remedy != nil }) else {
            report.findings += findings
            return
        }
        var obstacle: String?
        do throws(ThreadStoreError) {
            // Whoever opens the index after a run that was cut off compares it with the logs.
            marker.set()
            try body()
        } catch {
            obstacle = error.kind == .ownedElsewhere ? "a running server owns it: \(error)" : error.description
        }
        report.findings += findings.map { finding in
            var finding = finding
            guard finding.remedy != nil else { return finding }
            finding.repaired = obstacle == nil
            finding.obstacle = obstacle
            return finding
        }
    }

    /// Counts what was looked at.
    func count(_ body: (inout CheckReport.Checked) -> Void) {
        body(&report.checked)
    }

    // MARK: - The end

    /// The report of everything. The run is over.
    func end() -> CheckReport {
        leases.close()
        rows.close()
        report.copies = copies.folderMade
        report.conclude()
        return report
    }
}
