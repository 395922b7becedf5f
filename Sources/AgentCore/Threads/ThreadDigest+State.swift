import AppServerProtocol
import ThreadStore

extension ThreadDigest {
    /// Whether the thread goes on without anybody asking, so that it is not to be unloaded.
    var continuesByItself: Bool {
        goal?.status == .active || (!queue.submissions.isEmpty && !queue.isPaused)
    }
}
