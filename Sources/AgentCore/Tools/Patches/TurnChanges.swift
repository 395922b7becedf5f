import FilePatch
import Synchronization

/// What the patches of one turn have changed, and the diff that clients are told of it.
final class TurnChanges: Sendable {
    private let tracker = Mutex<TurnDiffTracker?>(nil)
    private let directory: String
    private let turnID: String
    private let feed: ThreadFeed

    init(directory: String, turnID: String, feed: ThreadFeed) {
        self.directory = directory
        self.turnID = turnID
        self.feed = feed
    }

    /// Takes in what a patch has done. Blocks. Returns what tells clients the turn's diff, to be called when the patch's item
    /// is complete.
    func recorded(_ transitions: [FileTransition]) -> @Sendable () -> Void {
        let diff = tracker.withLock { tracker in
            var changes = tracker ?? TurnDiffTracker(root: directory)
            changes.record(transitions)
            let diff = changes.unifiedDiff()
            tracker = changes
            return diff
        }
        return { self.feed.diffUpdated(diff, turnID: self.turnID) }
    }

    /// Tells clients the turn's diff as it is now, if the turn has changed something: commands may have changed the same
    /// files since.
    func announce() async {
        guard tracker.withLock({ $0 != nil }) else { return }
        let diff = await BlockingWork.run {
            self.tracker.withLock { tracker in
                tracker?.refresh()
                return tracker?.unifiedDiff()
            }
        }
        if let diff { feed.diffUpdated(diff, turnID: turnID) }
    }
}
