import AppServerProtocol
import Testing
import WireJSON

@Suite struct `History in pages, on the wire` {
    private let item = ThreadItem.contextCompaction(ContextCompactionItem(id: "i1"))
    private let itemText = #"{"type":"contextCompaction","id":"i1"}"#

    @Test func turns() {
        checkCoding(
            ThreadTurnsListParams(threadId: "t1", cursor: "c", limit: 5, sortDirection: .asc, itemsView: .full),
            #"{"threadId":"t1","cursor":"c","limit":5,"sortDirection":"asc","itemsView":"full"}"#,
            required: ["threadId"])
        checkCoding(
            ThreadTurnsListResponse(data: [Samples.turn], nextCursor: "n", backwardsCursor: "b"),
            #"{"data":[\#(Samples.turnText)],"nextCursor":"n","backwardsCursor":"b"}"#, required: ["data"])
        checkCoding(ThreadTurnsListResponse(data: []), #"{"data":[],"nextCursor":null,"backwardsCursor":null}"#)
    }

    @Test func items() {
        checkCoding(
            ThreadItemEntry(turnId: "u1", item: item, startedAtMs: 1, completedAtMs: 2),
            #"{"turnId":"u1","item":\#(itemText),"startedAtMs":1,"completedAtMs":2}"#, required: ["turnId", "item"])
        checkCoding(
            ThreadItemsListParams(
                threadId: "t1", turnId: "u1", cursor: .text("c"), limit: 5, sortDirection: .desc),
            #"{"threadId":"t1","turnId":"u1","cursor":"c","limit":5,"sortDirection":"desc"}"#,
            required: ["threadId"])
        checkCoding(
            ThreadItemsListResponse(
                data: [ThreadItemEntry(turnId: "u1", item: item)], nextCursor: "n", backwardsCursor: "b"),
            """
            {"data":[{"turnId":"u1","item":\(itemText),"startedAtMs":null,"completedAtMs":null}],"nextCursor":"n",
            "backwardsCursor":"b"}
            """,
            required: ["data"])
    }

    @Test func `a page of items can start next to an item`() {
        checkCoding(
            ThreadItemsListCursor.anchor(.item(ItemAnchor(itemId: "i1"))), #"{"type":"item","itemId":"i1"}"#)
        let reason = "data did not match any variant of untagged enum ThreadItemsListCursor at `cursor`"
        checkRefusal(#"{"threadId":"t1","cursor":5}"#, as: ThreadItemsListParams.self, reason)
        checkRefusal(#"{"threadId":"t1","cursor":{"type":"item"}}"#, as: ThreadItemsListParams.self, reason)
        checkRefusal(
            #"{"threadId":"t1","cursor":{"type":"turn","itemId":"i1"}}"#, as: ThreadItemsListParams.self, reason)
        checkRefusal(
            #"{"type":"turn","itemId":"i1"}"#, as: ThreadItemsListAnchor.self,
            "unknown variant `turn`, expected `item` at `type`")
    }

    @Test func `single items`() {
        checkCoding(
            ThreadItemsReadParams(threadId: "t1", turnId: "u1", itemIds: ["i1"]),
            #"{"threadId":"t1","turnId":"u1","itemIds":["i1"]}"#, required: ["threadId", "turnId", "itemIds"])
        checkCoding(
            ThreadItemsReadResponse(data: [ThreadItemEntry(turnId: "u1", item: item)]),
            #"{"data":[{"turnId":"u1","item":\#(itemText),"startedAtMs":null,"completedAtMs":null}]}"#,
            required: ["data"])
    }

    @Test func `the timeline`() {
        checkCoding(
            ThreadTimelineListParams(threadId: "t1", cursor: "c", limit: 5),
            #"{"threadId":"t1","cursor":"c","limit":5}"#, required: ["threadId"])
        checkCoding(
            ThreadTimelineListResponse(
                data: [.item(TimelineItem(position: 8, turnId: "u1", item: item))], nextCursor: "n",
                activeRealtimeSessionAtPageStart: "v"),
            """
            {"data":[{"type":"item","position":8,"turnId":"u1","item":\(itemText)}],"nextCursor":"n",
            "activeRealtimeSessionAtPageStart":"v"}
            """,
            required: ["data"])
    }

    @Test func `what a timeline holds`() {
        checkCoding(
            ThreadTimelineEntry.item(TimelineItem(position: 8, turnId: "u1", item: item)),
            #"{"type":"item","position":8,"turnId":"u1","item":\#(itemText)}"#,
            required: ["type", "position", "turnId", "item"])
        checkCoding(
            ThreadTimelineEntry.turnStarted(TimelineTurnStart(position: 1, turnId: "u1", startedAt: 5)),
            #"{"type":"turnStarted","position":1,"turnId":"u1","startedAt":5}"#,
            required: ["type", "position", "turnId"])
        checkCoding(
            ThreadTimelineEntry.turnCompleted(
                TimelineTurnEnd(
                    position: 13, turnId: "u1", status: .completed, startedAt: 5, completedAt: 6, durationMs: 45)),
            """
            {"type":"turnCompleted","position":13,"turnId":"u1","status":"completed","error":null,"startedAt":5,
            "completedAt":6,"durationMs":45}
            """,
            required: ["type", "position", "turnId", "status"])
        checkCoding(
            ThreadTimelineEntry.realtime(
                TimelineRealtimeItem(
                    position: 2, item: .realtimeSessionStarted(RealtimeSessionStart(id: "r1", realtimeSessionId: "v")))
            ),
            """
            {"type":"realtime","position":2,"item":{"type":"realtimeSessionStarted","id":"r1","realtimeSessionId":"v"}}
            """,
            required: ["type", "position", "item"])
        checkRefusal(
            #"{"type":"turn"}"#, as: ThreadTimelineEntry.self,
            "unknown variant `turn`, expected one of `item`, `realtime`, `turnStarted`, `turnCompleted` at `type`")
    }

    @Test func `conversations by voice in a timeline`() {
        checkCoding(
            ThreadRealtimeItem.transcriptSegment(
                RealtimeTranscriptSegment(id: "r1", realtimeSessionId: "v", role: .user, text: "hi")),
            #"{"type":"transcriptSegment","id":"r1","realtimeSessionId":"v","role":"user","text":"hi"}"#,
            required: ["type", "id", "realtimeSessionId", "role", "text"])
        checkCoding(
            ThreadRealtimeItem.bemItemPromoted(
                RealtimeItemPromotion(
                    id: "r1", realtimeSessionId: "v", turnId: "u1", itemId: "i1",
                    presentation: .inlineVisualization(RealtimeInlineVisualization(index: 2)))),
            """
            {"type":"bemItemPromoted","id":"r1","realtimeSessionId":"v","turnId":"u1","itemId":"i1",
            "presentation":{"type":"inlineVisualization","index":2}}
            """,
            required: ["type", "id", "realtimeSessionId", "turnId", "itemId", "presentation"])
        checkCoding(
            ThreadRealtimeItem.realtimeSessionClosed(
                RealtimeSessionEnd(id: "r1", realtimeSessionId: "v", outcome: .ended)),
            #"{"type":"realtimeSessionClosed","id":"r1","realtimeSessionId":"v","outcome":"ended"}"#,
            required: ["type", "id", "realtimeSessionId", "outcome"])
        checkCoding(
            [ThreadRealtimeBemItemPresentation.wholeItem, .inlineMarkdown],
            #"[{"type":"wholeItem"},{"type":"inlineMarkdown"}]"#)
        checkCoding(ThreadRealtimeSessionOutcome.allCases, #"["ended","failed"]"#)
        checkCoding(ThreadRealtimeTranscriptRole.allCases, #"["user","assistant"]"#)
    }
}
