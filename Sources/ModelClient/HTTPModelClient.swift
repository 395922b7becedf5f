import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Models behind the Responses API over HTTP. One of these serves all providers and threads of a process.
///
/// The HTTP client and its event loop come into being with the first request. It is a loop of its own rather than the
/// process-wide group: that one starts a thread per core, while one thread moves far more bytes than all models together
/// send, and with one loop no callback ever changes threads. An idle loop sleeps without a deadline; a pooled connection has
/// one timer, which fires once and closes it. Once it has been used, it must be shut down before it is let go.
package final class HTTPModelClient: Sendable {
    /// How long a connection may take, TLS included. Every address of a host is tried within it.
    package static let connectTimeoutMilliseconds = 15_000

    /// How long an unused connection is kept. A turn's next request follows within a command's run time; after that, one
    /// handshake costs less than keeping a socket.
    static let idleConnectionSeconds: Int64 = 60

    /// How many connections to one host may be in use at once. Each running turn needs one for as long as its answer takes,
    /// so this must exceed the number of turns that can run at once; more requests would wait for each other.
    static let connectionsPerHost = 4_096

    private enum Engine {
        /// No request has been made.
        case unused
        /// Requests run on this client, which runs on this loop.
        case running(HTTPClient, MultiThreadedEventLoopGroup)
        /// No request may be made any more.
        case shutDown
    }

    private let engine = Mutex(Engine.unused)
    private let environment: [String: String]

    /// Makes a client. `environment` holds API keys and the variables of `env_http_headers`.
    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// The client of one provider. Its `shutdown` ends this whole object.
    package func client(for provider: ModelProvider) -> ModelClient {
        ModelClient(
            retryPolicy: provider.retryPolicy,
            stream: { request, handle in try await self.stream(request, provider: provider, handle: handle) },
            shutdown: { await self.shutdown() })
    }

    /// Cancels what runs, closes all connections and ends the event loop's thread.
    package func shutdown() async {
        let last = engine.withLock { engine in
            defer { engine = .shutDown }
            return engine
        }
        guard case .running(let client, let group) = last else { return }
        // Both can only fail by having been shut down before, which the state above excludes.
        try? await client.shutdown()
        try? await group.shutdownGracefully()
    }

    private func httpClient() throws -> HTTPClient {
        try engine.withLock { engine in
            switch engine {
            case .running(let client, _):
                return client
            case .shutDown:
                throw CancellationError()
            case .unused:
                let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
                let client = HTTPClient(eventLoopGroup: group, configuration: Self.configuration)
                engine = .running(client, group)
                return client
            }
        }
    }

    private static var configuration: HTTPClient.Configuration {
        // Redirects are not followed: the request carries a key. No proxy is used, for loopback or otherwise, and nothing is
        // decompressed: a compressor in the way would hold tokens back.
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .milliseconds(Int64(connectTimeoutMilliseconds))),
            connectionPool: .init(
                idleTimeout: .seconds(idleConnectionSeconds),
                concurrentHTTP1ConnectionsPerHostSoftLimit: connectionsPerHost))
        // Retries are ours to count and to announce.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    // MARK: One attempt

    private func stream(
        _ request: ModelRequest, provider: ModelProvider, handle: (ModelEvent) throws -> Void
    ) async throws {
        let headers = try ResponsesRequest.headers(request, provider: provider, environment: environment)
        let url = ResponsesRequest.url(provider)
        let httpRequest: HTTPClient.Request
        do {
            httpRequest = try HTTPClient.Request(
                url: url + ResponsesRequest.query(provider), method: .POST,
                headers: HTTPHeaders(headers.fields.map { ($0.name, $0.value) }),
                body: .bytes(ResponsesRequest.body(request)))
        } catch {
            throw ModelFailure(
                kind: .invalidProvider,
                message: "The base_url of model provider `\(provider.id)` is not usable: \(url)", details: "\(error)")
        }
        try Task.checkCancellation()
        let response = ResponseStream(idleTimeout: .milliseconds(Int64(provider.streamIdleTimeoutMs)))
        response.start(try httpClient().execute(request: httpRequest, delegate: response))
        var attempt = HTTPAttempt(url: url, response: response)
        do {
            try await withTaskCancellationHandler {
                try await attempt.run(pace: request.pace, handle: handle)
            } onCancel: {
                response.abort(CancellationError())
            }
        } catch {
            response.abort(CancellationError())
            guard let failure = error as? ModelFailure else { throw error }
            throw headers.redact(failure)
        }
    }
}
