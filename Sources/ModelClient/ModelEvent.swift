/// What one streaming answer is made of, in the order of arrival.
package enum ModelEvent: Hashable, Sendable {
    /// The provider has accepted the request.
    case created(responseID: String)
    /// An output item has begun. Its `raw` form is unfinished and does not belong into the history.
    case itemAdded(ModelItem)
    /// More text of a message item.
    case textDelta(itemID: String, text: String)
    /// A new part of a reasoning item's summary begins.
    case reasoningSummaryPartAdded(itemID: String, index: Int)
    /// More text of one part of a reasoning item's summary.
    case reasoningSummaryDelta(itemID: String, index: Int, text: String)
    /// More of a reasoning item's full text, from the few models that show it.
    case reasoningTextDelta(itemID: String, index: Int, text: String)
    /// An output item is complete. Its `raw` form goes into the history. Providers may send it without `itemAdded`.
    case itemDone(ModelItem)
    /// How much of the account's allowance is used.
    case rateLimits(ModelRateLimits)
    /// The answer is complete; nothing follows.
    case completed(responseID: String, usage: ModelUsage?)
    /// The model that really answers, if the provider says so. It may differ from the one asked for.
    case servedModel(String)
    /// Whatever came of this answer so far is void: the stream broke and the answer starts over.
    ///
    /// Only `ModelClient.streamWithRetries` sends it, once per broken attempt, and only if that attempt had sent events.
    case restarted
}
