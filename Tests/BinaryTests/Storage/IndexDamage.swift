import Foundation

/// What can happen to the index: it is only a copy, so that nothing of this may be noticed.
enum IndexDamage: CaseIterable {
    /// All its files are gone.
    case deleted
    /// The database is gone, its journal still there.
    case orphanedJournal
    /// Random bytes instead of the database, the journal deleted.
    case noise
    /// Random bytes in the journal.
    case noisyJournal
    /// Random bytes behind a sound first page.
    case noiseInside
    /// Half of it.
    case truncated
    /// Nothing of it.
    case empty
    /// Another file, put in its place by renaming.
    case replaced
    /// A directory of its name.
    case directory

    /// Those that can happen below a running server. Half a journal would be a crash of any program that maps its files,
    /// but the directory can't be made while the database is there.
    static let whileRunning: [IndexDamage] = [
        .deleted, .noise, .noisyJournal, .noiseInside, .truncated, .empty, .replaced,
    ]

    /// Does the damage to the index of a home.
    func apply(to home: String) throws {
        let files = FileManager.default
        let path = home + "/index.sqlite"
        var generator = SeededGenerator(seed: 3)
        func noise(_ count: Int) -> Data { Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }) }
        func remove(_ suffixes: String...) {
            for suffix in suffixes { try? files.removeItem(atPath: path + suffix) }
        }
        /// Overwrites a file in place, as whoever has it open sees it.
        func overwrite(_ path: String, at offset: UInt64, _ bytes: Data) throws {
            if !files.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seek(toOffset: offset)
            try handle.write(contentsOf: bytes)
            try handle.close()
        }
        func length() throws -> Int { try files.attributesOfItem(atPath: path)[.size] as? Int ?? 0 }
        switch self {
        case .deleted: remove("", "-wal", "-shm")
        case .orphanedJournal: remove("")
        case .noise:
            try overwrite(path, at: 0, noise(max(try length(), 40_000)))
        case .noisyJournal: try overwrite(path + "-wal", at: 0, noise(40_000))
        case .noiseInside: try overwrite(path, at: 4_096, noise(40_000))
        case .truncated: truncate(path, off_t(try length() / 2))
        case .empty: truncate(path, 0)
        case .replaced:
            try noise(40_000).write(to: URL(fileURLWithPath: path + ".other"))
            rename(path + ".other", path)
        case .directory:
            remove("", "-wal", "-shm")
            try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        }
    }
}
