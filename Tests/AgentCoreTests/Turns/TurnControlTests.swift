import Testing

@testable import AgentCore

/// Interrupts and steers reach a turn whenever they come.
@Suite struct TurnControlTests {
    private func endless() -> Task<Void, any Error> {
        Task { while true { try await Task.sleep(for: .seconds(3600)) } }
    }

    @Test func anInterruptBeforeTheTurnBeginsIsKept() async {
        let control = TurnControl()
        #expect(control.interrupt())
        #expect(!control.interrupt())
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            control.end()
        }
        control.begin(task)
        await control.ended()
        #expect(control.isInterrupted)
    }

    @Test func aSteerBeforeTheStreamIsRegisteredCutsIt() async {
        let control = TurnControl()
        control.takeCut()
        control.cutStream()
        let stream = endless()
        control.streaming(stream)
        await #expect(throws: CancellationError.self) { try await stream.value }
        #expect(!control.isInterrupted)
    }

    @Test func aSteerThatWasTakenCutsNothingLater() async {
        let control = TurnControl()
        control.cutStream()
        control.takeCut()
        let stream = Task<Void, any Error> { try Task.checkCancellation() }
        control.streaming(stream)
        await #expect(throws: Never.self) { try await stream.value }
    }

    @Test func anInterruptEndsTheStreamToo() async {
        let control = TurnControl()
        let stream = endless()
        control.streaming(stream)
        control.interrupt()
        await #expect(throws: CancellationError.self) { try await stream.value }
    }
}
