import Support
import Testing
import Transport

@Suite struct OutboundQueueTests {
    private func message(_ count: Int) -> OutboundMessage {
        OutboundMessage(bytes: [UInt8](repeating: 0, count: count))
    }

    @Test func whatIsInAClosedQueueIsStillDelivered() {
        let queue = OutboundQueue()
        queue.send(message(1))
        queue.send(message(2))
        queue.close()
        queue.send(message(3))
        #expect(queue.takeAll()?.map(\.bytes.count) == [1, 2])
        #expect(queue.takeAll() == nil)
    }

    @Test func producersWaitWhileTheClientIsBehind() async {
        let queue = OutboundQueue(highWaterBytes: 10)
        queue.send(message(10))
        #expect(!queue.isCongested)
        queue.send(message(1))
        #expect(queue.isCongested)
        async let waiting: Void = queue.waitForRoom()
        queue.delivered(bytes: 1)
        await waiting
        #expect(!queue.isCongested)
    }

    @Test func closingLetsProducersGo() async {
        let queue = OutboundQueue(highWaterBytes: 1)
        queue.send(message(5))
        async let waiting: Void = queue.waitForRoom()
        queue.close()
        await waiting
        #expect(!queue.isCongested)
    }

    @Test func orderIsThatOfSending() {
        let queue = OutboundQueue()
        for count in 1...100 { queue.send(message(count)) }
        #expect(queue.takeAll()?.map(\.bytes.count) == Array(1...100))
    }
}
