/// What clients are told before an answer starts over.
package struct RetryNotice: Hashable, Sendable {
    /// Which new attempt this will be, from 1.
    package var attempt: Int
    /// How many there may be.
    package var limit: Int
    /// The wait before it.
    package var delayMilliseconds: Int
    /// Why.
    package var failure: ModelFailure

    /// The text that clients show and search for.
    package var message: String { "Reconnecting... \(attempt)/\(limit)" }
    /// The text under it: what broke.
    package var details: String { failure.message }
    /// The protocol's classification of the notice.
    package var errorInfo: ModelFailure.ErrorInfo { failure.noticeErrorInfo }
}
