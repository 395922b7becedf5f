internal import GRDB

/// What the index says of threads, for checks of logs that have lost something. It is opened when it is first asked, and
/// never changed; an index that can't be read says nothing.
final class KnownRows {
    private let path: String
    private var queue: DatabaseQueue?
    private var isClosed = false

    init(_ paths: StorePaths) {
        path = paths.index
    }

    /// The row of a thread; nil when there is none that can be read. Blocking.
    func row(_ id: String) -> IndexRow? {
        if queue == nil, !isClosed, StorePaths.exists(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            queue = try? DatabaseQueue(path: path, configuration: configuration)
        }
        return try? queue?.unsafeRead { db in try IndexRow.find(id, db) }
    }

    /// Lets go of the index. From now on nothing is known.
    func close() {
        try? queue?.close()
        queue = nil
        isClosed = true
    }
}
