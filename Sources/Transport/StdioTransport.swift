import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection over a pair of descriptors: a reader thread that cuts lines, and a writer thread that drains the
/// queue. Both block in system calls, so neither runs on the cooperative pool; an idle connection wakes nobody.
package final class StdioTransport: Sendable {
    /// What a connection tells its owner, always on the reader thread and in the order of arrival.
    package enum Event {
        /// A line from the client.
        case line([UInt8])
        /// A line that was longer than the limit in bytes and has been skipped.
        case oversized(limit: Int)
        /// The client closed its side, or reading failed. Nothing follows.
        case end
    }

    /// The lines waiting for the client.
    package let outbound: OutboundQueue
    private let streams: StandardStreams
    private let mirror: WireMirror?
    private let barriers: LogBarriers
    private let writerDone = Monitor(false)

    /// A connection that does nothing before `start`.
    package init(streams: StandardStreams, outbound: OutboundQueue, mirror: WireMirror?, barriers: LogBarriers) {
        self.streams = streams
        self.outbound = outbound
        self.mirror = mirror
        self.barriers = barriers
    }

    /// Starts both threads.
    package func start(_ receive: @escaping @Sendable (Event) -> Void) {
        BlockingThread.start(name: "stdio-read") { self.readLines(receive) }
        BlockingThread.start(name: "stdio-write") {
            self.writeLines()
            self.writerDone.withLock { $0 = true }
            self.writerDone.wakeAll()
        }
    }

    /// Ends the outbound queue and blocks until everything in it has been written or the client is gone.
    package func finishWriting() {
        outbound.close()
        writerDone.wait { $0 ? () : nil }
    }

    private func readLines(_ receive: (Event) -> Void) {
        var framer = LineFramer(limit: Limits.inboundLineBytes)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Limits.readChunkBytes, alignment: 16)
        defer { buffer.deallocate() }
        let forward = { (frame: LineFramer.Frame) in
            switch frame {
            case .line(let line):
                self.mirror?.record(.inbound, line)
                receive(.line(line))
            case .oversized(let limit):
                self.mirror?.recordOversized(limit: limit)
                receive(.oversized(limit: limit))
            }
        }
        while true {
            // A client that does not read its answers is not asked for more requests.
            outbound.blockForRoom(milliseconds: nil)
            let count = read(streams.input, buffer.baseAddress, buffer.count)
            if count > 0 {
                framer.push(UnsafeRawBufferPointer(rebasing: buffer[..<count]), emit: forward)
            } else if count == 0 || !Self.mayRetry(streams.input, POLLIN) {
                break
            }
        }
        framer.finish(emit: forward)
        receive(.end)
    }

    private func writeLines() {
        var isBroken = false
        while let messages = outbound.takeAll() {
            var batch: [UInt8] = []
            for message in messages {
                if message.barrier > 0, !barriers.isPassed(message.barrier) {
                    flush(&batch, &isBroken)
                    barriers.wait(message.barrier)
                }
                mirror?.record(.outbound, message.bytes.dropLast())
                batch.append(contentsOf: message.bytes)
                if batch.count >= Limits.writeBatchBytes {
                    flush(&batch, &isBroken)
                }
            }
            flush(&batch, &isBroken)
        }
    }

    /// Writes all of `batch`. After a failure the client is gone: the rest is taken from the queue and dropped, so that
    /// producers never wait for it, and the reader sees the end of the connection.
    private func flush(_ batch: inout [UInt8], _ isBroken: inout Bool) {
        batch.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count, !isBroken {
                // In pieces, each told when it has left: whoever watches a slow client sees that it reads.
                let piece = min(bytes.count - offset, Limits.writePieceBytes)
                let count = write(streams.output, bytes.baseAddress! + offset, piece)
                if count > 0 {
                    offset += count
                    outbound.delivered(bytes: count)
                } else if !Self.mayRetry(streams.output, POLLOUT) {
                    isBroken = true
                }
            }
            outbound.delivered(bytes: bytes.count - offset)
        }
        batch.removeAll(keepingCapacity: true)
    }

    /// Whether a call that failed can be made again: it was interrupted, or another process made the descriptor's file
    /// non-blocking, which all that share it feel; then this waits until it is ready.
    private static func mayRetry(_ descriptor: CInt, _ events: Int32) -> Bool {
        switch errno {
        case EINTR:
            return true
        case EAGAIN:
            var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            return poll(&entry, 1, -1) >= 0 || errno == EINTR
        default:
            return false
        }
    }
}
