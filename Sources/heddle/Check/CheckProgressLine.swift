import Support
import ThreadStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line on the terminal that says how far a check is; nothing when nobody watches.
final class CheckProgressLine {
    /// How often the line changes at most, in milliseconds: as fast as anybody can read it.
    private static let pauseMilliseconds = 100

    private let isShown = isatty(STDERR_FILENO) == 1
    private var isOnScreen = false
    private var shownAt: ContinuousClock.Instant?

    /// Shows how far the check is, unless it just did.
    func show(_ progress: CheckProgress) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let shownAt, progress.done < progress.total, now - shownAt < .milliseconds(Self.pauseMilliseconds) { return }
        shownAt = now
        isOnScreen = true
        let count = progress.total > 0 ? " \(progress.done)/\(progress.total)" : ""
        StandardError.write("\r\u{1B}[Kchecking \(progress.title)\(count)")
    }

    /// Takes the line away.
    func clear() {
        if isOnScreen { StandardError.write("\r\u{1B}[K") }
        isOnScreen = false
    }
}
