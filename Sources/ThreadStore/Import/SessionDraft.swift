internal import AppServerProtocol
internal import WireJSON

/// A session, read and converted: what its thread is going to be. Blocking.
struct SessionDraft: Sendable {
    /// How many damaged lines a note names.
    private static let namedLines = 5

    /// What stays true of the thread.
    let header: ThreadHeader
    /// Everything behind the header.
    let lines: [LogLine]
    /// The name, or the beginning of the conversation.
    let title: String
    /// How many turns there are.
    let turnCount: Int
    /// How many items there are.
    let itemCount: Int
    /// What was amiss with the files, and what was done about it.
    let notes: [String]
    /// Records that are not known, by name.
    let unknown: [String: Int]

    /// Reads the session of an id. Errors: `corrupt`, `storage`.
    init(_ id: String, in folder: RolloutFolder) throws(ThreadStoreError) {
        let chain = try RolloutChain(id, in: folder.sessions)
        guard let first = chain.parts.first(where: { $0.meta.header.id == id }) ?? chain.parts.last else {
            throw ThreadStoreError(kind: .corrupt, message: "the session has no file: \(id)")
        }
        var header = first.meta.header
        header.id = id
        var conversion = RolloutConversion(header: header)
        var notes: [String] = []
        if let missing = chain.missing {
            notes.append("what was said before is in the session \(missing), which is not among these files")
        }
        for part in chain.parts {
            conversion.enter(part.meta)
            let condition = try RolloutReader.records(part.path) { record in
                if let end = part.endOrdinal, let ordinal = record.ordinal, ordinal >= end { return false }
                conversion.take(record)
                return true
            }
            notes += Self.notes(condition, part.path)
        }
        if let name = folder.names[id] { conversion.rename(name) }
        var lines = conversion.finish()
        let atMs = conversion.lastAtMs
        func append(_ record: LogRecord) { lines.append(LogLine(seq: nil, atMs: atMs, record: record)) }
        if let mode = chain.parts.last?.meta.memoryMode { append(.memoryMode(mode)) }
        if let name = conversion.name { append(.name(name)) }
        if folder.sessions[id]?.last?.isArchived == true { append(.archived(true)) }

        var digest = ThreadDigest(header: conversion.header)
        for line in lines { digest.apply(line, at: 0) }
        self.header = conversion.header
        self.lines = lines
        title = conversion.name ?? digest.preview
        self.notes = notes
        turnCount = conversion.drafts.count
        itemCount = lines.count { if case .itemCompleted = $0.record { true } else { false } }
        unknown = conversion.unknown
    }

    private static func notes(_ condition: RolloutReader.Condition, _ path: String) -> [String] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var notes: [String] = []
        if condition.isTorn { notes.append("\(name) ends in the middle of a record; all before it is there") }
        let count = condition.damagedLines.count
        guard count > 0 else { return notes }
        var numbers = condition.damagedLines.prefix(namedLines).map(String.init).joined(separator: ", ")
        if count > namedLines { numbers += ", …" }
        notes.append("\(name) has \(count) damaged line\(count == 1 ? "" : "s") (\(numbers)); all others are there")
        return notes
    }
}
