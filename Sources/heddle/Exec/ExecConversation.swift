import AppServer
import AppServerProtocol
import WireJSON

/// The client's side of one turn, from `initialize` to `turn/completed`: takes lines and answers, gives actions.
/// It does no I/O.
struct ExecConversation {
    /// What the caller has to do, in order.
    enum Action: Hashable, Sendable {
        /// Send a line, its end included.
        case send([UInt8])
        /// Show something.
        case show([ExecOutput])
        /// Ask the person, and hand the answer to `answer`.
        case ask(ApprovalQuestion)
        /// The question was answered elsewhere, or means nothing any more.
        case withdraw(RequestId)
        /// The turn is over: stop the server and end with this status.
        case finish(Int32)
    }

    /// The requests of this client; the raw value is the request's id.
    private enum Step: Int64 {
        case initialize = 1
        case openThread
        case startTurn
        case interrupt
    }

    private let plan: ExecPlan
    private var renderer = ExecRenderer()
    private var threadID: String?
    private var turnID: String?
    private var questions: [RequestId: ApprovalQuestion.Subject] = [:]
    private var isFinished = false

    init(_ plan: ExecPlan) {
        self.plan = plan
    }

    /// The first message.
    func begin() throws -> [Action] {
        let client = ClientInfo(name: "heddle-exec", title: "Heddle exec", version: ServerVersion.version)
        return [try Self.call(Initialize.self, .initialize, InitializeParams(clientInfo: client))]
    }

    /// Takes one line of the server.
    ///
    /// - Throws: `JSONError` or `WireDecodingError` for a line that breaks the protocol.
    mutating func receive(_ line: [UInt8]) throws -> [Action] {
        guard !isFinished else { return [] }
        let message = try JSONDocument(parsing: line).root
        if let method = message["method"]?.string {
            guard let id = message["id"] else { return try notification(method, message["params"]) }
            return try request(id.decode(RequestId.self), method, message["params"])
        }
        guard let step = message["id"]?.int64.flatMap(Step.init(rawValue:)) else { return [] }
        if let error = message["error"] { return failure(step, try error.decode(RPCError.self)) }
        guard let result = message["result"] else { return [] }
        return try success(step, result)
    }

    /// Takes the person's answer to a question. A question that was withdrawn has no effect.
    mutating func answer(_ id: RequestId, _ answer: ApprovalQuestion.Answer) throws -> [Action] {
        guard let subject = questions.removeValue(forKey: id) else { return [] }
        switch subject {
        case .command:
            let response = CommandExecutionRequestApprovalResponse(decision: .init(answer))
            return [try Self.reply(to: id, response)]
        case .patch:
            return [try Self.reply(to: id, FileChangeRequestApprovalResponse(decision: .init(answer)))]
        }
    }

    /// The person wants to stop: interrupts the turn, or ends at once when there is none yet.
    mutating func interrupt() throws -> [Action] {
        guard !isFinished else { return [] }
        guard let threadID, let turnID else { return finish(ExitStatus.interrupted) }
        let params = TurnInterruptParams(threadId: threadID, turnId: turnID)
        let note = renderer.note("interrupting; Ctrl-C again to stop the server", .dim)
        return [.show(note), try Self.call(TurnInterrupt.self, .interrupt, params)]
    }

    /// The server is gone.
    mutating func serverEnded() -> [Action] {
        guard !isFinished else { return [] }
        return fail("the server ended before the turn did")
    }

    /// Shows a line of the client's own.
    mutating func note(_ text: String, _ style: ExecOutput.Style) -> Action {
        .show(renderer.note(text, style))
    }

    // MARK: - Answers to this client

    private mutating func success(_ step: Step, _ result: JSONNode) throws -> [Action] {
        switch step {
        case .initialize:
            return [try Self.tell(InitializedNotification()), try openThread()]
        case .openThread:
            let thread = try result.decode(OpenedThread.self).thread.id
            threadID = thread
            let note = renderer.note("thread \(thread)", .dim)
            let params = TurnStartParams(threadId: thread, input: [.text(TextUserInput(text: plan.prompt))])
            return [.show(note), try Self.call(TurnStart.self, .startTurn, params)]
        case .startTurn:
            turnID = try result.decode(TurnStartResponse.self).turn.id
            return []
        case .interrupt:
            return []
        }
    }

    private mutating func failure(_ step: Step, _ error: RPCError) -> [Action] {
        // A turn that ended meanwhile cannot be interrupted; its end is on the way.
        step == .interrupt ? [] : fail(error.message)
    }

    private func openThread() throws -> Action {
        guard let threadID = plan.threadID else {
            let params = ThreadStartParams(
                model: plan.model, cwd: plan.directory, approvalPolicy: plan.approvalPolicy, sandbox: plan.sandbox)
            return try Self.call(ThreadStart.self, .openThread, params)
        }
        let params = ThreadResumeParams(
            threadId: threadID, model: plan.model, cwd: plan.directory, approvalPolicy: plan.approvalPolicy,
            sandbox: plan.sandbox, excludeTurns: true)
        return try Self.call(ThreadResume.self, .openThread, params)
    }

    /// What the answers to `thread/start` and `thread/resume` share.
    private struct OpenedThread: Decodable {
        struct Identified: Decodable { var id: String }
        var thread: Identified
    }

    // MARK: - The server's own messages

    private mutating func notification(_ method: String, _ params: JSONNode?) throws -> [Action] {
        guard let params else { return [] }
        // Events of other threads (subagents, other clients' news) are not this turn's.
        // But for questions: those of this turn's agents are asked here.
        if method == ServerRequestResolvedNotification.method {
            let id = try params.decode(ServerRequestResolvedNotification.self).requestId
            return questions.removeValue(forKey: id) == nil ? [] : [.withdraw(id)]
        }
        if let other = params["threadId"]?.string, other != threadID { return [] }
        let shown = try renderer.render(method, params)
        var actions: [Action] = shown.isEmpty ? [] : [.show(shown)]
        guard method == TurnCompletedNotification.method else { return actions }
        let turn = try params.decode(TurnCompletedNotification.self).turn
        guard turn.id == turnID else { return actions }
        actions += questions.keys.map { .withdraw($0) }
        questions = [:]
        return actions + finish(turn.status.exitStatus)
    }

    private mutating func request(_ id: RequestId, _ method: String, _ params: JSONNode?) throws -> [Action] {
        switch (method, params) {
        case (ItemCommandExecutionRequestApproval.method, let params?):
            let request = try params.decode(CommandExecutionRequestApprovalParams.self)
            let command = CommandText.forPeople(request.command ?? "(the command shown above)")
            return ask(id, .command(command, directory: request.cwd), request.reason)
        case (ItemFileChangeRequestApproval.method, let params?):
            return ask(id, .patch, try params.decode(FileChangeRequestApprovalParams.self).reason)
        default:
            let error = RPCError(
                code: RPCErrorCode.methodNotFound.rawValue, message: "heddle exec cannot answer \(method)")
            return [.send(MessageLine.failure(id: try WireCoder.encode(id), error: try WireCoder.encode(error)))]
        }
    }

    private mutating func ask(_ id: RequestId, _ subject: ApprovalQuestion.Subject, _ reason: String?) -> [Action] {
        questions[id] = subject
        return [.ask(ApprovalQuestion(id: id, subject: subject, reason: reason))]
    }

    // MARK: - The end

    private mutating func fail(_ reason: String) -> [Action] {
        [.show(renderer.note("error: \(reason)", .failure))] + finish(ExitStatus.failed)
    }

    private mutating func finish(_ status: Int32) -> [Action] {
        isFinished = true
        return [.finish(status)]
    }

    // MARK: - Lines

    private static func call<Request: ClientRequest>(
        _ request: Request.Type, _ step: Step, _ params: Request.Params
    ) throws -> Action {
        let params = try WireCoder.encode(params, experimental: false)
        return .send(MessageLine.request(id: Int(step.rawValue), method: request.method, params: params))
    }

    private static func tell<Notification: ClientNotification>(_ notification: Notification) throws -> Action {
        var line = Array(#"{"method":"#.utf8)
        JSONText.append(Notification.method, to: &line)
        line += Array("}\n".utf8)
        return .send(line)
    }

    private static func reply(to id: RequestId, _ result: some Encodable) throws -> Action {
        .send(MessageLine.response(id: try WireCoder.encode(id), result: try WireCoder.encode(result)))
    }
}

extension TurnStatus {
    /// What `heddle exec` ends with.
    fileprivate var exitStatus: Int32 {
        switch self {
        case .completed: ExitStatus.done
        case .interrupted: ExitStatus.interrupted
        case .failed, .inProgress: ExitStatus.failed
        }
    }
}

extension CommandExecutionApprovalDecision {
    fileprivate init(_ answer: ApprovalQuestion.Answer) {
        switch answer {
        case .yes: self = .accept
        case .always: self = .acceptForSession
        case .no: self = .decline
        case .cancel: self = .cancel
        }
    }
}

extension FileChangeApprovalDecision {
    fileprivate init(_ answer: ApprovalQuestion.Answer) {
        switch answer {
        case .yes: self = .accept
        case .always: self = .acceptForSession
        case .no: self = .decline
        case .cancel: self = .cancel
        }
    }
}
