import AppServerProtocol
import Testing
import WireJSON

@testable import heddle

/// A conversation fed with JSON, that keeps what it gives: lines as JSON, texts by channel.
struct Recorded {
    var conversation: ExecConversation
    var sent: [JSONValue] = []
    var answer = ""
    var activity = ""
    var statuses: [String?] = []
    var questions: [ApprovalQuestion] = []
    var withdrawn: [String] = []
    var exitStatus: Int32?

    init(_ plan: ExecPlan = ExecPlan(prompt: "hi", directory: "/work")) throws {
        conversation = ExecConversation(plan)
        try perform(conversation.begin())
    }

    /// A conversation whose turn `t` of thread `T` runs, with everything before it forgotten.
    static func running() throws -> Recorded {
        var recorded = try Recorded()
        try recorded.receive(#"{"id":1,"result":{"userAgent":"x"}}"#)
        try recorded.receive(#"{"id":2,"result":{"thread":{"id":"T"}}}"#)
        try recorded.receive(#"{"id":3,"result":{"turn":{"id":"t","items":[],"status":"inProgress"}}}"#)
        recorded.sent = []
        recorded.activity = ""
        return recorded
    }

    mutating func receive(_ line: String) throws {
        try perform(conversation.receive(Array(line.utf8)))
    }

    /// A notification of the thread and turn, with more params.
    mutating func notify(_ method: String, _ params: String) throws {
        try receive(#"{"method":"\#(method)","params":{"threadId":"T","turnId":"t",\#(params)},"emittedAtMs":1}"#)
    }

    mutating func started(_ item: String) throws {
        try notify("item/started", #""startedAtMs":1,"item":\#(item)"#)
    }

    mutating func completed(_ item: String) throws {
        try notify("item/completed", #""completedAtMs":1,"item":\#(item)"#)
    }

    mutating func perform(_ actions: [ExecConversation.Action]) throws {
        for action in actions {
            switch action {
            case .send(let line):
                #expect(line.last == UInt8(ascii: "\n"))
                sent.append(try JSONDocument(parsing: line.dropLast()).root.value())
            case .show(let outputs): outputs.forEach { show($0) }
            case .ask(let question): questions.append(question)
            case .withdraw(let id): withdrawn.append(id.description)
            case .finish(let status): exitStatus = status
            }
        }
    }

    private mutating func show(_ output: ExecOutput) {
        switch output {
        case .text(let text, .answer, _): answer += text
        case .text(let text, .activity, _): activity += text
        case .status(let status): statuses.append(status)
        }
    }
}

extension JSONDocument {
    convenience init(parsing bytes: ArraySlice<UInt8>) throws {
        try self.init(parsing: Array(bytes))
    }
}
