import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Search, on the wire` {
    @Test func `for threads`() {
        checkCoding(
            ThreadSearchParams(
                searchTerm: "x", cursor: "c", limit: 5, sortKey: .recencyAt, sortDirection: .asc, sourceKinds: [.cli],
                archived: true),
            """
            {"searchTerm":"x","cursor":"c","limit":5,"sortKey":"recency_at","sortDirection":"asc",
            "sourceKinds":["cli"],"archived":true}
            """,
            required: ["searchTerm"])
        checkCoding(
            ThreadSearchResponse(
                data: [ThreadSearchResult(thread: Samples.thread, snippet: "an x here")], nextCursor: "n",
                backwardsCursor: "b"),
            """
            {"data":[{"thread":\(Samples.threadText),"snippet":"an x here"}],"nextCursor":"n","backwardsCursor":"b"}
            """,
            required: ["data"])
        checkCoding(
            ThreadSearchResult(thread: Samples.thread, snippet: ""),
            #"{"thread":\#(Samples.threadText),"snippet":""}"#, required: ["thread", "snippet"])
        checkCoding(ThreadSearchSortKey.allCases, #"["created_at","updated_at","recency_at"]"#)
    }

    @Test func `for places in a thread`() {
        checkCoding(
            ThreadSearchOccurrencesParams(threadId: "t1", searchTerm: "x", cursor: "c", limit: 5),
            #"{"threadId":"t1","searchTerm":"x","cursor":"c","limit":5}"#, required: ["threadId", "searchTerm"])
        let place = ThreadSearchOccurrence(
            turnId: "u1", itemId: "i1", snippet: "an x", snippetMatchRange: ThreadSearchTextRange(start: 3, end: 4),
            turnCursor: "c")
        let text = """
            {"turnId":"u1","itemId":"i1","snippet":"an x","snippetMatchRange":{"start":3,"end":4},"turnCursor":"c"}
            """
        checkCoding(
            place, text, required: ["turnId", "itemId", "snippet", "snippetMatchRange", "turnCursor"])
        checkCoding(
            ThreadSearchTextRange(start: 3, end: 4), #"{"start":3,"end":4}"#, required: ["start", "end"])
        checkCoding(
            ThreadSearchOccurrencesResponse(data: [place], nextCursor: "n"),
            #"{"data":[\#(text)],"nextCursor":"n"}"#, required: ["data"])
    }
}
