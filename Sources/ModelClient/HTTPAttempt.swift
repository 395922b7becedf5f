import NIOCore
import NIOHTTP1

/// One request's answer, from the head to the end.
struct HTTPAttempt {
    /// How much of an error response's body is read: enough for any provider's JSON.
    static let maxErrorBodyBytes = 64 << 10

    private let url: String
    private let response: ResponseStream
    private var parser = ServerSentEventParser()
    private var decoder = ResponseEventDecoder()
    /// The body parts being worked on; kept so that its memory serves every burst.
    private var chunks: [ByteBuffer] = []
    private var hasHead = false

    /// Starts at the head of a response. `url` is for messages and has no query.
    init(url: String, response: ResponseStream) {
        self.url = url
        self.response = response
    }

    /// Reads the answer to its end, handing over events as they come. Between two bursts it waits for `pace`.
    ///
    /// Throws `ModelFailure`, `CancellationError`, or what `handle` threw.
    mutating func run(
        pace: @Sendable () async -> Void, handle: (ModelEvent) throws -> Void
    ) async throws {
        guard case .head(let head) = try await next() else {
            throw ModelFailure.streamClosed(details: "the response has no head")
        }
        hasHead = true
        guard (200..<300).contains(head.status.code) else {
            throw ModelFailure(try await failureResponse(head))
        }
        if let limits = ModelRateLimits(header: { head.headers.first(name: $0) }) { try handle(.rateLimits(limits)) }
        try decoder.tellServedModel(head.headers.first(name: "openai-model"), emit: handle)
        while case .chunks = try await next() {
            for chunk in chunks {
                try parse(chunk, handle: handle)
                if decoder.isCompleted { return response.drain() }
            }
            chunks.removeAll(keepingCapacity: true)
            await pace()
        }
        throw ModelFailure.streamClosed(details: garbageNote)
    }

    private mutating func parse(_ chunk: ByteBuffer, handle: (ModelEvent) throws -> Void) throws {
        do {
            try parser.feed(chunk.readableBytesUInt8Span) { data in try decoder.decode(data, emit: handle) }
        } catch let error as ServerSentEventError {
            throw ModelFailure.streamClosed(details: error.description)
        }
    }

    /// Waits for the next part, with the network's errors told as failures.
    private mutating func next() async throws -> ResponseStream.Step {
        do {
            return try await response.next(into: &chunks)
        } catch let error as CancellationError {
            throw error
        } catch is ResponseStream.IdleTimeout {
            throw ModelFailure.idle()
        } catch {
            let cause = TransportError.describe(error)
            throw hasHead ? ModelFailure.streamClosed(details: cause) : .connection(cause, url: url)
        }
    }

    /// Reads an error response's body, as far as the network lets it.
    private mutating func failureResponse(_ head: HTTPResponseHead) async throws -> HTTPFailureResponse {
        var body: [UInt8] = []
        do {
            while body.count < Self.maxErrorBodyBytes, case .chunks = try await response.next(into: &chunks) {
                for chunk in chunks { body.append(contentsOf: chunk.readableBytesView) }
                chunks.removeAll(keepingCapacity: true)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            // The status says enough; what arrived of the body is quoted.
        }
        return HTTPFailureResponse(
            status: Int(head.status.code),
            header: { head.headers.first(name: $0) },
            body: Array(body.prefix(Self.maxErrorBodyBytes)),
            url: url)
    }

    private var garbageNote: String? {
        decoder.garbageEvents == 0 ? nil : "\(decoder.garbageEvents) events of the stream were no JSON objects"
    }
}
