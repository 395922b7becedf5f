import CommandPolicy

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A rule that the user adds while answering a question.
struct RuleAmendment: Sendable {
    /// The words that commands begin with which are allowed from now on.
    let words: [String]
    /// The file that it is written into.
    let path: String

    /// Only the owner may look into the home.
    private static let directoryMode: mode_t = 0o700
    private static let fileMode: mode_t = 0o600

    /// Why a rule could not be added.
    struct Failure: Error {
        /// What happened, and to which file.
        let message: String
    }

    /// Writes the rule behind those that stand in the file already. Blocks for a sync; the file is old or new, never half.
    func write(files: FileAccess) throws(Failure) {
        guard !words.isEmpty, !words.contains(where: \.isEmpty) else {
            throw Failure(message: "a rule needs the words that commands begin with")
        }
        let text = try existing(files)
        let directory = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
        if mkdir(directory, Self.directoryMode) != 0, errno != EEXIST { throw failure() }
        try replace(Array(RuleWriter.appending(PrefixRule(pattern: words.map { [$0] }), to: text).utf8))
    }

    private func existing(_ files: FileAccess) throws(Failure) -> String {
        guard files.exists(path) else { return "" }
        let bytes: [UInt8]
        do throws(FileAccessError) {
            bytes = try files.read(path, CommandLimits.rulesFileBytes + 1)
        } catch {
            throw failure(error.reason)
        }
        guard bytes.count <= CommandLimits.rulesFileBytes else { throw failure("it is too large") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func replace(_ bytes: [UInt8]) throws(Failure) {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, Self.fileMode)
        guard file >= 0 else { throw failure() }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(file, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { break }
            written += count
        }
        let isWhole = written == bytes.count && fsync(file) == 0
        let reason = errno
        close(file)
        guard isWhole, rename(draft, path) == 0 else {
            unlink(draft)
            throw failure(String(cString: strerror(isWhole ? errno : reason)))
        }
    }

    private func failure(_ reason: String = String(cString: strerror(errno))) -> Failure {
        Failure(message: "\(path): \(reason)")
    }

    private func write(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes, count)
        #else
            Darwin.write(file, bytes, count)
        #endif
    }
}
