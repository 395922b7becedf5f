import Testing
import WireJSON

@testable import ModelClient

@Suite("A streamed answer over HTTP", .timeLimit(.minutes(10)))
struct HTTPStreamTests {
    @Test("arrives in order, with limits and serving model from the headers first")
    func happyPath() async throws {
        let headers = [
            "x-codex-primary-used-percent": "12.6", "x-codex-primary-window-minutes": "300",
            "x-codex-primary-reset-at": "1795225980", "x-codex-secondary-used-percent": "3",
            "x-codex-credits-has-credits": "true", "x-codex-credits-unlimited": "False",
            "x-codex-credits-balance": "9.99", "openai-model": "other",
        ]
        try await withServer({ _, _ in LoopbackServer.Action.hello(headers: headers) }) { server, http in
            let events = try await events(of: http.client(for: .test(server)), .test("x"))
            let limits = ModelRateLimits(
                primary: .init(usedPercent: 13, windowMinutes: 300, resetsAt: 1_795_225_980),
                secondary: .init(usedPercent: 3),
                credits: .init(hasCredits: true, unlimited: false, balance: "9.99"))
            #expect(events.count == 7)
            #expect(events.prefix(3) == [.rateLimits(limits), .servedModel("other"), .created(responseID: "resp_1")])
            #expect(events[4] == .textDelta(itemID: "msg_1", text: "hi"))
            guard case .completed(responseID: "resp_1", usage: let usage) = events.last else {
                Issue.record("no completion")
                return
            }
            #expect(usage?.totalTokens == 150)
        }
    }

    @Test("is asked for with the request's bytes, and leaves its connection to the next one")
    func keepAlive() async throws {
        try await withServer({ _, _ in LoopbackServer.Action.hello() }) { server, http in
            let client = http.client(for: .test(server))
            let request = try ModelRequest.test("x")
            for _ in 0..<3 { _ = try await events(of: client, request) }
            #expect(server.requests.count == 3)
            #expect(Set(server.requests.map(\.connection)) == [0])
            #expect(server.requests[0].body == ResponsesRequest.body(request))
            #expect(server.requests[0].headers["accept-encoding"] == nil)
        }
    }

    @Test("ends at its completion, though the server keeps the connection open")
    func endsAtCompletion() async throws {
        try await withServer({ _, _ in Array(LoopbackServer.Action.hello().dropLast()) }) { server, http in
            let events = try await events(of: http.client(for: .test(server)), .test("x"))
            #expect(events.count == 5)
        }
    }

    @Test("of 40,000 tokens arrives whole")
    func manyDeltas() async throws {
        let burst = [[UInt8]](repeating: LoopbackServer.Action.chunk(Events.delta("token ")), count: 128).flatMap(
            \.self)
        let answer: [LoopbackServer.Action] =
            [.streamHead(), .events(Events.created, Events.messageAdded)]
            + (0..<313).map { _ in .send(burst) } + [.events(Events.completed), .streamEnd]
        try await withServer({ _, _ in answer }) { server, http in
            var bytes = 0
            var deltas = 0
            try await http.client(for: .test(server)).stream(.test("x")) { event in
                guard case .textDelta(let id, let text) = event else { return }
                #expect(id == "msg_1")
                bytes += text.utf8.count
                deltas += 1
            }
            #expect(deltas == 313 * 128)
            #expect(bytes == 6 * deltas)
        }
    }

    @Test("arrives whole at a reader that is slower than the network")
    func slowReader() async throws {
        // Four times what may wait, so that reading has to stop and go on.
        let text = String(repeating: "x", count: ResponseStream.highWaterBytes / 4)
        let answer: [LoopbackServer.Action] =
            [.streamHead()] + (0..<16).map { _ in .events(Events.delta(text)) } + [
                .events(Events.completed), .streamEnd,
            ]
        try await withServer({ _, _ in answer }) { server, http in
            var bytes = 0
            let clock = ContinuousClock()
            try await http.client(for: .test(server)).stream(.test("x")) { event in
                guard case .textDelta(_, let text) = event else { return }
                bytes += text.utf8.count
                let end = clock.now + .milliseconds(3)
                while clock.now < end {}
            }
            #expect(bytes == 16 * text.utf8.count)
        }
    }

    @Test("that says nothing for too long fails, before its head and in the middle")
    func idle() async throws {
        for answer in [[], [.streamHead(), .events(Events.created)]] as [[LoopbackServer.Action]] {
            try await withServer({ _, _ in answer }) { server, http in
                var provider = ModelProvider.test(server)
                provider.streamIdleTimeoutMs = 60
                let failure = try await failure(of: http.client(for: provider), .test("x"))
                #expect(failure.kind == .idleTimeout)
                #expect(failure.message == "stream disconnected before completion: idle timeout waiting for SSE")
                #expect(failure.retryLayer == .stream)
                await server.connectionsClosed(1)
            }
        }
    }

    @Test("closes its connection as soon as the task is cancelled")
    func cancellation() async throws {
        try await withServer({ _, _ in [.streamHead(), .events(Events.created)] }) { server, http in
            let client = http.client(for: .test(server))
            let request = try ModelRequest.test("x")
            let started = AsyncStream.makeStream(of: Void.self)
            let task = Task { try await client.stream(request) { _ in started.continuation.yield() } }
            for await _ in started.stream.prefix(1) { task.cancel() }
            await #expect(throws: CancellationError.self) { try await task.value }
            await server.connectionsClosed(1)
        }
    }

    @Test("isn't asked for when the task is cancelled already")
    func cancelledBefore() async throws {
        try await withServer({ _, _ in LoopbackServer.Action.hello() }) { server, http in
            let client = http.client(for: .test(server))
            let request = try ModelRequest.test("x")
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await client.stream(request) { _ in }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(server.requests.isEmpty)
        }
    }

    @Test("ends with what the receiver throws, and its connection with it")
    func receiverThrows() async throws {
        struct Stop: Error {}
        try await withServer({ _, _ in [.streamHead(), .events(Events.created)] }) { server, http in
            let client = http.client(for: .test(server))
            await #expect(throws: Stop.self) { try await client.stream(.test("x")) { _ in throw Stop() } }
            await server.connectionsClosed(1)
        }
    }

    @Test("can run many times at once")
    func parallel() async throws {
        try await withServer({ _, _ in LoopbackServer.Action.hello() }) { server, http in
            let client = http.client(for: .test(server))
            let request = try ModelRequest.test("x")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await events(of: client, request).count } }
                for try await count in group { #expect(count == 5) }
            }
        }
    }

    @Test("starts over after a cut, and tells the receiver so")
    func restart() async throws {
        let cut: [LoopbackServer.Action] = [.streamHead(), .events(Events.created, Events.delta("half")), .close]
        try await withServer({ _, index in index == 0 ? cut : LoopbackServer.Action.hello() }) { server, http in
            var log: [ModelEvent] = []
            var notices: [RetryNotice] = []
            try await http.client(for: .test(server, streamMaxRetries: 1)).streamWithRetries(
                .test("x"), environment: .recording(Recorder()), onRetry: { notices.append($0) },
                handle: { log.append($0) })
            #expect(
                log.prefix(4) == [
                    .created(responseID: "resp_1"), .textDelta(itemID: "msg_1", text: "half"), .restarted,
                    .created(responseID: "resp_1"),
                ])
            #expect(notices.map(\.message) == ["Reconnecting... 1/1"])
            #expect(notices.first?.errorInfo == .withStatus("responseStreamDisconnected", nil))
        }
    }

    @Test("can't be had after the shutdown, which ends one that is running")
    func shutdown() async throws {
        try await withServer({ _, _ in [.streamHead(), .events(Events.created)] }) { server, http in
            let client = http.client(for: .test(server))
            let request = try ModelRequest.test("x")
            let started = AsyncStream.makeStream(of: Void.self)
            let task = Task { try await client.stream(request) { _ in started.continuation.yield() } }
            for await _ in started.stream.prefix(1) { await client.shutdown() }
            await #expect(throws: (any Error).self) { try await task.value }
            await #expect(throws: CancellationError.self) { try await client.stream(request) { _ in } }
        }
    }
}
