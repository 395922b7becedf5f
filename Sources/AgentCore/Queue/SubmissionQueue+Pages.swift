package import AppServerProtocol

extension SubmissionQueue {
    /// One page. A cursor is the place where it starts; one behind the end, after the queue became shorter, gives an
    /// empty page.
    package func page(cursor: String?, limit: Int?) throws(AgentError) -> ThreadQueueListResponse {
        var start = 0
        if let cursor {
            let isNumber = !cursor.isEmpty && cursor.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard isNumber, let place = Int(cursor) else {
                throw AgentError(.invalidCursor, "invalid queue pagination cursor: \(cursor)")
            }
            start = min(place, submissions.count)
        }
        let rest = submissions[start...]
        let page = rest.prefix(max(1, limit ?? Self.defaultPageLength))
        return ThreadQueueListResponse(
            data: Array(page), nextCursor: page.count < rest.count ? String(page.endIndex) : nil)
    }
}
