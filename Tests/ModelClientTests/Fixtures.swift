import ModelClient
import Synchronization
import Testing
import WireJSON

/// Answers of the loopback server.
extension LoopbackServer.Action {
    /// A whole response with a JSON body.
    static func json(_ status: Int, _ body: String, headers: [String: String] = [:]) -> Self {
        let fields = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        return text(
            "HTTP/1.1 \(status) Mock\r\ncontent-type: application/json\r\n\(fields)"
                + "content-length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// The head of an event stream.
    static func streamHead(_ headers: [String: String] = [:]) -> Self {
        let fields = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        return text(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\(fields)transfer-encoding: chunked\r\n\r\n")
    }

    /// Events, each in an HTTP chunk of its own.
    static func events(_ data: String...) -> Self {
        send(data.flatMap(chunk))
    }

    /// One event as an HTTP chunk.
    static func chunk(_ data: String) -> [UInt8] {
        let event = "event: x\ndata: \(data)\n\n"
        return Array("\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n".utf8)
    }

    /// The last, empty chunk.
    static let streamEnd = text("0\r\n\r\n")

    static func text(_ text: String) -> Self { send(Array(text.utf8)) }

    /// A complete answer that says one word.
    static func hello(headers: [String: String] = [:]) -> [Self] {
        [
            streamHead(headers),
            events(Events.created, Events.messageAdded, Events.delta("hi"), Events.messageDone("hi")),
            events(Events.completed), streamEnd,
        ]
    }
}

/// The data of events of the Responses API.
enum Events {
    static let created = #"{"type":"response.created","response":{"id":"resp_1"}}"#
    static let messageAdded =
        #"{"type":"response.output_item.added","item":{"type":"message","role":"assistant","id":"msg_1","content":[]}}"#
    static let completed =
        #"{"type":"response.completed","response":{"id":"resp_1","usage":{"input_tokens":100,"#
        + #""input_tokens_details":{"cached_tokens":40,"cache_write_tokens":7},"output_tokens":50,"#
        + #""output_tokens_details":{"reasoning_tokens":10},"total_tokens":150}}}"#

    static func delta(_ text: String) -> String {
        #"{"type":"response.output_text.delta","output_index":0,"item_id":"msg_1","delta":"\#(text)"}"#
    }

    static func messageDone(_ text: String) -> String {
        #"{"type":"response.output_item.done","item":{"type":"message","role":"assistant","id":"msg_1","#
            + #""content":[{"type":"output_text","text":"\#(text)"}]}}"#
    }

    static func failed(code: String, message: String) -> String {
        #"{"type":"response.failed","response":{"id":"r","error":{"code":"\#(code)","message":"\#(message)"}}}"#
    }
}

extension ModelRequest {
    /// A request with one message of the person, and further items after it.
    static func test(_ message: String, then items: [String] = [], turnID: String = "turn") throws -> ModelRequest {
        let user = RawJSON([
            "type": "message", "role": "user", "content": [["type": "input_text", "text": .string(message)]],
        ])
        return ModelRequest(
            model: "mock", input: try [user] + items.map { try RawJSON(validating: Array($0.utf8)) },
            promptCacheKey: "thread", threadID: "thread", sessionID: "session", turnID: turnID, rootTurnID: turnID,
            originator: "tests", userAgent: "tests/1")
    }
}

extension ModelProvider {
    /// A provider at a loopback server.
    static func test(_ server: LoopbackServer, requestMaxRetries: Int = 0, streamMaxRetries: Int = 0) -> ModelProvider {
        ModelProvider(
            id: "test", name: "Test", baseURL: server.baseURL, requestMaxRetries: requestMaxRetries,
            streamMaxRetries: streamMaxRetries)
    }
}

extension RetryEnvironment {
    /// Doesn't wait, and notes how long it should have.
    static func recording(_ waits: Recorder<Int>) -> RetryEnvironment {
        RetryEnvironment(sleep: { waits.append($0) }, jitter: { 0.5 })
    }
}

/// A list that can be filled from anywhere.
final class Recorder<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    var all: [Element] { elements.withLock { $0 } }
    func append(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// Runs a test against a server and a client, and shuts both down.
func withServer(
    _ respond: @escaping @Sendable (LoopbackServer.Request, Int) -> [LoopbackServer.Action],
    environment: [String: String] = [:],
    _ body: (LoopbackServer, HTTPModelClient) async throws -> Void
) async throws {
    let server = try await LoopbackServer.start(respond)
    let http = HTTPModelClient(environment: environment)
    do {
        try await body(server, http)
    } catch {
        await http.shutdown()
        try await server.stop()
        throw error
    }
    await http.shutdown()
    try await server.stop()
}

/// All events of one attempt.
func events(of client: ModelClient, _ request: ModelRequest) async throws -> [ModelEvent] {
    var events: [ModelEvent] = []
    try await client.stream(request) { events.append($0) }
    return events
}

/// The failure that one attempt ends in.
func failure(of client: ModelClient, _ request: ModelRequest) async throws -> ModelFailure {
    var failure: ModelFailure?
    do {
        try await client.stream(request) { _ in }
    } catch let error as ModelFailure {
        failure = error
    }
    return try #require(failure, "the attempt should have failed")
}
