/// The right to write one thread's log and to change its file, as long as someone refers to this object.
///
/// The store holds it while it opens the log, then the log's writer until the last record is written and the file closed.
/// Code that moves, compresses or deletes a log's file holds one meanwhile.
package final class ThreadLease: Sendable {
    private let slot: LeaseSlot
    private let table: LeaseTable

    init(slot: LeaseSlot, table: LeaseTable) {
        self.slot = slot
        self.table = table
    }

    deinit {
        table.release(slot)
    }
}
