import AppServer
import AppServerProtocol
import Synchronization
import Testing
import WireJSON

/// Lanes: order where it matters, none where it does not.
@Suite struct RequestSchedulerTests {
    @Test func requestsOfALaneRunInTheOrderOfTheirArrival() async {
        let scheduler = RequestScheduler()
        let order = Mutex<[Int]>([])
        for number in 0..<500 {
            scheduler.submit(.thread("a")) {
                if number % 7 == 0 { await Task.yield() }
                order.withLock { $0.append(number) }
            }
        }
        await scheduler.waitUntilIdle()
        #expect(order.withLock { $0 } == Array(0..<500))
    }

    @Test func lanesDoNotWaitForEachOther() async {
        let scheduler = RequestScheduler()
        let gate = Gate()
        scheduler.submit(.thread("a")) { await gate.wait() }
        for scope in [OrderingScope.thread("b"), .concurrent, .overtaking, .global("x")] {
            await withCheckedContinuation { continuation in scheduler.submit(scope) { continuation.resume() } }
        }
        gate.open()
        await scheduler.waitUntilIdle()
    }

    @Test func everyReplyIsGivenOnceEvenWhenItWasForgotten() {
        let lines = Mutex<[String]>([])
        func reply() -> PendingReply {
            PendingReply(id: Array("7".utf8)) { line in
                lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
        }
        reply().succeed(Array("{}".utf8))
        _ = reply()
        let sent = lines.withLock { $0 }
        #expect(sent.first == "{\"id\":7,\"result\":{}}\n")
        #expect(sent.count == 2)
        #expect(sent.last?.contains("internalError") == true)
    }

    /// Lets a job wait until the test goes on.
    private final class Gate: Sendable {
        private let state = Mutex<(isOpen: Bool, waiter: CheckedContinuation<Void, Never>?)>((false, nil))

        func wait() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiter = continuation }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let waiter = state.withLock { state in
                state.isOpen = true
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
