import AppServerProtocol
import Testing
import WireJSON

@testable import ThreadStore

/// A log's records become a thread by rules that no record can break.
struct ThreadReducerTests {
    @Test func aFinishedTurn() throws {
        let (thread, irregular) = reduce([line(nil, 1000, .thread(header()))] + (try textTurn()))
        #expect(irregular.isEmpty)
        #expect(thread.header == header())
        let turn = try #require(thread.turns.first)
        #expect(thread.turns.count == 1)
        #expect(turn.id == "t1")
        #expect(turn.status == .completed)
        #expect(turn.itemsView == .full)
        #expect(turn.items == [try userMessage("hello", id: "u-t1"), try agentMessage("answer", id: "a-t1")])
        #expect(turn.startedAt == 2)
        #expect(turn.durationMs == 600)
        #expect(
            thread.itemTimes[ItemKey(turnId: "t1", itemId: "a-t1")] == ItemTimes(startedAtMs: 2001, completedAtMs: 2500)
        )
        #expect(thread.preview == "hello")
        #expect(thread.clientMessages == ["c-t1": "t1"])
        #expect(thread.tokenUsage?.turnId == "t1")
        #expect(thread.modelItems.count == 1)
        #expect(thread.lastSeq == 17)
        #expect(thread.createdAtMs == 1000)
        #expect(thread.updatedAtMs == 2600)
        #expect(thread.recencyAtMs == 2600)
    }

    @Test func itemsStandInTheOrderOfTheirBeginning() throws {
        let (thread, _) = reduce([
            line(1, 1, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 1))),
            line(2, 2, .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress", id: "a"), atMs: 2))),
            line(3, 3, .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress", id: "b"), atMs: 3))),
            line(4, 4, .itemCompleted(ItemRecord(turnId: "t", item: try command("completed", id: "b"), atMs: 4))),
            line(5, 5, .itemCompleted(ItemRecord(turnId: "t", item: try command("failed", id: "a"), atMs: 5))),
        ])
        #expect(thread.turns[0].items == [try command("failed", id: "a"), try command("completed", id: "b")])
    }

    @Test func anItemBegunAgainReplacesItsUnfinishedSelf() throws {
        let (thread, irregular) = reduce([
            line(1, 1, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 1))),
            line(2, 2, .itemStarted(ItemRecord(turnId: "t", item: try agentMessage("par"), atMs: 2))),
            line(3, 3, .itemStarted(ItemRecord(turnId: "t", item: try agentMessage("partial"), atMs: 3))),
        ])
        #expect(irregular.isEmpty)
        #expect(thread.turns[0].items == [try agentMessage("partial")])
    }

    @Test func anItemIdUsedAgainAfterItsEndIsAnotherItem() throws {
        let (thread, _) = reduce([
            line(1, 1, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 1))),
            line(2, 2, .itemCompleted(ItemRecord(turnId: "t", item: try agentMessage("one"), atMs: 2))),
            line(3, 3, .itemStarted(ItemRecord(turnId: "t", item: try agentMessage(""), atMs: 3))),
            line(4, 4, .itemCompleted(ItemRecord(turnId: "t", item: try agentMessage("two"), atMs: 4))),
        ])
        #expect(thread.turns[0].items == [try agentMessage("one"), try agentMessage("two")])
    }

    @Test func theEndOfATurnEndsItsItems() throws {
        let (thread, _) = reduce([
            line(1, 1, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 1))),
            line(2, 2, .itemStarted(ItemRecord(turnId: "t", item: try agentMessage("", id: "empty"), atMs: 2))),
            line(
                3, 3, .itemStarted(ItemRecord(turnId: "t", item: try command("inProgress", output: "so far"), atMs: 3))),
            line(4, 9, .turnCompleted(TurnRecord(id: "t", status: .interrupted))),
        ])
        #expect(thread.turns[0].items == [try command("failed", output: "so far")])
    }

    @Test func aRevertPutsBackTheHistoryThatWasReplaced() throws {
        func item(_ text: String) throws -> RawJSON { try raw(#"{"type":"message","content":"\#(text)"}"#) }
        func turn(_ id: String, _ records: LogRecord...) -> [LogRecord] {
            [.turnStarted(TurnStartedRecord(turnId: id, startedAtMs: 1))] + records
                + [.turnCompleted(TurnRecord(id: id, status: .completed))]
        }
        func model(_ text: String) throws -> LogRecord {
            .modelItem(ModelItemRecord(turnId: nil, item: try item(text)))
        }
        func short(_ text: String) throws -> LogRecord {
            .compacted(CompactedRecord(turnId: "t", items: [try item(text)]))
        }
        let records = try turn("a", model("1")) + turn("b", short("S"), model("2")) + turn("c", short("T"), model("3"))
        let expected = [["T", "3"], ["S", "2"], ["1"], []]
        for (reverted, texts) in zip([nil, "c", "b", "a"], expected) {
            let revert = reverted.map { id in
                LogRecord.reverted(RevertedRecord(beforeTurnId: id, toOffset: 0, history: HistoryDigest()))
            }
            let lines = (records + [revert].compactMap { $0 }).map { line(nil, 1, $0) }
            #expect(try reduce(lines).0.modelItems == texts.map(item))
        }
    }

    @Test func settingsAndNamesReplaceEarlierOnes() throws {
        let (thread, _) = reduce([
            line(nil, 1000, .thread(header())), line(1, 2001, .name("one")),
            line(2, 2003, .settings(try settings(cwd: "/a"))), line(3, 2004, .settings(try settings(cwd: "/b"))),
            line(4, 2005, .name(nil)),
        ])
        #expect(thread.name == nil)
        #expect(thread.settings?.cwd == "/b")
        #expect(thread.summary.cwd == "/b")
        #expect(thread.summary.model == "m2")
        #expect(thread.updatedAtMs == 2004, "settings count as a change, names do not")
        #expect(thread.recencyAtMs == 1000)
    }

    @Test func toBePutAwayIsAChangeAndToBeNamedIsNone() throws {
        var lines = [line(nil, 1000, .thread(header())), line(1, 2000, .name("one"))]
        #expect(reduce(lines).thread.updatedAtMs == 1000)
        lines.append(line(2, 3000, .archived(true)))
        #expect(reduce(lines).thread.updatedAtMs == 3000)
        #expect(reduce(lines).thread.recencyAtMs == 1000)
    }

    @Test func countingGoesOnBehindSeenAndReservedNumbers() {
        #expect(reduce([line(5, 1, .name("a")), line(nil, 2, .sequenceReserved(100))]).thread.lastSeq == 100)
        #expect(reduce([line(nil, 1, .sequenceReserved(100)), line(500, 2, .name("a"))]).thread.lastSeq == 500)
        // A close in good order takes back what was not used.
        let closed = [line(nil, 1, .sequenceReserved(100)), line(5, 2, .name("a")), line(nil, 3, .sequenceReserved(7))]
        #expect(reduce(closed).thread.lastSeq == 7)
    }

    @Test func irregularRecordsHaveRules() throws {
        let begin = line(1, 1, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 1)))
        let end = line(2, 2, .turnCompleted(TurnRecord(id: "t", status: .completed)))

        let again = reduce([begin, end, line(3, 3, .turnStarted(TurnStartedRecord(turnId: "t", startedAtMs: 3)))])
        #expect(again.kinds == [.repeatedTurn])
        #expect(again.thread.turns.map(\.status) == [.completed])

        let repeated = reduce([begin, begin, end])
        #expect(repeated.kinds == [.repeatedTurn])

        let older = reduce([line(9, 1, .name("nine")), line(3, 2, .name("three"))])
        #expect(older.kinds == [.sequenceRepeated])
        #expect(older.thread.name == "three")
        #expect(older.thread.lastSeq == 9)

        let missing = reduce([
            line(1, 1, .itemCompleted(ItemRecord(turnId: "t", item: try agentMessage("x"), atMs: 1))), end,
        ])
        #expect(missing.kinds == [.missingTurn])
        #expect(missing.thread.turns.map(\.status) == [.completed])
        #expect(missing.thread.turns[0].items == [try agentMessage("x")])

        let headers = reduce([line(nil, 1, .thread(header())), line(nil, 1, .thread(header(createdAtMs: 7)))])
        #expect(headers.kinds == [.secondHeader])
        #expect(headers.thread.createdAtMs == 1000)

        let foreign = reduce([line(nil, 1, .thread(header(threadB)))])
        #expect(foreign.kinds == [.foreignHeader])
        #expect(foreign.thread.header.id == threadA)

        let orphan = reduce([
            line(nil, 1, try modelCall("c")), line(nil, 2, try modelOutput("c")), line(nil, 3, try modelOutput("c")),
        ])
        #expect(orphan.kinds == [.orphanOutput])
        #expect(orphan.thread.modelItems.count == 2)
    }

    @Test func previewsAreTheTextOfTheFirstMessage() throws {
        let content: [UserInput] = try value(
            #"[{"type": "text", "text": "one"}, {"type": "image", "url": "u"}, {"type": "text", "text": "two"}]"#)
        #expect(ThreadPreview.text(of: content) == "one\ntwo")
        let long: [UserInput] = try value(#"[{"type": "text", "text": "\#(String(repeating: "x", count: 5000))"}]"#)
        #expect(ThreadPreview.text(of: long).count == ThreadPreview.characterLimit)
    }
}
