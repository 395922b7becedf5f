import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Goals, on the wire` {
    private let goal = ThreadGoal(
        threadId: "t1", objective: "ship it", status: .active, tokenBudget: 5000, tokensUsed: 10, timeUsedSeconds: 2,
        createdAt: 3, updatedAt: 4)
    private let goalText = """
        {"threadId":"t1","objective":"ship it","status":"active","tokenBudget":5000,"tokensUsed":10,\
        "timeUsedSeconds":2,"createdAt":3,"updatedAt":4}
        """

    @Test func goals() {
        checkCoding(
            goal, goalText,
            required: [
                "threadId", "objective", "status", "tokensUsed", "timeUsedSeconds", "createdAt", "updatedAt",
            ])
        checkCoding(
            ThreadGoalStatus.allCases,
            #"["active","paused","blocked","usageLimited","budgetLimited","complete"]"#)
        checkCoding(ThreadGoalMutationOrigin.allCases, #"["user","automatic"]"#)
    }

    @Test func `set, get and clear`() {
        checkCoding(
            ThreadGoalSetParams(
                threadId: "t1", objective: "ship it", status: .paused, tokenBudget: .set(5), origin: .user),
            #"{"threadId":"t1","objective":"ship it","status":"paused","tokenBudget":5,"origin":"user"}"#,
            required: ["threadId"])
        checkCoding(ThreadGoalSetResponse(goal: goal), #"{"goal":\#(goalText)}"#, required: ["goal"])
        checkCoding(ThreadGoalGetParams(threadId: "t1"), #"{"threadId":"t1"}"#, required: ["threadId"])
        checkCoding(ThreadGoalGetResponse(goal: goal), #"{"goal":\#(goalText)}"#, required: [])
        checkCoding(ThreadGoalGetResponse(), #"{"goal":null}"#)
        checkCoding(
            ThreadGoalClearParams(threadId: "t1", origin: .automatic),
            #"{"threadId":"t1","origin":"automatic"}"#, required: ["threadId"])
        checkCoding(ThreadGoalClearResponse(cleared: true), #"{"cleared":true}"#, required: ["cleared"])
    }

    @Test func `a budget can be left, lifted or set`() {
        checkCoding(
            ThreadGoalSetParams(threadId: "t1"),
            #"{"threadId":"t1","objective":null,"status":null,"origin":null}"#)
        checkCoding(
            ThreadGoalSetParams(threadId: "t1", tokenBudget: .null),
            #"{"threadId":"t1","objective":null,"status":null,"tokenBudget":null,"origin":null}"#)
    }

    @Test func news() {
        checkCoding(
            ThreadGoalUpdatedNotification(threadId: "t1", turnId: "u1", goal: goal),
            #"{"threadId":"t1","turnId":"u1","goal":\#(goalText)}"#, required: ["threadId", "goal"])
        checkCoding(ThreadGoalClearedNotification(threadId: "t1"), #"{"threadId":"t1"}"#, required: ["threadId"])
    }
}

@Suite struct `The queue, on the wire` {
    private let submission = QueuedSubmission(id: "q1", clientUserMessageId: "m1", input: Samples.input)
    private let submissionText = #"{"id":"q1","clientUserMessageId":"m1","input":\#(Samples.inputText)}"#

    @Test func submissions() {
        checkCoding(submission, submissionText, required: ["id", "input", "clientUserMessageId"])
        checkCoding(
            ThreadQueueListParams(threadId: "t1", cursor: "c", limit: 5),
            #"{"threadId":"t1","cursor":"c","limit":5}"#, required: ["threadId"])
        checkCoding(
            ThreadQueueListResponse(data: [submission], nextCursor: "n"),
            #"{"data":[\#(submissionText)],"nextCursor":"n"}"#, required: ["data"])
    }

    @Test func changes() {
        checkCoding(
            ThreadQueueAddParams(threadId: "t1", input: Samples.input, clientUserMessageId: "m1"),
            #"{"threadId":"t1","input":\#(Samples.inputText),"clientUserMessageId":"m1"}"#,
            required: ["threadId", "input", "clientUserMessageId"])
        checkCoding(
            ThreadQueueAddResponse(queuedSubmission: submission), #"{"queuedSubmission":\#(submissionText)}"#,
            required: ["queuedSubmission"])
        checkCoding(
            ThreadQueueUpdateParams(threadId: "t1", queuedSubmissionId: "q1", input: Samples.input),
            #"{"threadId":"t1","queuedSubmissionId":"q1","input":\#(Samples.inputText)}"#,
            required: ["threadId", "queuedSubmissionId", "input"])
        checkCoding(
            ThreadQueueUpdateResponse(queuedSubmission: submission), #"{"queuedSubmission":\#(submissionText)}"#,
            required: ["queuedSubmission"])
        checkCoding(
            ThreadQueueDeleteParams(threadId: "t1", queuedSubmissionId: "q1"),
            #"{"threadId":"t1","queuedSubmissionId":"q1"}"#, required: ["threadId", "queuedSubmissionId"])
        checkCoding(ThreadQueueDeleteResponse(deleted: false), #"{"deleted":false}"#, required: ["deleted"])
        checkCoding(
            ThreadQueueReorderParams(threadId: "t1", queuedSubmissionIds: ["q2", "q1"]),
            #"{"threadId":"t1","queuedSubmissionIds":["q2","q1"]}"#, required: ["threadId", "queuedSubmissionIds"])
        checkCoding(ThreadQueueReorderResponse(), "{}")
        checkCoding(ThreadQueueChangedNotification(threadId: "t1"), #"{"threadId":"t1"}"#, required: ["threadId"])
    }

    @Test func start() {
        checkCoding(
            ThreadQueueStartParams(threadId: "t1", queuedSubmissionId: "q1"),
            #"{"threadId":"t1","queuedSubmissionId":"q1"}"#, required: ["threadId"])
        checkCoding(
            ThreadQueueStartResponse(turn: Samples.turn), #"{"turn":\#(Samples.turnText)}"#, required: ["turn"])
    }
}
