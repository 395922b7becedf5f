package import AppServerProtocol
package import ThreadStore

extension WarningNotification {
    /// What clients are told when a thread can't be written down, and when it can again.
    package init(_ event: LogWriteEvent) {
        switch event {
        case .failed(let failure):
            self.init(
                message:
                    "A thread's log can't be written: \(failure.path): \(failure.reason). What happens now is kept in "
                    + "memory and written as soon as that is possible.")
        case .syncFailed(let failure):
            self.init(
                message:
                    "A thread's log can't be forced to the disk: \(failure.path): \(failure.reason). A loss of power may "
                    + "cost its last records. They are written once more as soon as that is possible; check the disk.")
        case .recovered(let path):
            self.init(message: "The thread's log \(path) can be written again; nothing was lost.")
        }
    }
}
