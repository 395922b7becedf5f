import WireJSON

/// The built-in model: deterministic, without a network, and steered by the prompt or by a scenario.
///
/// It reads the person's last message of the request and counts the tool outputs after it, which tells how far it is; it has
/// no other memory. A scenario's turn comes first, then directives in the message, else it says what it can do. The same
/// request always gives the same events.
package struct OfflineModel: Sendable {
    private let scenario: Scenario?
    private let sleep: @Sendable (_ milliseconds: Int) async throws -> Void

    /// Makes a model. `sleep` must throw `CancellationError` as soon as its task is cancelled.
    package init(
        scenario: Scenario? = nil,
        sleep: @escaping @Sendable (_ milliseconds: Int) async throws -> Void = RetryEnvironment.system.sleep
    ) {
        self.scenario = scenario
        self.sleep = sleep
    }

    /// What it says to a message without directives.
    static let help =
        "I am Heddle's built-in offline model: I need no network, and the same prompt always gets the same answer. "
        + "I follow directives, one a line: `run: COMMAND`, `write PATH: TEXT`, `plan: STEP; STEP`, `ask: QUESTION? a | b`, `agent: TASK`, `agents: SECONDS`, `think: TEXT`, `say: TEXT`, "
        + "`call: TOOL {...}`, `fail: KIND` and `sleep: SECONDS`. "
        + "For a real model, set OPENAI_API_KEY or configure a provider in config.toml."

    /// The namespace of the tools for agents.
    private static let agentTools = "multi_agent_v1"

    /// One answer; see `ModelClient.stream`.
    package func stream(_ request: ModelRequest, handle: (ModelEvent) throws -> Void) async throws {
        let conversation = OfflineConversation(request.input)
        let script =
            scenario?.script(for: conversation) ?? OfflineDirectives.parse(conversation.message)
            ?? OfflineScript(
                steps: [
                    [
                        .text(
                            deltas: OfflineScript.words(conversation.isReview ? OfflineReview.result : Self.help),
                            delayMilliseconds: 0)
                    ]
                ], givesAccount: false)
        var parts = script.step(afterOutputs: conversation.outputs.count) ?? []
        let isSilent = !parts.contains { $0.isCall || $0.isText }
        if parts.isEmpty || script.givesAccount && isSilent {
            parts.append(.text(deltas: OfflineScript.words(conversation.account), delayMilliseconds: 0))
        }
        var answer = OfflineAnswer(request)
        try handle(answer.created)
        for part in parts {
            try Task.checkCancellation()
            try await play(part, of: conversation, in: &answer, pace: request.pace, handle: handle)
        }
        try handle(answer.completed)
    }

    private func play(
        _ part: OfflineScript.Part, of conversation: OfflineConversation, in answer: inout OfflineAnswer,
        pace: @Sendable () async -> Void,
        handle: (ModelEvent) throws -> Void
    ) async throws {
        switch part {
        case .text(let deltas, let delay):
            let id = try answer.beginMessage(handle)
            for delta in deltas {
                if delay > 0 { try await sleep(delay) }
                try Task.checkCancellation()
                try handle(.textDelta(itemID: id, text: delta))
                await pace()
            }
            try answer.endMessage(id, text: deltas.joined(), handle)
        case .reasoning(let text):
            try answer.think(text, handle)
        case .call(let name, let arguments):
            try answer.call(name, arguments, handle)
        case .agent(let task):
            let arguments = RawJSON(["message": .string(task)])
            try answer.call(Self.agentTools + ".spawn_agent", arguments, handle)
        case .waitForAgents(let milliseconds):
            let arguments = RawJSON([
                "targets": .array(conversation.agentIDs.map(JSONValue.string)),
                "timeout_ms": .number(JSONNumber(Int64(milliseconds))),
            ])
            try answer.call(Self.agentTools + ".wait_agent", arguments, handle)
        case .fail(let failure):
            throw failure
        case .sleep(let milliseconds):
            try await sleep(milliseconds)
        case .usage(let usage):
            answer.usage = usage
        }
    }
}

extension ModelClient {
    /// The built-in model as a client. `scenario` scripts it; `sleep` waits, and tests can make it not to.
    package static func offline(
        scenario: Scenario? = nil,
        sleep: @escaping @Sendable (_ milliseconds: Int) async throws -> Void = RetryEnvironment.system.sleep
    ) -> ModelClient {
        let model = OfflineModel(scenario: scenario, sleep: sleep)
        return ModelClient(
            retryPolicy: ModelProvider.offline.retryPolicy,
            stream: { request, handle in try await model.stream(request, handle: handle) })
    }
}
