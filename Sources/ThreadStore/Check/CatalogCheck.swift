#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of sections and projects.
struct CatalogCheck: StoreCheck {
    var title: String { "catalog" }

    func check(_ run: CheckRun) {
        let file = CatalogFile(path: run.paths.catalog, folder: run.paths.home)
        guard file.version() != nil else { return }
        let bytes: [UInt8]
        do throws(ThreadStoreError) {
            bytes = try file.bytes()
        } catch {
            return run.note(.unreadable(file.path, error.description))
        }
        let reading = Reading(bytes, path: file.path)
        for note in reading.notes { run.note(note) }
        guard !reading.findings.isEmpty else { return }
        run.note(reading.findings) { () throws(ThreadStoreError) in
            try file.rewrite { bytes throws(ThreadStoreError) in
                // Under the lock nobody is in the middle of a line.
                try run.copies.copy(file.path)
                return Reading(bytes, path: file.path).sound
            }
        }
    }

    /// The lines of a catalog, sorted into what stays and what is damaged.
    private struct Reading {
        /// What a sound catalog has.
        var sound: [UInt8] = []
        var findings: [CheckFinding] = []
        var notes: [CheckFinding] = []

        init(_ bytes: [UInt8], path: String) {
            var offset = 0
            var hasUnknown = false
            while offset < bytes.count {
                let feed = bytes[offset...].firstIndex(of: UInt8(ascii: "\n"))
                let line = Array(bytes[offset..<(feed ?? bytes.count)])
                let record = CatalogRecord(parsing: line)
                if record != nil {
                    sound += line
                    sound.append(UInt8(ascii: "\n"))
                    hasUnknown = hasUnknown || record == .unknown
                }
                switch (record, feed) {
                case (nil, nil):
                    findings.append(
                        CheckFinding(
                            "tornTail", .damage, path: path, offset: offset, "the last line is not a whole record",
                            remedy: "cut it off"))
                case (nil, _) where !line.isEmpty:
                    findings.append(
                        CheckFinding(
                            "unreadableLine", .damage, path: path, offset: offset, "the line is no record",
                            remedy: "take it out"))
                case (_?, nil):
                    findings.append(
                        CheckFinding(
                            "missingLineFeed", .damage, path: path, offset: offset, "the last line has no line feed",
                            remedy: "end the line"))
                default: break
                }
                offset += line.count + 1
            }
            if hasUnknown {
                notes.append(
                    CheckFinding("unknownRecord", .note, path: path, "records that this version does not know"))
            }
        }
    }
}
