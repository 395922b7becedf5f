#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Cuts a byte stream into the data of server-sent events, whatever pieces it arrives in.
///
/// Follows the WHATWG definition: lines end in LF, CRLF or CR; a blank line ends an event; `data` lines are joined with LF;
/// comments and a byte order mark are skipped; an event that the stream ends in the middle of is dropped. The fields `event`,
/// `id` and `retry` are skipped too: the Responses API repeats the name within the data, and its streams can't be resumed.
///
/// A chunk is searched with `memchr` and a line copied once, from the chunk to the event's data.
package struct ServerSentEventParser: Sendable {
    /// The default limit of one event's size: far above the largest real one, a completed response with a whole answer.
    package static let maxEventBytes = 64 << 20

    private let maxEventBytes: Int
    /// The data lines of the event so far, each followed by LF.
    private var data: [UInt8] = []
    /// The beginning of a line whose end hasn't arrived.
    private var partialLine: [UInt8] = []
    /// Whether the last byte was the CR of a line end, so that an LF now belongs to it.
    private var endedInCR = false
    /// Whether no line is complete yet; only the first one may begin with a byte order mark.
    private var isFirstLine = true

    /// Makes a parser at the start of a stream.
    package init(maxEventBytes: Int = ServerSentEventParser.maxEventBytes) {
        self.maxEventBytes = maxEventBytes
    }

    /// Takes the next bytes and calls `emit` with the data of each event that they complete.
    ///
    /// Throws `ServerSentEventError` if an event is too long, or what `emit` threw; the parser is of no use afterwards.
    package mutating func feed(_ chunk: Span<UInt8>, emit: (_ data: [UInt8]) throws -> Void) throws {
        try chunk.withUnsafeBytes { bytes in try feed(bytes, emit: emit) }
    }

    private mutating func feed(_ bytes: UnsafeRawBufferPointer, emit: ([UInt8]) throws -> Void) throws {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        let end = bytes.count
        var position = 0
        if endedInCR {
            endedInCR = false
            if bytes[0] == UInt8(ascii: "\n") { position = 1 }
        }
        /// The first LF at or after `position`, or `end`. Searched again only when it has been passed, so that a stream
        /// with CR alone costs no more than one with LF.
        var nextLF = -1
        while position < end {
            if nextLF < position {
                nextLF = Self.firstIndex(of: UInt8(ascii: "\n"), in: base, from: position, to: end)
            }
            let lineEnd = Self.firstIndex(of: UInt8(ascii: "\r"), in: base, from: position, to: nextLF)
            let line = UnsafeRawBufferPointer(rebasing: bytes[position..<lineEnd])
            guard lineEnd < end else {
                partialLine.append(contentsOf: line)
                try checkSize()
                return
            }
            position = lineEnd + 1
            if bytes[lineEnd] == UInt8(ascii: "\r") {
                if position == end {
                    endedInCR = true
                } else if bytes[position] == UInt8(ascii: "\n") {
                    position += 1
                }
            }
            if partialLine.isEmpty {
                try take(line, emit: emit)
            } else {
                partialLine.append(contentsOf: line)
                let whole = partialLine
                partialLine = []
                try whole.withUnsafeBytes { whole in try take(whole, emit: emit) }
            }
        }
    }

    /// Takes one line without its end.
    private mutating func take(_ line: UnsafeRawBufferPointer, emit: ([UInt8]) throws -> Void) throws {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeRawBufferPointer(rebasing: line[3...]) }
        }
        if line.isEmpty {
            guard !data.isEmpty else { return }
            data.removeLast()
            // Hands the buffer over instead of sharing it, so that the receiver can keep it without a copy.
            var event: [UInt8] = []
            swap(&event, &data)
            try emit(event)
            return
        }
        guard let value = Self.dataValue(line) else { return }
        data.reserveCapacity(data.count + value.count + 1)
        data.append(contentsOf: value)
        data.append(UInt8(ascii: "\n"))
        try checkSize()
    }

    /// The value of a `data` line; nil for comments and other fields.
    private static func dataValue(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard line.count >= 4, line[0] == UInt8(ascii: "d"), line[1] == UInt8(ascii: "a"),
            line[2] == UInt8(ascii: "t"), line[3] == UInt8(ascii: "a")
        else { return nil }
        if line.count == 4 { return UnsafeRawBufferPointer(rebasing: line[4...]) }
        guard line[4] == UInt8(ascii: ":") else { return nil }
        let start = line.count > 5 && line[5] == UInt8(ascii: " ") ? 6 : 5
        return UnsafeRawBufferPointer(rebasing: line[start...])
    }

    private func checkSize() throws {
        if data.count + partialLine.count > maxEventBytes { throw ServerSentEventError(limit: maxEventBytes) }
    }

    /// The first position of a byte in `start..<end`, or `end`.
    private static func firstIndex(of byte: UInt8, in base: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
        guard start < end, let found = memchr(base + start, Int32(byte), end - start) else { return end }
        return UnsafeRawPointer(found) - base
    }
}
