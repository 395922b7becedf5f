import Foundation
import Support
import Testing
import Transport

/// A connection over two pipes.
@Suite struct StdioTransportTests {
    /// Whoever watches a slow client must see that it reads, also while a long message is on its way to it.
    @Test func aClientThatReadsAPieceIsSeenToRead() throws {
        let (toServer, toClient) = (Pipe(), Pipe())
        let outbound = OutboundQueue()
        let transport = StdioTransport(
            streams: StandardStreams(
                input: toServer.fileHandleForReading.fileDescriptor,
                output: toClient.fileHandleForWriting.fileDescriptor),
            outbound: outbound, mirror: nil, barriers: LogBarriers(isPassed: { _ in true }, wait: { _ in }))
        transport.start { _ in }
        let length = 16 * Limits.writePieceBytes
        outbound.send(OutboundMessage(bytes: [UInt8](repeating: 10, count: length)))
        let client = toClient.fileHandleForReading
        // With the first byte of the second piece the first one has left.
        let begin = try #require(try client.read(upToCount: Limits.writePieceBytes + 1))
        #expect(begin.count == Limits.writePieceBytes + 1)
        #expect(outbound.deliveredBytes >= Limits.writePieceBytes)
        #expect(outbound.deliveredBytes < length)
        let rest = try #require(try client.read(upToCount: length - begin.count))
        #expect(begin.count + rest.count == length)
        transport.finishWriting()
        #expect(outbound.deliveredBytes == length)
        try toServer.fileHandleForWriting.close()
    }
}
