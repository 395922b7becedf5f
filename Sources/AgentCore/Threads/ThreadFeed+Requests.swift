import AppServerProtocol
import Synchronization
import ThreadStore
import WireJSON

/// Why a request to the client brought no usable answer.
enum RequestFailure: Error {
    /// The client answered with an error or with something that is no answer.
    case invalidAnswer(String)
    /// The turn was interrupted before an answer came.
    case cancelled
}

/// A usable answer of a client's.
struct Answered<Response: Sendable>: Sendable {
    /// What it says.
    var response: Response
    /// The client's name.
    var client: String?
}

/// Requests to the client that a turn waits for.
extension ThreadFeed {
    /// Sends a request to every subscriber and waits for the first answer.
    ///
    /// The request stays open while nobody is connected, and is sent again to clients that join. Cancelling the task
    /// withdraws it. In every case `serverRequest/resolved` is sent before this returns, unless the request is none to the
    /// user: then `flag` is nil.
    ///
    /// - Parameter ticket: what is on disk before any client is asked, so that a crash does not forget the question.
    func ask<Request: ServerRequest>(
        _ request: Request.Type, _ params: Request.Params, waiting flag: ThreadActiveFlag?,
        after ticket: LogTicket = .none
    ) async throws(RequestFailure) -> Answered<Request.Response> {
        let slot = AnswerSlot()
        let number = requests.register { number in
            { answer, connection in self.resolve(number, answer, from: connection) }
        }
        func line(_ experimental: Bool) -> [UInt8] {
            let params = (try? WireCoder.encode(params, experimental: experimental)) ?? Array("{}".utf8)
            return MessageLine.request(id: number, method: Request.method, params: params)
        }
        let event = EventLine(
            method: Request.method, stable: line(false), experimental: line(true), barrier: ticket.position,
            isNotification: false)
        state.withLock { state in
            state.pending.append(PendingRequest(id: number, flag: flag, line: event, resume: slot.fill))
            announceStatus(&state)
            state.deliver(event)
        }
        if requests.isClosed {
            settle(
                number,
                ReceivedAnswer(answer: .failure(code: 0, message: "the client can no longer answer"), client: nil))
        }
        let answer = await withTaskCancellationHandler {
            await slot.value()
        } onCancel: {
            self.settle(number, nil)
        }
        guard let answer else { throw .cancelled }
        switch answer.answer {
        case .failure(let code, let message):
            throw .invalidAnswer("error \(code): \(message)")
        case .result(let json):
            do {
                return Answered(response: try json.decode(Request.Response.self), client: answer.client)
            } catch {
                throw .invalidAnswer("\(error)")
            }
        }
    }

    /// Takes the answer of a connection. Only the clients that were asked may answer, and only once.
    private func resolve(_ number: Int, _ answer: ClientAnswer, from connection: Int?) -> Bool {
        guard let connection else { return settle(number, ReceivedAnswer(answer: answer, client: nil)) }
        let asked = state.withLock { state in
            state.subscriptions.first { $0.subscriber.id == connection }?.subscriber.name
        }
        guard let asked else { return false }
        return settle(number, ReceivedAnswer(answer: answer, client: asked))
    }

    /// Ends a request, with an answer or without; false when it had ended before.
    @discardableResult
    private func settle(_ number: Int, _ answer: ReceivedAnswer?) -> Bool {
        let request = state.withLock { state -> PendingRequest? in
            guard let index = state.pending.firstIndex(where: { $0.id == number }) else { return nil }
            let request = state.pending.remove(at: index)
            if request.flag != nil {
                send(ServerRequestResolvedNotification(threadId: id, requestId: .integer(Int64(number))), &state)
            }
            announceStatus(&state)
            return request
        }
        requests.forget(number)
        request?.resume(answer)
        return request != nil
    }
}
