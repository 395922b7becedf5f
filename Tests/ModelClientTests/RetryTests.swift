import Testing

@testable import ModelClient

@Suite("Retries")
struct RetryTests {
    private func failure(
        _ kind: ModelFailure.Kind, status: Int? = nil, retryAfter: Int? = nil
    ) -> ModelFailure {
        ModelFailure(kind: kind, httpStatus: status, message: "m", retryAfterMilliseconds: retryAfter)
    }

    /// All actions after the same failure over and over, up to giving up.
    private func actions(
        _ failure: ModelFailure, policy: RetryPolicy = RetryPolicy(), jitter: Double = 0.5
    ) -> [RetryAction] {
        var state = RetryState(policy: policy)
        var actions: [RetryAction] = []
        while actions.last != .giveUp { actions.append(state.next(after: failure, jitter: jitter)) }
        return actions
    }

    @Test("of a broken stream are announced and wait twice as long each time")
    func streamLayer() {
        #expect(
            actions(failure(.streamClosed)) == [
                .reconnect(afterMilliseconds: 200, attempt: 1, limit: 5),
                .reconnect(afterMilliseconds: 400, attempt: 2, limit: 5),
                .reconnect(afterMilliseconds: 800, attempt: 3, limit: 5),
                .reconnect(afterMilliseconds: 1_600, attempt: 4, limit: 5),
                .reconnect(afterMilliseconds: 3_200, attempt: 5, limit: 5),
                .giveUp,
            ])
    }

    @Test("of a request that fails with HTTP 5xx or in transport are silent four times per attempt: 30 requests")
    func requestLayer() {
        for failure in [
            failure(.internalServerError, status: 500), failure(.unexpectedStatus, status: 502),
            failure(.connectionFailed),
        ] {
            let actions = actions(failure)
            #expect(actions.count == 30)
            let silent: [RetryAction] = [200, 400, 800, 1_600].map { .repeatSilently(afterMilliseconds: $0) }
            #expect(Array(actions[..<4]) == silent)
            #expect(actions[4] == .reconnect(afterMilliseconds: 200, attempt: 1, limit: 5))
            #expect(Array(actions[5..<9]) == silent)
        }
    }

    @Test("of unexpected statuses below 500 are on the visible layer alone")
    func clientErrors() {
        #expect(actions(failure(.unexpectedStatus, status: 404)).count == 6)
    }

    @Test("spread their waits by ten percent")
    func jitter() {
        #expect(
            actions(failure(.streamClosed), jitter: 0)[0] == .reconnect(afterMilliseconds: 180, attempt: 1, limit: 5))
        #expect(
            actions(failure(.streamClosed), jitter: 0.999)[0]
                == .reconnect(afterMilliseconds: 220, attempt: 1, limit: 5))
    }

    @Test("wait exactly as long as the provider says, on both layers")
    func hints() {
        #expect(
            actions(failure(.tooManyRequests, status: 429, retryAfter: 1_500), jitter: 0)
                == (1...5).map { .reconnect(afterMilliseconds: 1_500, attempt: $0, limit: 5) } + [.giveUp])
        #expect(
            actions(failure(.unexpectedStatus, status: 503, retryAfter: 70))[0]
                == .repeatSilently(afterMilliseconds: 70))
    }

    @Test("don't happen when the provider asks for more than an hour")
    func tooLongHint() {
        #expect(actions(failure(.rateLimitExceeded, retryAfter: 3_600_001)) == [.giveUp])
    }

    @Test("never wait longer than a minute by themselves, whatever the limit")
    func ceiling() {
        let last = actions(failure(.streamClosed), policy: RetryPolicy(streamMaxRetries: 100))[99]
        #expect(last == .reconnect(afterMilliseconds: 60_000, attempt: 100, limit: 100))
    }

    @Test("follow the policy's limits, also those of 0")
    func limits() {
        #expect(
            actions(failure(.streamClosed), policy: RetryPolicy(requestMaxRetries: 9, streamMaxRetries: 0)) == [.giveUp]
        )
        #expect(
            actions(failure(.connectionFailed), policy: RetryPolicy(requestMaxRetries: 0, streamMaxRetries: 1)).count
                == 2)
    }

    @Test("don't happen when they can't help")
    func never() {
        let kinds: [ModelFailure.Kind] = [
            .invalidRequest, .usageLimitExceeded, .usageNotIncluded, .serverOverloaded, .contextWindowExceeded,
            .quotaExceeded,
            .promptRefused, .cyberPolicy, .misalignmentPolicyViolation, .incomplete, .missingEnvironmentVariable,
            .tooManyRequests,
        ]
        for kind in kinds { #expect(actions(failure(kind)) == [.giveUp], "\(kind)") }
    }

    @Test(
        "read the wait from a sentence",
        arguments: [
            ("Please try again in 1.5s.", 1_500), ("Try again in 20ms", 20), ("try again in 6 seconds, or", 6_000),
            ("try again in 1m30s", 90_000), ("try again in 2 minutes", 120_000), ("try again in 1h", 3_600_000),
            ("try again in 0.0001s", 1), ("try again in a while", nil), ("try again in 5 bananas", nil),
            ("try again in", nil), ("come back in 5s", nil), ("", nil), ("try again in 1..5s", nil),
        ] as [(String, Int?)])
    func sentences(_ sentence: String, _ milliseconds: Int?) {
        #expect(RetryHint.milliseconds(inSentence: sentence) == milliseconds)
    }

    @Test(
        "read the wait from headers",
        arguments: [
            (["retry-after": "3"], 3_000), (["retry-after": "0.25"], 250),
            (["retry-after-ms": "70", "retry-after": "3"], 70),
            (["retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"], nil), (["retry-after": "-1"], nil),
            (["retry-after": "nan"], nil), (["retry-after": ""], nil), ([:], nil),
        ] as [([String: String], Int?)])
    func headers(_ headers: [String: String], _ milliseconds: Int?) {
        #expect(RetryHint.milliseconds(header: { headers[$0] }) == milliseconds)
    }

    // MARK: The loop

    /// A client that plays one list of events and an end per attempt.
    private func client(_ attempts: [(events: [ModelEvent], end: (any Error)?)], policy: RetryPolicy) -> ModelClient {
        let calls = Recorder<Int>()
        return ModelClient(
            retryPolicy: policy,
            stream: { _, handle in
                let index = calls.all.count
                calls.append(index)
                for event in attempts[index].events { try handle(event) }
                if let error = attempts[index].end { throw error }
            })
    }

    @Test("tell the receiver that the answer starts over, then the clients, then wait")
    func order() async throws {
        let delta = ModelEvent.textDelta(itemID: "m", text: "x")
        let done = ModelEvent.completed(responseID: "r", usage: nil)
        let broken = failure(.streamClosed)
        let refused = failure(.connectionFailed)
        let client = client(
            [([delta], broken), ([], refused), ([], refused), ([delta, done], nil)],
            policy: RetryPolicy(requestMaxRetries: 1, streamMaxRetries: 3))
        var log: [String] = []
        let waits = Recorder<Int>()
        try await client.streamWithRetries(
            .test("x"), environment: .recording(waits),
            onRetry: { log.append("\($0.message) \($0.delayMilliseconds)") }, handle: { log.append("\($0)") })
        #expect(
            log == [
                "\(delta)", "restarted", "Reconnecting... 1/3 200", "Reconnecting... 2/3 400", "\(delta)", "\(done)",
            ])
        #expect(waits.all == [200, 200, 400])
    }

    @Test("end with the last failure")
    func lastFailure() async throws {
        let client = client(
            [([], failure(.streamClosed)), ([], failure(.incomplete))], policy: RetryPolicy(streamMaxRetries: 5))
        await #expect(throws: failure(.incomplete)) {
            try await client.streamWithRetries(
                .test("x"), environment: .recording(Recorder()), onRetry: { _ in }, handle: { _ in })
        }
    }

    @Test("don't happen for what the receiver throws")
    func receiverThrows() async throws {
        struct Stop: Error {}
        let client = client([([.restarted], nil)], policy: RetryPolicy())
        await #expect(throws: Stop.self) {
            try await client.streamWithRetries(
                .test("x"), environment: .recording(Recorder()), onRetry: { _ in }, handle: { _ in throw Stop() })
        }
    }

    @Test("end when the task is cancelled during a wait")
    func cancelledWait() async throws {
        let failing = failure(.streamClosed)
        let client = ModelClient(stream: { _, _ in throw failing })
        let isWaiting = AsyncStream.makeStream(of: Void.self)
        let environment = RetryEnvironment(
            sleep: { _ in
                isWaiting.continuation.yield()
                try await Task.sleep(for: .seconds(600))
            }, jitter: { 0.5 })
        let request = try ModelRequest.test("x")
        let task = Task {
            try await client.streamWithRetries(request, environment: environment, onRetry: { _ in }, handle: { _ in })
        }
        for await _ in isWaiting.stream.prefix(1) { task.cancel() }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("are classified as a disconnect in notices, with the status where the peer tells it")
    func notices() {
        #expect(
            failure(.unexpectedStatus, status: 404).noticeErrorInfo == .withStatus("responseStreamDisconnected", 404))
        #expect(
            failure(.internalServerError, status: 500).noticeErrorInfo == .withStatus("responseStreamDisconnected", nil)
        )
        #expect(failure(.streamClosed).noticeErrorInfo == .withStatus("responseStreamDisconnected", nil))
    }
}
