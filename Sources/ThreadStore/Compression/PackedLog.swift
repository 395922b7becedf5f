#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A compressed log opened for reading any part of it. Blocking; memory is bounded by a few blocks.
final class PackedLog {
    /// How many unpacked blocks are kept: a reading backwards goes from one to the one before and looks at both.
    private static let cachedBlocks = 2

    /// How long the log is, unpacked.
    let length: Int
    /// Whether the end of the file is damaged, or some block that was read.
    var hasDamage: Bool { hasDamagedEnd || !lost.isEmpty }
    /// How many bytes of the blocks that were read are lost. The checksum may be wrong with none lost: then some are
    /// other than they were.
    var lostBytes: Int { lost.values.reduce(0, +) }
    /// How many bytes at the end of the log only stand for what is lost, once the last block was read.
    var fillerAtEnd: Int { lost[offsets.count - 2] ?? 0 }
    private let hasDamagedEnd: Bool
    /// How many bytes of each damaged block are lost, of those that were read.
    private var lost: [Int: Int] = [:]
    let path: String
    private let descriptor: CInt
    /// Where each block begins in the file, and where the last one ends.
    private let offsets: [Int]
    /// The blocks read last, the newest last.
    private var cache: [(number: Int, bytes: [UInt8])] = []

    /// Takes over a descriptor, which is closed in any case. Nil when there is not a single block. Errors: `storage`.
    init?(_ path: String, descriptor: CInt) throws(ThreadStoreError) {
        self.path = path
        self.descriptor = descriptor
        do throws(ThreadStoreError) {
            (offsets, length, hasDamagedEnd) = try Self.layout(descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        if length == 0 { return nil }
    }

    private static func layout(
        _ descriptor: CInt, _ path: String
    ) throws(ThreadStoreError) -> (offsets: [Int], length: Int, hasDamagedEnd: Bool) {
        let fileLength = Int(lseek(descriptor, 0, SEEK_END))
        if let footer = try footer(descriptor, fileLength, path),
            let index = try bytes(
                descriptor, footer.indexOffset, fileLength - PackedFormat.footerBytes - footer.indexOffset, path),
            let offsets = PackedFormat.blockOffsets(index, footer)
        {
            return (offsets, footer.plainLength, false)
        }
        // The end of the file is damaged. What the blocks say is enough, only slow to find out.
        let (offsets, length) = try survey(descriptor, fileLength, path)
        return (offsets, length, true)
    }

    deinit {
        close(descriptor)
    }

    /// How long the log in a compressed file is; nil when there is no such file or its end is damaged.
    static func plainLength(of path: String) -> Int? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return (try? footer(descriptor, Int(lseek(descriptor, 0, SEEK_END)), path))??.plainLength
    }

    /// Reads bytes of the log at an offset: fewer than asked for at the end of a block, none at the end of the log.
    ///
    /// What is lost of a damaged block, everything from its first fault on, reads as blanks with a line feed at the end:
    /// it is the rest of one damaged line, and all other lines keep their places. Errors: `storage` when the file can't
    /// be read.
    func read(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int, atMost limit: Int
    ) throws(ThreadStoreError) -> Int {
        guard offset < length else { return 0 }
        let block = try block(offset / PackedFormat.blockBytes)
        let start = offset % PackedFormat.blockBytes
        let count = min(limit, buffer.count, block.count - start)
        block.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
        return count
    }

    private func block(_ number: Int) throws(ThreadStoreError) -> [UInt8] {
        if let index = cache.firstIndex(where: { $0.number == number }) {
            cache.append(cache.remove(at: index))
            return cache[cache.count - 1].bytes
        }
        let bytes = try unpack(number)
        if cache.count >= Self.cachedBlocks { cache.removeFirst() }
        cache.append((number, bytes))
        return bytes
    }

    private func unpack(_ number: Int) throws(ThreadStoreError) -> [UInt8] {
        let count = min(PackedFormat.blockBytes, length - number * PackedFormat.blockBytes)
        let packed = try Self.bytes(descriptor, offsets[number], offsets[number + 1] - offsets[number], path) ?? []
        if let (plain, _) = GzipBlock.unpack(packed), plain.count == count { return plain }
        let salvaged = GzipBlock.salvage(packed).prefix(count)
        lost[number] = count - salvaged.count
        guard salvaged.count < count else { return Array(salvaged) }
        let filler = [UInt8](repeating: UInt8(ascii: " "), count: count - salvaged.count - 1)
        return salvaged + filler + [UInt8(ascii: "\n")]
    }

    // MARK: - The file

    private static func footer(
        _ descriptor: CInt, _ fileLength: Int, _ path: String
    ) throws(ThreadStoreError) -> PackedFormat.Footer? {
        try bytes(descriptor, fileLength - PackedFormat.footerBytes, PackedFormat.footerBytes, path).flatMap {
            PackedFormat.footer($0, fileLength: fileLength)
        }
    }

    /// Unpacks one block after the other. Behind a damaged one it goes on where the next one begins; of a last one that is
    /// damaged the bytes before the fault count.
    private static func survey(
        _ descriptor: CInt, _ fileLength: Int, _ path: String
    ) throws(ThreadStoreError) -> (offsets: [Int], length: Int) {
        var offsets = [0]
        var length = 0
        while let offset = offsets.last, length % PackedFormat.blockBytes == 0, offset < fileLength {
            let count = min(2 * PackedFormat.blockBytes, fileLength - offset)
            guard let packed = try bytes(descriptor, offset, count, path) else { break }
            if let (plain, taken) = GzipBlock.unpack(packed) {
                if plain.isEmpty { break }
                offsets.append(offset + taken)
                length += plain.count
            } else if let next = beginning(in: packed) {
                offsets.append(offset + next)
                length += PackedFormat.blockBytes
            } else {
                let salvaged = GzipBlock.salvage(packed)
                if salvaged.isEmpty { break }
                offsets.append(fileLength)
                length += salvaged.count
                break
            }
        }
        return (offsets, length)
    }

    /// Where the next block begins behind a damaged one.
    private static func beginning(in packed: [UInt8]) -> Int? {
        packed.withUnsafeBytes { bytes in
            BytePattern(PackedFormat.blockBeginning, anchor: 1).place(in: bytes, from: 1)
        }
    }

    /// Bytes of the file; nil when it is shorter.
    private static func bytes(
        _ descriptor: CInt, _ offset: Int, _ count: Int, _ path: String
    ) throws(ThreadStoreError) -> [UInt8]? {
        guard offset >= 0, count >= 0 else { return nil }
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let read = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                if read <= 0 { break }
                filled += read
            }
        }
        guard failure == 0 else { throw .storage("the compressed log can't be read", path: path, errno: failure) }
        return bytes.count == count ? bytes : nil
    }
}
