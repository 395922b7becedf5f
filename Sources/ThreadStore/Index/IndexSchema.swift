internal import GRDB

/// The tables of the index, version by version.
///
/// A migration that has been released is never changed; a new one is added. An index with migrations that this version
/// does not know was made by a later one and is put aside.
enum IndexSchema {
    /// The number of migrations, kept in the database's `user_version`: whether there is anything to do costs one look.
    static let version = 4

    /// Brings a database to this version. Throws ``SupersededIndex`` when it comes from a later one.
    static func bring(_ connections: IndexConnections) throws {
        let found = try connections.look { db in try Int.fetchOne(db, sql: "PRAGMA user_version") }
        guard found != version else { return }
        let writer = try connections.writer
        let migrator = migrator
        if try writer.read({ db in try migrator.hasBeenSuperseded(db) }) { throw SupersededIndex() }
        try migrator.migrate(writer)
        try writer.write { db in try db.execute(sql: "PRAGMA user_version = \(version)") }
    }

    /// All migrations in order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 threads") { db in
            try db.execute(sql: threads)
        }
        migrator.registerMigration("2 sections, projects, texts") { db in
            // The rows of version 1 lack what only the logs know. They are made anew in the background.
            try db.execute(sql: "DROP TABLE thread; DELETE FROM state")
            try db.execute(sql: threadsWithPlaces)
            try db.execute(sql: messages)
        }
        migrator.registerMigration("3 listings") { db in
            // Rows without the text are made anew in the background, like those before.
            try db.execute(
                sql: """
                    DELETE FROM message; DELETE FROM attachment; DELETE FROM thread; DELETE FROM state;
                    ALTER TABLE thread ADD COLUMN listing TEXT NOT NULL DEFAULT ''
                    """)
        }
        migrator.registerMigration("4 kinds of sources, times of changes") { db in
            // Both mean something else than before.
            try db.execute(
                sql: "DELETE FROM message; DELETE FROM attachment; DELETE FROM thread; DELETE FROM state")
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

    // `listed` is the condition of every list, stored so that the indexes can leave the other threads out. The kind of
    // source stands in the indexes that lists walk along: all but a few threads may be of a kind that nobody asks for.
    // `indexed_length` is how much of the log has been looked through for messages.
    private static let threadsWithPlaces = """
        CREATE TABLE thread (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            created_ms INTEGER NOT NULL,
            updated_ms INTEGER NOT NULL,
            recency_ms INTEGER NOT NULL,
            archived INTEGER NOT NULL,
            has_user_message INTEGER NOT NULL,
            listed INTEGER NOT NULL,
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
            section_id TEXT,
            section_rank REAL NOT NULL,
            section_entered_ms INTEGER NOT NULL,
            project_id TEXT,
            daybreak INTEGER,
            memory_mode TEXT,
            first_unread TEXT,
            read_revision TEXT,
            path TEXT NOT NULL,
            log_length INTEGER NOT NULL,
            indexed_length INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX thread_created ON thread (archived, created_ms, id, source_kind) WHERE listed;
        CREATE INDEX thread_updated ON thread (archived, updated_ms, id, source_kind) WHERE listed;
        CREATE INDEX thread_recency ON thread (archived, recency_ms, id, source_kind) WHERE listed;
        CREATE INDEX thread_cwd ON thread (cwd, archived, created_ms, id, source_kind) WHERE listed;
        CREATE INDEX thread_section ON thread (section_id, archived, section_rank, id) WHERE section_id IS NOT NULL;
        CREATE INDEX thread_project ON thread (project_id, archived, recency_ms) WHERE project_id IS NOT NULL;
        CREATE INDEX thread_parent ON thread (parent) WHERE parent IS NOT NULL;
        CREATE INDEX thread_behind ON thread (updated_ms, number) WHERE indexed_length < log_length;
        CREATE TABLE attachment (
            type TEXT NOT NULL,
            identity_key TEXT NOT NULL,
            thread_id TEXT NOT NULL,
            PRIMARY KEY (type, identity_key, thread_id)
        ) WITHOUT ROWID;
        CREATE INDEX attachment_thread ON attachment (thread_id);
        """

    // A message's id is its thread's number and its place in the thread (see `MessageKey`), so that neither column nor
    // index is needed to find a thread's messages. The texts are stored once; the full-text table refers to them and
    // holds no more than which three letters stand in which message, which is what a literal search needs.
    private static let messages = """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            log_offset INTEGER NOT NULL,
            text TEXT NOT NULL
        );
        CREATE VIRTUAL TABLE message_text USING fts5 (
            text, content = 'message', content_rowid = 'id', tokenize = 'trigram', detail = none, columnsize = 0
        );
        CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
            INSERT INTO message_text (rowid, text) VALUES (new.id, new.text);
        END;
        CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN
            INSERT INTO message_text (message_text, rowid, text) VALUES ('delete', old.id, old.text);
        END;
        """
}

/// The index was made by a later version of Heddle.
struct SupersededIndex: Error, CustomStringConvertible {
    var description: String { "made by a later version" }
}
