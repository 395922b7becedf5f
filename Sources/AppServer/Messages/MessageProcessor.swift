package import AgentCore
import AppServerProtocol
package import Logging
import Support
import WireJSON

/// Takes a client's lines in order of arrival and leads each to where it belongs: requests to the router and their lanes,
/// answers to the threads that wait for them.
///
/// Everything here runs synchronously on the connection's reader thread: that is what makes the order.
package final class MessageProcessor: Sendable {
    private let connection: ClientConnection
    private let router: Router
    private let scheduler: RequestScheduler
    private let requests: OutgoingRequests
    private let initializer: InitializeHandler
    private let logger: Logger

    /// A processor for one connection.
    package init(
        connection: ClientConnection, router: Router, scheduler: RequestScheduler,
        requests: OutgoingRequests, initializer: InitializeHandler, logger: Logger
    ) {
        self.connection = connection
        self.router = router
        self.scheduler = scheduler
        self.requests = requests
        self.initializer = initializer
        self.logger = logger
    }

    /// Takes one line.
    package func receive(_ line: [UInt8]) {
        if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { return }
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: line)
        } catch {
            logger.error("a line is not JSON", metadata: ["reason": "\(error.message)", "offset": "\(error.offset)"])
            connection.refuse(Array("null".utf8), .unreadable(error))
            return
        }
        switch IncomingMessage(document.root) {
        case .request(let id, let method, let params):
            request(id, method, params)
        case .notification(let method, _):
            // `initialized` says nothing that the server waits for; later versions of clients may send more.
            logger.debug("notification", metadata: ["method": "\(method)"])
        case .answer(let id, let outcome):
            answer(id, outcome)
        case .malformed(let id, let failure):
            logger.error("a line is no message", metadata: ["reason": "\(failure.message)"])
            connection.refuse(id, failure)
        }
    }

    /// Takes the news that a line was longer than the limit.
    package func receiveOversized(limit: Int) {
        logger.error("a line is too long", metadata: ["limit": "\(limit)"])
        connection.refuse(Array("null".utf8), .oversized(limit: limit))
    }

    private func request(_ id: [UInt8], _ method: String, _ params: JSONNode?) {
        if method == Initialize.method {
            initialize(id, params)
            return
        }
        guard let profile = connection.session.profile else {
            let failure =
                router.handles(method)
                ? ServerFailure.notInitialized
                : .unknownMethod(method, known: [Initialize.method] + router.methods)
            connection.refuse(id, failure)
            return
        }
        guard let reply = connection.open(id) else {
            connection.refuse(id, .overloaded)
            return
        }
        do throws(ServerFailure) {
            let prepared = try router.prepare(method, params, RequestContext(connection: connection, profile: profile))
            if !scheduler.submit(prepared.scope, { await prepared.job(reply) }) { throw .shuttingDown }
        } catch {
            reply.fail(error)
        }
    }

    private func initialize(_ id: [UInt8], _ params: JSONNode?) {
        do throws(ServerFailure) {
            let result = try initializer.accept(
                Router.decode(Initialize.self, params, isExperimental: true), on: connection)
            connection.answer(id, result.response)
            result.afterwards?()
        } catch {
            connection.refuse(id, error)
        }
    }

    private func answer(_ id: Int?, _ outcome: IncomingMessage.Outcome) {
        let answer: ClientAnswer
        switch outcome {
        case .result(let node):
            answer = .result(RawJSON(node))
        case .failure(let code, let message):
            answer = .failure(code: code, message: message)
        }
        guard let id, requests.answer(id, answer, from: connection.id) else {
            logger.notice("an answer came that nobody waits for", metadata: ["id": "\(id.map(String.init) ?? "?")"])
            return
        }
    }
}
