package import WireJSON

/// One request to a model: everything a single streaming answer depends on, apart from the provider.
package struct ModelRequest: Sendable {
    /// The model's id as the provider knows it, e.g. `gpt-5.5`.
    package var model: String
    /// The conversation in order: input items of the Responses API, sent byte for byte.
    package var input: [RawJSON]
    /// The tools on offer, as the Responses API describes tools; sent byte for byte.
    package var tools: [RawJSON]
    /// Whether the model may ask for several tool calls in one answer.
    package var parallelToolCalls: Bool
    /// How hard the model should think, e.g. `low`; nil leaves it to the model.
    package var reasoningEffort: String?
    /// How its thoughts are summarised, e.g. `auto`; nil asks for no summary.
    package var reasoningSummary: String?
    /// How long its answers should be, e.g. `low`; nil leaves it to the model.
    package var verbosity: String?
    /// The speed class to be billed, e.g. `priority`; nil for the default one.
    package var serviceTier: String?

    /// The service tier that providers use when a request names none; never sent.
    package static let defaultServiceTier = "default"
    /// A JSON Schema that the final text must satisfy.
    package var outputSchema: RawJSON?
    /// The key under which the provider may reuse the work on a common prefix: the thread's id.
    package var promptCacheKey: String
    /// The thread that asks.
    package var threadID: String
    /// The session (tree of threads) that it belongs to.
    package var sessionID: String
    /// The turn that asks. The offline model makes its item ids from it.
    package var turnID: String
    /// The turn that started the work, if this one is a follow-up of it; else the turn itself.
    package var rootTurnID: String
    /// The client's name, for the `originator` header.
    package var originator: String
    /// The whole `user-agent` header.
    package var userAgent: String
    /// Further members of `client_metadata`. The ids above go there by themselves.
    package var metadata: [String: String]

    /// Called between two bursts of the answer; nothing more is read before it returns, so whoever can't keep up with
    /// the model can make it wait.
    package var pace: @Sendable () async -> Void = {}

    /// Makes a request; what is left out is neither asked for nor sent.
    package init(
        model: String,
        input: [RawJSON],
        tools: [RawJSON] = [],
        parallelToolCalls: Bool = true,
        reasoningEffort: String? = nil,
        reasoningSummary: String? = nil,
        verbosity: String? = nil,
        serviceTier: String? = nil,
        outputSchema: RawJSON? = nil,
        promptCacheKey: String,
        threadID: String,
        sessionID: String,
        turnID: String,
        rootTurnID: String,
        originator: String,
        userAgent: String,
        metadata: [String: String] = [:]
    ) {
        self.model = model
        self.input = input
        self.tools = tools
        self.parallelToolCalls = parallelToolCalls
        self.reasoningEffort = reasoningEffort
        self.reasoningSummary = reasoningSummary
        self.verbosity = verbosity
        self.serviceTier = serviceTier
        self.outputSchema = outputSchema
        self.promptCacheKey = promptCacheKey
        self.threadID = threadID
        self.sessionID = sessionID
        self.turnID = turnID
        self.rootTurnID = rootTurnID
        self.originator = originator
        self.userAgent = userAgent
        self.metadata = metadata
    }
}
