import NIOCore
import NIOPosix
import Synchronization

/// A scripted HTTP server on loopback. It reads whole requests and answers each with raw bytes, so that a test can break
/// whatever it likes.
final class LoopbackServer: Sendable {
    /// One thing that the server does after a request.
    enum Action: Sendable {
        /// Writes bytes.
        case send([UInt8])
        /// Closes the connection.
        case close
    }

    /// A request as it arrived.
    struct Request: Sendable {
        var line: String
        var headers: [String: String]
        var body: [UInt8]
        /// Which connection it came on, from 0.
        var connection: Int
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var closed = 0
        /// Continuations that wait for so many closed connections.
        var closeWaiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let group: MultiThreadedEventLoopGroup
    private let state = Mutex(State())
    private let respond: @Sendable (_ request: Request, _ index: Int) -> [Action]
    let channel: any Channel

    /// Starts a server that answers request number `index` (from 0) with what `respond` returns.
    static func start(_ respond: @escaping @Sendable (Request, Int) -> [Action]) async throws -> LoopbackServer {
        // The channel and the server need each other; the box is filled before the first connection is accepted.
        let box = Box()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RequestHandler { box.server.withLock { $0 } })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = LoopbackServer(channel: channel, group: group, respond: respond)
        box.server.withLock { $0 = server }
        return server
    }

    private final class Box: Sendable {
        let server = Mutex<LoopbackServer?>(nil)
    }

    private init(
        channel: any Channel, group: MultiThreadedEventLoopGroup,
        respond: @escaping @Sendable (Request, Int) -> [Action]
    ) {
        self.channel = channel
        self.group = group
        self.respond = respond
    }

    /// The base URL for a provider.
    var baseURL: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1" }

    /// The requests so far.
    var requests: [Request] { state.withLock { $0.requests } }

    /// Waits until so many connections have been closed, by whichever side.
    func connectionsClosed(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.closed >= count { return true }
                state.closeWaiters.append((count, continuation))
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    /// Closes everything.
    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    fileprivate func connectionOpened() -> Int {
        state.withLock { state in
            defer { state.connections += 1 }
            return state.connections
        }
    }

    fileprivate func connectionClosed() {
        let ready = state.withLock { state in
            state.closed += 1
            let closed = state.closed
            defer { state.closeWaiters.removeAll { $0.count <= closed } }
            return state.closeWaiters.filter { $0.count <= closed }
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    fileprivate func received(_ request: Request) -> [Action] {
        let index = state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
        return respond(request, index)
    }
}

/// Collects the bytes of one connection into requests and plays the answers.
private final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: @Sendable () -> LoopbackServer?
    private var buffer = ByteBuffer()
    private var connection = 0

    init(_ server: @escaping @Sendable () -> LoopbackServer?) {
        self.server = server
    }

    func channelActive(context: ChannelHandlerContext) {
        connection = server()?.connectionOpened() ?? 0
    }

    func channelInactive(context: ChannelHandlerContext) {
        server()?.connectionClosed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        buffer.writeBuffer(&part)
        while let request = takeRequest() {
            for action in server()?.received(request) ?? [] {
                switch action {
                case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                case .close: context.close(promise: nil)
                }
            }
        }
    }

    private func takeRequest() -> LoopbackServer.Request? {
        let bytes = Array(buffer.readableBytesView)
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard bytes.count >= end.upperBound + length else { return nil }
        buffer.moveReaderIndex(forwardBy: end.upperBound + length)
        buffer.discardReadBytes()
        return LoopbackServer.Request(
            line: String(lines.first ?? ""), headers: headers,
            body: Array(bytes[end.upperBound..<end.upperBound + length]), connection: connection)
    }
}
