import Foundation
import Testing
import WireJSON

/// Nanoseconds per operation, next to Foundation's. Run with
/// `HEDDLE_BENCH=1 swift test -c release -Xswiftc -enable-testing --filter WireJSONTests.Benchmark`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HEDDLE_BENCH"] == "1"), .serialized)
struct Benchmark {
    /// Each figure is the best of many short rounds, which leaves out what other processes cost.
    private static let rounds = 100

    @Test func parseModelEventAndLookUp() throws {
        let bytes = Array(SampleMessages.modelEvent.utf8)
        let data = Data(bytes)
        try compare("model event, \(bytes.count) bytes: parse, 3 lookups", iterations: 500) {
            let root = try JSONDocument(parsing: bytes).root
            return (root["type"]?.string?.utf8.count ?? 0) + (root["item_id"]?.string?.utf8.count ?? 0)
                + (root["delta"]?.string?.utf8.count ?? 0)
        } foundation: {
            let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            return ((root?["type"] as? String)?.utf8.count ?? 0) + ((root?["item_id"] as? String)?.utf8.count ?? 0)
                + ((root?["delta"] as? String)?.utf8.count ?? 0)
        }
    }

    @Test func encodeDelta() throws {
        let encoder = JSONEncoder()
        var buffer: [UInt8] = []
        try compare("delta notification: encode", iterations: 500) {
            buffer.removeAll(keepingCapacity: true)
            try WireCoder.encode(SampleDelta.typical, into: &buffer)
            return buffer.count
        } foundation: {
            try encoder.encode(SampleDelta.typical).count
        }
    }

    @Test func decodeThreadStart() throws {
        try compareCoding("thread/start params", SampleMessages.threadStart, SampleThreadStart.self, iterations: 50)
    }

    @Test func decodeTurnCompleted() throws {
        try compareCoding(
            "turn/completed, 60 items", SampleMessages.turnCompleted, SampleTurnCompleted.self, iterations: 10)
    }

    private func compareCoding<Message: Codable>(
        _ name: String, _ text: String, _ type: Message.Type, iterations: Int
    ) throws {
        let bytes = Array(text.utf8)
        let data = Data(bytes)
        let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
        let message = try WireCoder.decode(type, from: bytes)
        try compare("\(name), \(bytes.count) bytes: decode", iterations: iterations) {
            withExtendedLifetime(try WireCoder.decode(type, from: bytes)) { 1 }
        } foundation: {
            withExtendedLifetime(try decoder.decode(type, from: data)) { 1 }
        }
        try compare("\(name), \(bytes.count) bytes: encode", iterations: iterations) {
            try WireCoder.encode(message).count
        } foundation: {
            try encoder.encode(message).count
        }
    }

    private func compare(
        _ name: String, iterations: Int, ours: () throws -> Int, foundation: () throws -> Int
    ) throws {
        var (oursTime, foundationTime) = (Double.infinity, Double.infinity)
        for _ in 0..<Self.rounds {
            oursTime = min(oursTime, try nanoseconds(iterations, ours))
            foundationTime = min(foundationTime, try nanoseconds(iterations, foundation))
        }
        let factor = (foundationTime / oursTime * 10).rounded() / 10
        print("\(name): WireJSON \(Int(oursTime)) ns, Foundation \(Int(foundationTime)) ns, x\(factor)")
        #if !DEBUG
            #expect(oursTime < foundationTime, "\(name)")
        #endif
    }

    private func nanoseconds(_ iterations: Int, _ operation: () throws -> Int) throws -> Double {
        var sum = 0
        let time = try ContinuousClock().measure { for _ in 0..<iterations { sum &+= try operation() } }
        #expect(sum > 0)
        return time / .nanoseconds(1) / Double(iterations)
    }
}
