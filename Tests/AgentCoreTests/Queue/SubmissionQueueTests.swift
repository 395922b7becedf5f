import AgentCore
import AppServerProtocol
import Testing
import ThreadStore
import WireJSON

@Suite("The queue of a thread")
struct SubmissionQueueTests {
    private func text(_ text: String) -> [UserInput] { [.text(TextUserInput(text: text))] }

    private func params(_ message: String, client: String) -> ThreadQueueAddParams {
        ThreadQueueAddParams(threadId: "t", input: text(message), clientUserMessageId: client)
    }

    private func submission(_ id: String) -> QueuedSubmission {
        QueuedSubmission(id: id, clientUserMessageId: "client \(id)", input: text("input \(id)"))
    }

    private func queue(_ ids: String..., isPaused: Bool = false) -> SubmissionQueue {
        SubmissionQueue(submissions: ids.map(submission), isPaused: isPaused)
    }

    private func ids(_ queue: SubmissionQueue) -> [String] { queue.submissions.map(\.id) }

    // MARK: - Adding

    @Test("takes inputs at its end")
    func add() throws {
        var queue = queue("a")
        let added = QueuedSubmission(id: "b", clientUserMessageId: "c1", input: text("hello"))
        #expect(try queue.add(params("hello", client: "c1"), id: "b") == .added(added))
        #expect(queue.submissions == [submission("a"), added])
    }

    @Test("has one of a message that is sent again, also when it is full")
    func sentAgain() throws {
        var queue = SubmissionQueue()
        let first = QueuedSubmission(id: "1", clientUserMessageId: "c1", input: text("hello"))
        #expect(try queue.add(params("hello", client: "c1"), id: "1") == .added(first))
        for number in 2...100 { _ = try queue.add(params("x", client: "x\(number)"), id: "\(number)") }
        #expect(try queue.add(params("hello", client: "c1"), id: "101") == .present(first))
        #expect(queue.submissions.count == 100)
    }

    @Test("loses nothing of a client that gives other messages the same id, or none")
    func sameClientID() throws {
        var queue = SubmissionQueue()
        _ = try queue.add(params("one", client: "c"), id: "1")
        _ = try queue.add(params("two", client: "c"), id: "2")
        _ = try queue.add(params("three", client: ""), id: "3")
        _ = try queue.add(params("three", client: ""), id: "4")
        #expect(ids(queue) == ["1", "2", "3", "4"])
    }

    @Test("knows a message that is sent again after it was started")
    func sentAgainAfterStart() throws {
        var queue = SubmissionQueue()
        _ = try queue.add(params("hello", client: "c1"), id: "1")
        let first = queue.next()
        let again = try queue.add(params("hello", client: "c1"), id: "2")
        #expect(again == first.map { .present($0) })
        #expect(queue.submissions.isEmpty)
    }

    @Test("is read from a log without what a turn has begun with")
    func loaded() throws {
        let record = QueueRecord(submissions: [submission("a"), submission("b")], isPaused: false)
        let message = UserMessageItem(id: "a", clientId: "client a", content: text("input a"))
        var queue = SubmissionQueue(record, lastTurnUserMessages: [message])
        #expect(ids(queue) == ["b"])
        #expect(try queue.add(params("input a", client: "client a"), id: "c") == .present(submission("a")))
        #expect(queue.record == QueueRecord(submissions: [submission("b")], isPaused: false))
    }

    @Test("has an input again whose turn could not begin, in its place and paused as it was")
    func refusedStart() throws {
        var before = queue("a", "b", "c")
        _ = before.turnEnded(wasStopped: true)
        var queue = before
        _ = try queue.start(id: "b", turnRuns: false)
        #expect(!queue.isPaused)
        let after = queue
        queue.takeBack(after, to: before)
        #expect(queue == before)
    }

    @Test("takes back what could not be written down, and keeps what has changed since")
    func takenBack() throws {
        let before = queue("a", "b", "c")
        func refused(
            _ change: (inout SubmissionQueue) throws -> Void,
            then later: (inout SubmissionQueue) throws -> Void = { _ in }
        ) throws -> [String] {
            var queue = before
            try change(&queue)
            let after = queue
            try later(&queue)
            queue.takeBack(after, to: before)
            return ids(queue)
        }
        #expect(try refused { _ = try $0.add(params("x", client: "c9"), id: "x") } == ["a", "b", "c"])
        #expect(try refused { _ = $0.delete(id: "b") } == ["a", "b", "c"])
        #expect(try refused { try $0.reorder(["c", "b", "a"]) } == ["a", "b", "c"])
        #expect(try refused({ _ = $0.delete(id: "b") }, then: { _ = $0.next() }) == ["b", "c"])
        var queue = before
        _ = try queue.update(id: "a", input: text("new"))
        let after = queue
        queue.takeBack(after, to: before)
        #expect(queue == before)
    }

    @Test("holds a hundred inputs")
    func full() throws {
        var queue = SubmissionQueue()
        for number in 1...100 { _ = try queue.add(params("x", client: "c\(number)"), id: "\(number)") }
        let error = #expect(throws: AgentError.self) { try queue.add(params("x", client: "c"), id: "101") }
        #expect(error == AgentError(.queueFull, "queue cannot contain more than 100 submissions"))
        #expect(queue.submissions.count == 100)
    }

    @Test("takes no input without parts")
    func empty() {
        var queue = queue("a")
        let expected = AgentError(.invalidParams, "only user input can be added to the user-message queue")
        let nothing = ThreadQueueAddParams(threadId: "t", input: [], clientUserMessageId: "c")
        #expect(throws: expected) { try queue.add(nothing, id: "b") }
        #expect(throws: expected) { try queue.update(id: "a", input: []) }
        #expect(queue == self.queue("a"))
    }

    // MARK: - Changing

    @Test("changes what an input says, not its id and place")
    func update() throws {
        var queue = queue("a", "b")
        let updated = try queue.update(id: "a", input: text("new"))
        #expect(updated == QueuedSubmission(id: "a", clientUserMessageId: "client a", input: text("new")))
        #expect(queue.submissions == [updated, submission("b")])
        #expect(throws: AgentError(.queuedSubmissionNotFound, "queued submission not found: nope")) {
            try queue.update(id: "nope", input: text("new"))
        }
    }

    @Test("lets go of an input, and says if it didn't have it")
    func delete() {
        var queue = queue("a", "b")
        #expect(queue.delete(id: "a") == true)
        #expect(queue.delete(id: "a") == false)
        #expect(ids(queue) == ["b"])
    }

    @Test("takes an order that names each input once")
    func reorder() throws {
        var queue = queue("a", "b", "c")
        try queue.reorder(["c", "a", "b"])
        #expect(ids(queue) == ["c", "a", "b"])
        var empty = SubmissionQueue()
        #expect(throws: Never.self) { try empty.reorder([]) }
    }

    @Test(
        "refuses any other order",
        arguments: [[], ["a", "b"], ["a", "b", "b"], ["a", "b", "x"], ["a", "b", "c", "c"], ["a", "b", "c", "x"]])
    func badOrder(order: [String]) {
        var queue = queue("a", "b", "c")
        let error = #expect(throws: AgentError.self) { try queue.reorder(order) }
        #expect(error?.message == "queue reorder must include every queued submission exactly once")
        #expect(ids(queue) == ["a", "b", "c"])
    }

    // MARK: - Starting

    @Test("gives its first input to an idle thread, then the next")
    func next() {
        var queue = queue("a", "b")
        #expect(queue.next() == submission("a"))
        #expect(queue.next() == submission("b"))
        #expect(queue.next() == nil)
    }

    @Test("stands still after an interrupted turn until a later one ends")
    func paused() {
        var queue = queue("a")
        #expect(queue.turnEnded(wasStopped: true) == true)
        #expect(queue.isPaused && queue.next() == nil)
        #expect(queue.turnEnded(wasStopped: true) == false)
        #expect(queue.turnEnded(wasStopped: false) == true)
        #expect(queue.next() == submission("a"))
    }

    @Test("stands still also when it was empty at the interruption")
    func pausedEmpty() throws {
        var queue = SubmissionQueue()
        _ = queue.turnEnded(wasStopped: true)
        _ = try queue.add(params("hello", client: "c"), id: "a")
        #expect(queue.next() == nil)
        #expect(SubmissionQueue(submissions: queue.submissions, isPaused: queue.isPaused) == queue)
    }

    @Test("starts where a client says, and runs again then")
    func start() throws {
        var queue = queue("a", "b", "c", isPaused: true)
        #expect(try queue.start(id: "b", turnRuns: false) == submission("b"))
        #expect(!queue.isPaused && ids(queue) == ["a", "c"])
        #expect(try queue.start(id: nil, turnRuns: false) == submission("a"))
    }

    @Test("starts nothing while a turn runs, without content, or by an unknown id")
    func cannotStart() {
        var queue = queue("a", isPaused: true)
        let unknown = AgentError(.queuedSubmissionNotFound, "queued submission not found: nope")
        let active = AgentError(.turnIsActive, "thread already has an active or pending turn")
        #expect(throws: unknown) { try queue.start(id: "nope", turnRuns: false) }
        #expect(throws: unknown) { try queue.start(id: "nope", turnRuns: true) }
        #expect(throws: active) { try queue.start(id: "a", turnRuns: true) }
        #expect(queue == self.queue("a", isPaused: true))
        var empty = SubmissionQueue()
        #expect(throws: active) { try empty.start(id: nil, turnRuns: true) }
        #expect(throws: AgentError(.queueEmpty, "queue is empty")) { try empty.start(id: nil, turnRuns: false) }
    }

    // MARK: - Pages

    @Test("is paged through to its end")
    func pages() throws {
        let queue = queue("a", "b", "c")
        let first = try queue.page(cursor: nil, limit: 2)
        #expect(first.data.map(\.id) == ["a", "b"])
        let second = try queue.page(cursor: first.nextCursor, limit: 2)
        #expect(second == ThreadQueueListResponse(data: [submission("c")], nextCursor: nil))
        #expect(try queue.page(cursor: nil, limit: 3).nextCursor == nil)
        #expect(try queue.page(cursor: nil, limit: 0).data.map(\.id) == ["a"])
        #expect(try queue.page(cursor: "999", limit: nil) == ThreadQueueListResponse(data: [], nextCursor: nil))
        #expect(try SubmissionQueue().page(cursor: nil, limit: nil) == ThreadQueueListResponse(data: []))
    }

    @Test("has pages of 25 unless a client says")
    func defaultPage() throws {
        let queue = SubmissionQueue(submissions: (1...30).map { submission("\($0)") })
        let page = try queue.page(cursor: nil, limit: nil)
        #expect(page.data.count == 25 && page.nextCursor == "25")
        #expect(try queue.page(cursor: nil, limit: .max).data.count == 30)
    }

    @Test("knows its cursors", arguments: ["", "zz", "-1", "+1", " 1", "99999999999999999999", "١"])
    func badCursor(cursor: String) {
        let expected = AgentError(.invalidCursor, "invalid queue pagination cursor: \(cursor)")
        #expect(throws: expected) { try queue("a").page(cursor: cursor, limit: nil) }
    }
}
