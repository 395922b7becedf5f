internal import GRDB

/// The tables of the index, version by version.
///
/// A migration that has been released is never changed; a new one is added. An index with migrations that this version
/// does not know was made by a later one and is put aside.
enum IndexSchema {
    /// All migrations in order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 threads") { db in
            try db.execute(sql: threads)
        }
        return migrator
    }

    private static let threads = """
        CREATE TABLE thread (
            id TEXT PRIMARY KEY,
            created_ms INTEGER NOT NULL,
            updated_ms INTEGER NOT NULL,
            recency_ms INTEGER NOT NULL,
            archived INTEGER NOT NULL,
            has_user_message INTEGER NOT NULL,
            cwd TEXT NOT NULL,
            model_provider TEXT NOT NULL,
            model TEXT,
            reasoning_effort TEXT,
            source TEXT NOT NULL,
            source_kind TEXT NOT NULL,
            originator TEXT,
            cli_version TEXT NOT NULL,
            thread_source TEXT,
            git_sha TEXT,
            git_branch TEXT,
            git_origin_url TEXT,
            name TEXT,
            preview TEXT NOT NULL,
            forked_from TEXT,
            parent TEXT,
            history_mode TEXT NOT NULL,
            path TEXT NOT NULL,
            log_length INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX thread_created ON thread (archived, created_ms, id) WHERE has_user_message;
        CREATE INDEX thread_updated ON thread (archived, updated_ms, id) WHERE has_user_message;
        CREATE INDEX thread_recency ON thread (archived, recency_ms, id) WHERE has_user_message;
        CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """
}
