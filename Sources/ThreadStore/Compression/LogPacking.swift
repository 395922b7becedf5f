#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The steps from a log to a compressed one, and back. Blocking.
///
/// A crash may come between any two of them, and the rule that makes this safe is: a plain log counts, whatever else is
/// there. A compressed one is published beside the plain one when it is whole and on the disk, and only then is the plain
/// one removed; the way back is the same. What a crash leaves behind is removed by whoever next opens the thread for
/// writing.
struct LogPacking {
    /// What tells whether a file is still the one that was looked at.
    struct Stamp: Hashable, Sendable {
        fileprivate var inode: UInt64
        fileprivate var length: Int
        fileprivate var changedAtNs: Int

        /// Nil when there is no such file.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            inode = UInt64(status.st_ino)
            length = Int(status.st_size)
            changedAtNs = LogSurvey.changedAtNs(status)
        }
    }

    private let id: String
    private let plain: String
    private let packed: String
    /// A compressed log that is being made.
    private let packing: String
    /// A plain log that is being made.
    private let unpacking: String
    /// A compressed log of which some could not be read.
    private let damaged: String

    init(_ paths: StorePaths, id: String) {
        self.id = id
        plain = paths.log(id)
        packed = StorePaths.packed(plain)
        packing = packed + ".new"
        unpacking = plain + ".new"
        damaged = packed + ".damaged"
    }

    /// The plain log as it is now; nil when there is none.
    var plainStamp: Stamp? { Stamp(plain) }

    // MARK: - Packing

    /// Writes the compressed log beside the plain one, under a name that nobody reads. Its time is that of the plain log.
    /// Errors: `threadNotFound`, `storage`.
    func writePacked() throws(ThreadStoreError) {
        let source = try PlainLog(plain, id: id)
        var target = try NewFile(packing)
        var lengths: [Int] = []
        var position = 0
        while true {
            let block = try source.bytes(from: position, count: PackedFormat.blockBytes)
            guard !block.isEmpty else { break }
            guard let bytes = GzipBlock.pack(block) else {
                throw .storage("a log can't be compressed", path: plain, errno: ENOMEM)
            }
            try target.write(bytes)
            lengths.append(bytes.count)
            position += block.count
            if block.count < PackedFormat.blockBytes { break }
        }
        guard position > 0 else { throw .threadNotFound(id) }
        try target.write(PackedFormat.index(blockLengths: lengths, plainLength: position))
        try target.finish(timesOf: plain)
    }

    /// Reads the compressed log back and compares it with the beginning of the plain one, which is the only other copy and
    /// may have grown. Errors: `storage`, `corrupt` when they differ.
    func checkPacked() throws(ThreadStoreError) {
        let source = try PlainLog(plain, id: id)
        let descriptor = open(packing, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .storage("the compressed log can't be opened", path: packing, errno: errno)
        }
        guard let copy = try PackedLog(packing, descriptor: descriptor) else {
            throw .unreadablePacked(packing, id: id)
        }
        var position = 0
        while position < copy.length {
            var read = [UInt8](repeating: 0, count: PackedFormat.blockBytes)
            var failure: ThreadStoreError?
            let count = read.withUnsafeMutableBytes { buffer in
                do throws(ThreadStoreError) {
                    return try copy.read(buffer, at: position, atMost: buffer.count)
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            let block = try source.bytes(from: position, count: count)
            guard count > 0, block.elementsEqual(read.prefix(count)) else { break }
            position += count
        }
        guard position == copy.length, !copy.hasDamage else {
            throw ThreadStoreError(
                kind: .corrupt, message: "the compressed log is not what was compressed: \(id)", path: packing)
        }
    }

    /// Gives the compressed log its name. To be called under the thread's lease, and only while the plain log is the one
    /// that was compressed. Returns what tells the file from others.
    func publishPacked() throws(ThreadStoreError) -> Stamp {
        guard rename(packing, packed) == 0, let stamp = Stamp(packed) else {
            throw .storage("a compressed log can't be put in place", path: packed, errno: errno)
        }
        return stamp
    }

    /// Makes sure that the new name is on the disk. Until then the plain log must stay.
    func syncFolder() throws(ThreadStoreError) {
        try NewFile.syncFolder(of: plain)
    }

    /// Removes the plain log: the compressed one counts from now on. To be called under the thread's lease. Nothing
    /// happens when either file is no longer the one that was looked at. Returns whether the log is compressed now.
    func removePlain(_ plainStamp: Stamp, packed packedStamp: Stamp) -> Bool {
        guard Stamp(plain) == plainStamp, Stamp(packed) == packedStamp else {
            if Stamp(plain) != nil { unlink(packed) }
            return false
        }
        return unlink(plain) == 0
    }

    /// Removes what an attempt that was given up has left.
    func giveUp() {
        unlink(packing)
    }

    // MARK: - Unpacking

    /// Sees to it that there is a plain log to append to, if the thread has a log at all, and nothing beside it. To be called
    /// under the thread's lease.
    ///
    /// Errors: `storage`, `corrupt`.
    func unpack() throws(ThreadStoreError) {
        if StorePaths.exists(plain) {
            if StorePaths.exists(packed) { unlink(packed) }
            return
        }
        guard StorePaths.exists(packed) else { return }
        let isDamaged = try writePlain()
        try publishPlain()
        removePacked(isDamaged: isDamaged)
    }

    /// Writes the plain log under a name that nobody reads. Returns whether some of it was damaged.
    func writePlain() throws(ThreadStoreError) -> Bool {
        let descriptor = open(packed, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .storage("the compressed log can't be opened", path: packed, errno: errno) }
        guard let source = try PackedLog(packed, descriptor: descriptor) else {
            throw .unreadablePacked(packed, id: id)
        }
        var target = try NewFile(unpacking)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: PackedFormat.blockBytes, alignment: 16)
        defer { block.deallocate() }
        var position = 0
        while position < source.length {
            let count = try source.read(block, at: position, atMost: block.count)
            position += count
            // What stands for a lost end is left out: nothing behind it has to keep its place.
            let kept = position == source.length ? count - source.fillerAtEnd : count
            try target.write(UnsafeRawBufferPointer(rebasing: block[..<kept]))
        }
        try target.finish(timesOf: packed)
        if source.hasDamage { try checkSalvaged() }
        return source.hasDamage
    }

    /// Looks whether the plain log that was made of a damaged one holds anything; else it goes, and the damaged one stays
    /// where it is.
    private func checkSalvaged() throws(ThreadStoreError) {
        do throws(ThreadStoreError) {
            _ = try LogLoader.load(unpacking, id: id, isBeingWritten: false)
        } catch {
            unlink(unpacking)
            throw error.kind == .corrupt || error.kind == .threadNotFound ? .unreadablePacked(packed, id: id) : error
        }
    }

    /// Gives the plain log its name: it counts from now on.
    func publishPlain() throws(ThreadStoreError) {
        guard rename(unpacking, plain) == 0 else {
            throw .storage("an unpacked log can't be put in place", path: plain, errno: errno)
        }
        try syncFolder()
    }

    /// Removes the compressed log. One that was damaged is kept under another name.
    func removePacked(isDamaged: Bool) {
        if isDamaged {
            rename(packed, damaged)
        } else {
            unlink(packed)
        }
    }

    // MARK: - Deleting

    /// Deletes the log in whatever form, and what is left of others: the compressed one first, so that a crash leaves the
    /// one that counts. Returns 0 or an error number.
    func delete() -> CInt {
        for remains in [packing, unpacking, damaged] { unlink(remains) }
        let hadPacked = unlink(packed) == 0
        let error = hadPacked || errno == ENOENT || errno == ENOTDIR ? 0 : errno
        guard error == 0 else { return error }
        if unlink(plain) == 0 { return 0 }
        return hadPacked && errno == ENOENT ? 0 : errno
    }
}

extension ThreadStoreError {
    /// Not a single record of a compressed log can be read.
    static func unreadablePacked(_ path: String, id: String) -> ThreadStoreError {
        ThreadStoreError(
            kind: .corrupt, message: "nothing in the thread's compressed log can be read: \(id)", path: path)
    }
}
