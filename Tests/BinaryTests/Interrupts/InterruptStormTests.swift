import Foundation
import Testing

/// Commands that fork trees are interrupted at seeded moments: no process is left, and each turn ends exactly once.
///
/// `HEDDLE_INTERRUPTS` sets how often, `HEDDLE_INTERRUPT_SEED` repeats the trees and, as far as time allows that, the moments.
@Suite struct InterruptStormTests {
    /// Enough to meet every kind of branch; the whole number runs in `.ci/run`, on the release build.
    private static let defaultInterrupts = 12
    /// How many turns run at once, each in a thread of its own.
    private static let threads = 3
    /// The number of the first tree: all numbers have the same length, so that none is a part of another one.
    private static let firstMark = 100_000
    private static let sandboxes = ["danger-full-access", "workspace-write"]

    /// What the test waits for before it counts down to the interrupt.
    private enum Moment: CaseIterable {
        case answer, item, output
    }

    @Test func anInterruptLeavesNoProcessAndEndsItsTurnOnce() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["HEDDLE_INTERRUPT_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
        let interrupts = environment["HEDDLE_INTERRUPTS"].flatMap { Int($0) } ?? Self.defaultInterrupts
        print("interrupt test: HEDDLE_INTERRUPT_SEED=\(seed) HEDDLE_INTERRUPTS=\(interrupts)")
        var generator = SeededGenerator(seed: seed)
        let server = try ServerBinary()
        try server.initialize()
        let threads = try (0..<Self.threads).map { number in
            try startThread(server, sandbox: Self.sandboxes[number % Self.sandboxes.count])
        }
        var turns: [String] = []
        while turns.count < interrupts {
            // No duration that another process sleeps for: 600 seconds, and this test's and turn's numbers behind the point.
            let commands = (0..<min(threads.count, interrupts - turns.count)).map { number in
                ForkingCommand(
                    mark: "600.\(ProcessInfo.processInfo.processIdentifier)\(Self.firstMark + turns.count + number)",
                    using: &generator)
            }
            let running = try zip(threads, commands).map { thread, command in
                // A command that takes long goes on in the background; the turn is not to end before its interrupt.
                let text = "run: \(command.text)\nsleep: 600"
                return (thread: thread, command: command, turn: try server.startTurn(thread, text))
            }
            for (thread, command, turn) in running {
                try wait(for: Moment.allCases.randomElement(using: &generator) ?? .answer, of: turn, server)
                usleep(UInt32.random(in: 0...60_000, using: &generator))
                try server.call("turn/interrupt", ["threadId": thread, "turnId": turn])
                let ended = try server.event("turn/completed") {
                    ($0["turn"] as? [String: Any])?["id"] as? String == turn
                }
                let left = try LivingProcess.all().filter { $0.arguments.contains { $0.contains(command.mark) } }
                try #require(left.isEmpty, "seed \(seed), turn \(turns.count): \(left) of \(command.text)")
                let status = (ended["turn"] as? [String: Any])?["status"] as? String
                #expect(status == "interrupted", "seed \(seed), turn \(turns.count)")
                turns.append(turn)
            }
        }
        // Children that have died are not left as zombies either.
        let serverID = server.process.processIdentifier
        let deadline = Date(timeIntervalSinceNow: ServerBinary.timeout)
        while try LivingProcess.all().contains(where: { $0.parent == serverID }), Date() < deadline { usleep(10_000) }
        #expect(try LivingProcess.all().filter { $0.parent == serverID } == [])
        try server.endInput()
        #expect(server.waitForExit() == 0)
        check(try server.messages(), turns)
    }

    private func startThread(_ server: ServerBinary, sandbox: String) throws -> String {
        let result = try server.call(
            "thread/start", ["cwd": server.workspace, "approvalPolicy": "never", "sandbox": sandbox])
        return (result["thread"] as? [String: Any])?["id"] as? String ?? ""
    }

    private func wait(for moment: Moment, of turn: String, _ server: ServerBinary) throws {
        switch moment {
        case .answer:
            break
        case .item:
            try server.event("item/started") {
                $0["turnId"] as? String == turn
                    && ($0["item"] as? [String: Any])?["type"] as? String == "commandExecution"
            }
        case .output:
            try server.event("item/commandExecution/outputDelta") { $0["turnId"] as? String == turn }
        }
    }

    /// Each turn ends once with all its items, and nothing of it follows.
    private func check(_ messages: [[String: Any]], _ turns: [String]) {
        for turn in turns {
            var open: Set<String> = []
            var endings = 0
            for message in messages {
                let params = message["params"] as? [String: Any] ?? [:]
                let id = params["turnId"] as? String ?? (params["turn"] as? [String: Any])?["id"] as? String
                guard let method = message["method"] as? String, id == turn else { continue }
                #expect(endings == 0, "\(method) follows the end of turn \(turn)")
                let item = (params["item"] as? [String: Any])?["id"] as? String ?? ""
                switch method {
                case "item/started": open.insert(item)
                case "item/completed": open.remove(item)
                case "turn/completed": endings += 1
                default: break
                }
            }
            #expect(endings == 1 && open.isEmpty, "turn \(turn): \(endings) ends, open items \(open)")
        }
    }
}
