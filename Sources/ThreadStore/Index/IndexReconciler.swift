internal import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Compares the index with the logs and mends the index. Logs only ever grow, so their length tells whether a row is up
/// to date; only logs with another length are read.
struct IndexReconciler {
    let paths: StorePaths

    /// Returns how many rows were written or removed. Blocking.
    func reconcile(_ writer: any DatabaseWriter) throws -> Int {
        let known = try writer.read { db in
            try Row.fetchAll(db, sql: "SELECT id, log_length FROM thread").reduce(into: [String: Int]()) { known, row in
                known[try row.decode(String.self, forColumn: "id")] = try row.decode(Int.self, forColumn: "log_length")
            }
        }
        var gone = Set(known.keys)
        var changes = 0
        for folder in StorePaths.names(in: paths.threads) where folder.utf8.count == 2 {
            var rows: [IndexRow] = []
            for name in StorePaths.names(in: "\(paths.threads)/\(folder)") {
                guard let id = StorePaths.id(ofLogNamed: name), id.hasSuffix(folder) else { continue }
                gone.remove(id)
                guard known[id] != fileLength(paths.log(id)) else { continue }
                guard let (summary, logLength) = SummaryScanner.summary(of: paths.log(id), id: id) else { continue }
                rows.append(IndexRow(summary: summary, path: StorePaths.relativeLog(id), logLength: logLength))
            }
            guard !rows.isEmpty else { continue }
            changes += rows.count
            try writer.write { [rows] db in
                for row in rows { try row.save(db) }
            }
        }
        // A log that another process made in the meantime is not gone, it was only not seen.
        let removed = gone.filter { id in fileLength(paths.log(id)) == nil }
        if !removed.isEmpty {
            try writer.write { db in
                for id in removed { try db.execute(sql: "DELETE FROM thread WHERE id = ?", arguments: [id]) }
            }
        }
        return changes + removed.count
    }

    private func fileLength(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
