/// Checks everything that a home directory stores, and mends it when asked to: what `heddle fsck` does.
///
/// Memory is bounded by the longest line of a log and by the number of threads, not by the length of the logs. A server
/// may run meanwhile: what it writes is left alone.
package enum StoreCheckup {
    /// The checks, in their order: first the tree, so that every file is in its place, the index last, because it is
    /// made from all others.
    private static let checks: [any StoreCheck] = [
        TreeCheck(), ModeCheck(), BlobCheck(), LogCheck(), CatalogCheck(), IndexCheck(),
    ]

    /// Runs all checks. Blocking.
    ///
    /// - Parameters:
    ///   - home: the absolute path of the home directory.
    ///   - repairs: whether to mend what can be mended.
    ///   - stamp: names the folder of copies, `<home>/fsck/<stamp>`.
    ///   - clock: milliseconds since the Unix epoch.
    ///   - progress: told what is being done.
    package static func run(
        home: String, repairs: Bool, stamp: String, clock: @escaping @Sendable () -> Int,
        progress: @escaping (CheckProgress) -> Void = { _ in }
    ) -> CheckReport {
        let run = CheckRun(home: home, repairs: repairs, stamp: stamp, clock: clock, progress: progress)
        if let obstacle = HomeCheck.obstacle(run.paths) {
            run.note(obstacle)
            return run.end()
        }
        for check in checks {
            progress(CheckProgress(title: check.title, done: 0, total: 0))
            check.check(run)
        }
        return run.end()
    }
}

/// How far a check is.
package struct CheckProgress: Hashable, Sendable {
    /// What is being done.
    package var title: String
    /// How many files are done.
    package var done: Int
    /// How many there are; 0 when that is not known.
    package var total: Int
}
