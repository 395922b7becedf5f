internal import WireJSON

/// A log, compressed or not, opened for reading, line by line in either direction, in memory bounded by the longest line.
/// Blocking.
struct LogFile: ~Copyable {
    /// How much one read takes at most, in bytes: few system calls, and still small beside a thread in memory.
    static let blockBytes = 256 << 10

    /// How much the first read takes; each following one takes twice as much. Most who read want a single turn.
    static let firstBlockBytes = 32 << 10

    private let source: LogSource
    private let blobs: BlobFolder
    private let trouble = Trouble()

    /// What became known while lines were handed out.
    private final class Trouble {
        var failure: ThreadStoreError?
    }

    /// Opens the log at a path, or the compressed one beside it.
    ///
    /// Errors: `threadNotFound` when there is no such file, `corrupt`, else `storage`.
    init(_ path: String, id: String) throws(ThreadStoreError) {
        source = try LogSource(path, id: id)
        blobs = BlobFolder(ofLog: path)
    }

    /// The file that is read: the plain log or the compressed one.
    var path: String { source.path }

    /// How long the log is.
    func length() throws(ThreadStoreError) -> Int { try source.length() }

    /// Whether something that was read was damaged by the disk, as far as that can be told: compressed logs say so.
    var hasDamage: Bool {
        if case .packed(let file) = source { return file.hasDamage }
        return false
    }

    /// How many bytes of what was read are lost.
    var lostBytes: Int {
        if case .packed(let file) = source { return file.lostBytes }
        return 0
    }

    /// Why some piece of a line, stored elsewhere, could not be read; nil when that was so of none. Such lines are good
    /// for being shown. Whoever writes down what was read must not go on: the piece may well be there.
    var pieceFailure: ThreadStoreError? { trouble.failure }

    // MARK: - Forwards

    /// Hands out every line from `start` (a line's beginning) on that ends before `end`, until `body` returns false. Lines
    /// that `skips` does not want are mostly left out.
    /// What stands behind the last line feed is returned; nil when `body` ended the reading.
    @discardableResult
    func forward(
        from start: Int, upTo end: Int, skipping skips: (UnsafeRawBufferPointer) -> Bool = { _ in false },
        _ body: (LineSplitter.Line) -> Bool
    ) throws(ThreadStoreError) -> LineSplitter.Line? {
        var splitter = LineSplitter(limit: LogLine.limits.maxBytes, offset: start)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 16)
        defer { block.deallocate() }
        var position = start
        var blockBytes = Self.firstBlockBytes
        var goesOn = true
        while position < end, goesOn {
            let count = try read(block, at: position, atMost: min(blockBytes, end - position))
            if count == 0 { break }
            position += count
            blockBytes = min(blockBytes * 2, Self.blockBytes)
            splitter.feed(UnsafeRawBufferPointer(rebasing: block[..<count]), skipping: skips) { line in
                if goesOn { goesOn = body(line) }
            }
        }
        return goesOn ? splitter.finish() : nil
    }

    // MARK: - Backwards

    /// Hands out the lines that end at or before `end` (a line's beginning, or the end of the file), the last one first,
    /// until `body` returns false. Bytes behind the last line feed before `end` are no line and are left out, and so are
    /// lines that `skips` does not want.
    func backward(
        before end: Int, skipping skips: (UnsafeRawBufferPointer) -> Bool = { _ in false },
        _ body: (LineSplitter.Line) -> Bool
    ) throws(ThreadStoreError) {
        // The bytes from `start` on that belong to a line whose beginning has not been read, with its line feed.
        var rest: [UInt8] = []
        var start = end
        var isFirst = true
        var blockBytes = Self.firstBlockBytes
        while start > 0 {
            let count = min(blockBytes, start)
            var block = try bytes(from: start - count, count: count)
            start -= count
            block.append(contentsOf: rest)
            var lineEnd = block.count
            // The last byte of what is left is the line feed of the line that is looked for.
            while let feed = Self.lineFeed(in: block, before: isFirst ? lineEnd : lineEnd - 1) {
                if !isFirst, !Self.handOut(block, feed + 1..<lineEnd, at: start, skips, body) { return }
                isFirst = false
                lineEnd = feed + 1
            }
            rest = Array(block[..<lineEnd])
            // A line longer than a block is looked for in ever larger ones, so that it is not copied once a block.
            blockBytes = lineEnd == block.count ? blockBytes * 2 : min(blockBytes * 2, Self.blockBytes)
        }
        if !isFirst, !rest.isEmpty { _ = Self.handOut(rest, 0..<rest.count, at: 0, skips, body) }
    }

    /// Where the last line feed before an index stands.
    private static func lineFeed(in bytes: [UInt8], before end: Int) -> Int? {
        bytes.withUnsafeBytes { bytes in
            var index = end - 1
            while index >= 0, bytes[index] != UInt8(ascii: "\n") { index -= 1 }
            return index >= 0 ? index : nil
        }
    }

    private static func handOut(
        _ block: [UInt8], _ range: Range<Int>, at start: Int, _ skips: (UnsafeRawBufferPointer) -> Bool,
        _ body: (LineSplitter.Line) -> Bool
    ) -> Bool {
        let line = range.dropLast()
        let isSkipped = block.withUnsafeBytes { skips(UnsafeRawBufferPointer(rebasing: $0[line])) }
        return isSkipped
            || body(
                LineSplitter.Line(
                    number: 0, offset: start + range.lowerBound, bytes: Array(block[line]), length: line.count))
    }

    // MARK: - Whole lines

    /// The line as it was before pieces of it were stored elsewhere.
    func whole(_ line: LineSplitter.Line) -> LineSplitter.Line { filled(line).line }

    /// The same, with what could not be found, and why something could not be read.
    func filled(_ line: LineSplitter.Line) -> (line: LineSplitter.Line, problem: String?, failure: ThreadStoreError?) {
        let filled = LineFilling.fill(line.bytes, at: line.offset, blobs: blobs) {
            (from, count) throws(ThreadStoreError) in try bytes(from: from, count: count)
        }
        guard let filled else { return (line, nil, nil) }
        trouble.failure = trouble.failure ?? filled.failure
        var line = line
        line.bytes = filled.bytes
        return (line, filled.problem, filled.failure)
    }

    // MARK: - Bytes

    /// Bytes of the file, fewer when it ends before.
    func bytes(from offset: Int, count: Int) throws(ThreadStoreError) -> [UInt8] {
        var failure: ThreadStoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                do throws(ThreadStoreError) {
                    let read = try read(rest, at: offset + filled, atMost: count - filled)
                    if read == 0 { break }
                    filled += read
                } catch {
                    failure = error
                    break
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private func read(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int, atMost limit: Int
    ) throws(ThreadStoreError) -> Int {
        try source.read(buffer, at: offset, atMost: limit)
    }
}
