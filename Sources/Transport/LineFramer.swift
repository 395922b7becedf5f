/// Cuts a byte stream into lines, whatever the borders of the chunks it arrives in.
///
/// A line ends at `\n`; a `\r` before it belongs to the ending. A line that grows over the limit is reported once, and
/// its bytes are skipped up to its end, so that the stream goes on with the next line.
package struct LineFramer {
    /// What the framer found.
    package enum Frame: Equatable {
        /// A line without its ending.
        case line([UInt8])
        /// A line over the limit; its bytes are gone.
        case oversized(limit: Int)
    }

    private let limit: Int
    private var partial: [UInt8] = []
    private var isSkipping = false

    /// A framer that refuses lines of more than `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next bytes of the stream and hands every line that they complete to `emit`, in order.
    package mutating func push(_ bytes: UnsafeRawBufferPointer, emit: (Frame) -> Void) {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            finishLine(emit)
            rest = rest[(end + 1)...]
        }
        take(rest)
        if partial.count > limit {
            partial = []
            isSkipping = true
        }
    }

    /// Ends the stream: a last line without an ending counts as a line.
    package mutating func finish(emit: (Frame) -> Void) {
        guard isSkipping || !partial.isEmpty else { return }
        finishLine(emit)
    }

    private mutating func take(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard !isSkipping, !bytes.isEmpty else { return }
        partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes))
    }

    private mutating func finishLine(_ emit: (Frame) -> Void) {
        defer {
            partial = []
            isSkipping = false
        }
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        if isSkipping || partial.count > limit {
            emit(.oversized(limit: limit))
        } else {
            emit(.line(partial))
        }
    }
}
