import AppServerProtocol
import ModelClient
import WireJSON

/// Follows one streamed answer of a model: which items are open, what they have said so far, which tools it calls.
///
/// A value without I/O: every model event yields at most two actions, which the turn carries out in order.
struct ResponseAssembler {
    /// What a model event means for the thread.
    enum Action: Equatable {
        /// An item begins.
        case start(ThreadItem)
        /// A message goes on.
        case messageDelta(itemID: String, text: String)
        /// A part of a reasoning summary begins.
        case summaryPart(itemID: String, index: Int)
        /// A part of a reasoning summary goes on.
        case summaryDelta(itemID: String, index: Int, text: String)
        /// A part of a reasoning text goes on.
        case reasoningDelta(itemID: String, index: Int, text: String)
        /// An item is complete.
        case complete(ThreadItem)
    }

    /// A call of one of our tools.
    struct ToolCall: Equatable, Sendable {
        /// How the model wrote it.
        enum Form: Equatable, Sendable {
            /// With JSON arguments.
            case function
            /// With free text.
            case custom
        }

        /// The model's id for the call; the item's id on the wire.
        var callID: String
        /// The tool's name, with its namespace in front if it has one.
        var name: String
        /// JSON text or free text.
        var arguments: String
        /// Which of the two.
        var form: Form
    }

    /// Makes an id for an item that came without one.
    private let makeID: @Sendable () -> String
    /// The id that was made for the item without one that is open now.
    private var madeID: String?
    /// The tools that the answer calls, in its order.
    private(set) var toolCalls: [ToolCall] = []
    /// The output items that are complete, as they go back into the history.
    private(set) var history: [RawJSON] = []
    /// Token counts, once the answer is complete.
    var usage: ModelUsage?
    private var open: [OpenItem] = []

    private struct OpenItem {
        var item: ThreadItem
        var said: RunningItem

        init(_ item: ThreadItem) {
            self.item = item
            said = RunningItem(id: item.id)
        }
    }

    /// An answer that has not begun.
    init(makeID: @escaping @Sendable () -> String) {
        self.makeID = makeID
    }

    /// The id under which clients know an item: the model's, or one of ours where the model gives none.
    private mutating func known(_ id: String) -> String {
        guard id.isEmpty else { return id }
        let made = madeID ?? "msg_" + makeID()
        madeID = made
        return made
    }

    /// Takes the start of an output item.
    mutating func added(_ item: ModelItem) -> Action? {
        var item = item
        item.id = known(item.id)
        guard let threadItem = item.threadItem(isComplete: false) else { return nil }
        open.append(OpenItem(threadItem))
        return .start(threadItem)
    }

    /// Takes a piece of a message. A piece of an item that was never announced begins it.
    mutating func textDelta(itemID: String, text: String) -> (Action?, Action) {
        let itemID = known(itemID)
        let start = begin(itemID) { .agentMessage(AgentMessageItem(id: itemID, text: "")) }
        withOpenItem(itemID) { $0.text.append(text) }
        return (start, .messageDelta(itemID: itemID, text: text))
    }

    /// Takes a piece of reasoning; `action` says which.
    mutating func reasoning(itemID: String, _ action: Action) -> (Action?, Action) {
        let start = begin(itemID) { .reasoning(ReasoningItem(id: itemID, summary: [], content: [])) }
        switch action {
        case .summaryPart(_, let index):
            withOpenItem(itemID) { RunningItem.append("", to: &$0.summary, at: index) }
        case .summaryDelta(_, let index, let text):
            withOpenItem(itemID) { RunningItem.append(text, to: &$0.summary, at: index) }
        case .reasoningDelta(_, let index, let text):
            withOpenItem(itemID) { RunningItem.append(text, to: &$0.content, at: index) }
        case .start, .messageDelta, .complete:
            break
        }
        return (start, action)
    }

    /// Takes the end of an output item.
    mutating func done(_ item: ModelItem) -> (Action?, Action?) {
        history.append(item.raw)
        var item = item
        item.id = known(item.id)
        madeID = nil
        if let call = ToolCall(item) { toolCalls.append(call) }
        guard let threadItem = item.threadItem(isComplete: true) else { return (nil, nil) }
        let start = begin(item.id) { threadItem.emptied }
        open.removeAll { $0.said.id == item.id }
        return (start, .complete(threadItem))
    }

    /// Ends an answer that was cut short: open items are complete with what they had, and what a message had said goes
    /// into the history, so that nobody loses what was already shown.
    mutating func cut() -> [Action] {
        defer { open = [] }
        return open.map { open in
            if case .agentMessage = open.item, !open.said.text.isEmpty {
                history.append(HistoryItems.assistantMessage(open.said.text))
            }
            return .complete(open.said.filling(open.item))
        }
    }

    private mutating func begin(_ itemID: String, _ item: () -> ThreadItem) -> Action? {
        guard !open.contains(where: { $0.said.id == itemID }) else { return nil }
        let item = item()
        open.append(OpenItem(item))
        return .start(item)
    }

    private mutating func withOpenItem(_ itemID: String, _ change: (inout RunningItem) -> Void) {
        guard let index = open.lastIndex(where: { $0.said.id == itemID }) else { return }
        change(&open[index].said)
    }
}

extension ResponseAssembler.ToolCall {
    /// The call that an item is; nil for other items.
    init?(_ item: ModelItem) {
        switch item.kind {
        case .functionCall(let callID, let name, let namespace, let arguments):
            self.init(
                callID: callID, name: namespace.map { "\($0).\(name)" } ?? name, arguments: arguments, form: .function)
        case .customToolCall(let callID, let name, let input):
            self.init(callID: callID, name: name, arguments: input, form: .custom)
        default:
            return nil
        }
    }
}

extension ModelItem {
    /// The item as clients see it; nil for kinds that are no item of their own, like tool calls, whose items the tools
    /// make.
    func threadItem(isComplete: Bool) -> ThreadItem? {
        switch kind {
        case .message(let role, let text, let phase):
            guard role == "assistant" else { return nil }
            return .agentMessage(
                AgentMessageItem(id: id, text: isComplete ? text : "", phase: phase.map(MessagePhase.init(rawValue:))))
        case .reasoning(let summary, let content):
            return .reasoning(
                ReasoningItem(id: id, summary: isComplete ? summary : [], content: isComplete ? content : []))
        case .webSearchCall:
            return .webSearch(WebSearchItem(self, isComplete: isComplete))
        default:
            return nil
        }
    }
}

extension ThreadItem {
    /// The item as it was before it said anything.
    fileprivate var emptied: ThreadItem {
        switch self {
        case .agentMessage(var message):
            message.text = ""
            return .agentMessage(message)
        case .reasoning(var reasoning):
            reasoning.summary = []
            reasoning.content = []
            return .reasoning(reasoning)
        case .webSearch(let search):
            return .webSearch(WebSearchItem(id: search.id, query: "", action: .other))
        default:
            return self
        }
    }
}
