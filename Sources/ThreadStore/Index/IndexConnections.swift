internal import GRDB
internal import Synchronization

/// The connections to the index's database: one that writes, and one beside it that reads.
///
/// Opening a connection is most of what a first list costs, and many processes list once. So the first look goes through
/// the writer, and the second connection is made when there is more to read, or something is being written meanwhile.
final class IndexConnections: Sendable {
    /// How long another process may hold the database before it counts as locked, in seconds. Other servers write for
    /// milliseconds at a time.
    private static let busySeconds = 3.0

    /// The memory that each connection keeps pages in, in KiB. A page of a list needs a few dozen of them.
    private static let cacheKiB = 512

    /// How long the write-ahead log stays when it starts from its beginning again, in bytes: what some hundred changes
    /// take.
    private static let journalBytes = 4 << 20

    private let first: DatabaseQueue
    /// Nil for a database without a name, which only its own connection can see.
    private let path: String?
    /// Held while a connection is made or set up, which may take as long as another process holds the database.
    private let setup = Mutex(Setup())
    /// The second connection, to be had without waiting.
    private let second = Mutex<DatabaseQueue?>(nil)

    private struct Setup {
        var hasLooked = false
        var canWrite = false
    }

    /// Connects to a file; without a path to a temporary database. SQLite keeps a small one in memory, and the rest of a
    /// large one in a file without a name.
    init(path: String?) throws {
        self.path = path
        first = try DatabaseQueue(path: path ?? "", configuration: Self.configuration())
    }

    /// The connection that writes. What only writing needs is set up by the first who asks for it. Blocking.
    var writer: DatabaseQueue {
        get throws {
            try setup.withLock { setup in
                guard !setup.canWrite else { return }
                try first.inDatabase { db in
                    try db.execute(
                        sql: """
                            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
                            PRAGMA journal_size_limit = \(Self.journalBytes);
                            PRAGMA cache_size = -\(Self.cacheKiB)
                            """)
                }
                setup.canWrite = true
            }
            return first
        }
    }

    /// One look by whoever opens the database, without what a transaction costs.
    func look<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try first.unsafeRead(body)
    }

    /// The connection that reads; nil as long as there is none.
    var reader: DatabaseQueue? { second.withLock { $0 } }

    /// The connection for the next reading, on the thread that writes. `isBusy` says that another one writes meanwhile,
    /// which readers are not to wait for. Blocking.
    func reading(isBusy: Bool) -> DatabaseQueue {
        guard let path else { return first }
        return setup.withLock { setup in
            if let reader { return reader }
            defer { setup.hasLooked = true }
            guard isBusy || setup.hasLooked else { return first }
            var configuration = Self.configuration()
            configuration.readonly = true
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheKiB)")
            }
            // Where no second connection can be had, readers wait for the writer.
            guard let made = try? DatabaseQueue(path: path, configuration: configuration) else { return first }
            second.withLock { $0 = made }
            return made
        }
    }

    /// Closes both, the writer at last: it brings what the write-ahead log holds into the file. Blocking.
    func close() {
        let reader = second.withLock { second in
            defer { second = nil }
            return second
        }
        try? reader?.close()
        try? first.close()
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "heddle-index"
        configuration.busyMode = .timeout(busySeconds)
        configuration.foreignKeysEnabled = false
        return configuration
    }
}
