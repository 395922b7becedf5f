import Foundation

/// A client that works with a server on several threads at once, kills it at a seeded moment, starts it again and holds
/// everything that it was promised against what is there.
///
/// A few threads are at work at a time. One that has seen enough is retired: it stays in the lists, and is read again at
/// intervals and at the end.
final class CrashDriver {
    /// Not the one that threads have by default.
    private static let approvalPolicy = "untrusted"
    /// How many threads are at work.
    private static let workingLimit = 4
    /// After how many turns a thread may retire, so that histories stay short.
    private static let turnsOfAThread = 10
    /// Every how many lives the retired threads are read again.
    private static let readingInterval = 10
    /// Without any line for so long there is nothing to wait for: everybody waits for an answer that the driver withholds.
    private static let quietSeconds = 0.3

    private enum Pending {
        case start(String)
        case turn(String, message: String, TurnPlan)
        case steer(String, message: String)
        case name(String, String)
        case other

        func isTurn(of id: String) -> Bool {
            if case .turn(id, _, _) = self { return true }
            return false
        }
    }

    private let home: String
    private var generator: SeededGenerator
    private var ledgers: [String: ThreadLedger] = [:]
    private var working: [String] = []
    private var problems: [String] = []
    private var lives = 0

    // What belongs to the present server.
    private var server: ServerBinary
    private var consumed = 0
    private var pending: [Int: Pending] = [:]
    private var answers: [Int: [String: Any]] = [:]
    private var plans: [String: TurnPlan.Meanwhile] = [:]
    /// The newest turn of every thread.
    private var lastTurns: [String: String] = [:]
    private var isWorking = false
    /// The thread whose turn is being brought to its end, and whether it has come there.
    private var settling: (thread: String, hasEnded: Bool)?

    /// How many turns were begun, threads made and approvals given, to see that the test tests something.
    private(set) var counts: [String: Int] = [:]

    /// Starts the first server.
    init(home: String, seed: UInt64) throws {
        self.home = home
        generator = SeededGenerator(seed: seed)
        server = try ServerBinary(home: home)
        try server.initialize()
    }

    // MARK: - Lives

    /// Checks what the server shows, works with it, kills it and starts the next one. Returns what was wrong.
    func liveAndDie() throws -> [String] {
        lives += 1
        problems = []
        if !working.isEmpty, generator.chance(10) {
            // Killed while it mends what the last one left.
            for id in working { try send("thread/resume", ["threadId": id], .other) }
            take(until: Int.random(in: 0..<2 * working.count, using: &generator))
        } else {
            try verify(all: lives % Self.readingInterval == 0)
            isWorking = true
            while working.count < Self.workingLimit { try startThread() }
            for id in working where ledgers[id]?.isAcknowledged == true { try startTurn(id) }
            take(until: consumed + Int.random(in: 1...150, using: &generator))
            isWorking = false
        }
        if generator.chance(60) { usleep(UInt32.random(in: 0...4_000, using: &generator)) }
        server.signal(SIGKILL)
        _ = server.waitForExit()
        take(until: .max)
        try restart()
        return problems
    }

    /// The last life: everything is checked, and every thread runs one more turn to its end. Returns what was wrong.
    func finish() throws -> [String] {
        problems = []
        try verify(all: true)
        let known = ledgers.keys.sorted()
        for id in known where !working.contains(id) { _ = try result("thread/resume", ["threadId": id]) }
        for id in known {
            try send("turn/start", input(id, "say: still here", message: "last-\(id)"), .other)
        }
        while !haveAllEnded(known) {
            guard takeNext() else {
                problems.append("not every thread could run another turn")
                break
            }
        }
        try server.endInput()
        if server.waitForExit() != 0 { problems.append("the last server did not end cleanly") }
        for id in known { problems += try LogFile.problems(in: home, thread: id) }
        return problems
    }

    /// Whether the turns that were started in this life have completed.
    private func haveAllEnded(_ ids: [String]) -> Bool {
        ids.allSatisfy { id in lastTurns[id].map { ledgers[id]?.endings[$0]?.status == "completed" } ?? false }
    }

    private func restart() throws {
        server = try ServerBinary(home: home)
        consumed = 0
        lastTurns = [:]
        pending = [:]
        answers = [:]
        plans = [:]
        try server.initialize()
    }

    // MARK: - The check

    private func verify(all: Bool) throws {
        let listsFirst = generator.chance(50)
        if listsFirst { try verifyList() }
        for id in working {
            guard var answer = try answer("thread/resume", ["threadId": id]) else { continue }
            if isAtWork(answer) {
                // All that may outlive a kill is a turn that waits for the user's word. It goes on once that is given.
                try settle(id)
                guard let now = try self.answer("thread/resume", ["threadId": id]) else { continue }
                answer = now
            }
            guard let result = answer["result"] as? [String: Any], let thread = result["thread"] as? [String: Any]
            else {
                if ledgers[id]?.isAcknowledged == true { problems.append("\(id) can't be resumed: \(answer)") }
                ledgers[id] = nil
                working.removeAll { $0 == id }
                continue
            }
            if ledgers[id]?.hasSettings == true, result["approvalPolicy"] as? String != Self.approvalPolicy {
                problems.append("thread \(id) has lost its settings: \(result["approvalPolicy"] ?? "none")")
            }
            ledgers[id]?.isAcknowledged = true
            note(id, ledgers[id]?.check(thread, lastSeq: result["lastSeq"] as? Int) ?? [])
        }
        if all {
            for id in ledgers.keys.sorted() where !working.contains(id) {
                guard let result = try result("thread/read", ["threadId": id, "includeTurns": true]) else { continue }
                note(id, ledgers[id]?.check(result["thread"] as? [String: Any] ?? [:], lastSeq: nil) ?? [])
            }
        }
        if !listsFirst { try verifyList() }
        try verifyRepetition()
        working.removeAll { ledgers[$0].map { $0.turns.count >= Self.turnsOfAThread } ?? true }
    }

    private func isAtWork(_ answer: [String: Any]) -> Bool {
        let thread = (answer["result"] as? [String: Any])?["thread"] as? [String: Any]
        return (thread?["status"] as? [String: Any])?["type"] as? String == "active"
    }

    /// Says yes to what a turn asks until it has ended.
    private func settle(_ id: String) throws {
        counts["survivingTurns", default: 0] += 1
        settling = (id, false)
        defer { settling = nil }
        while settling?.hasEnded == false {
            guard takeNext() else {
                problems.append("thread \(id): its turn is stuck")
                return
            }
        }
    }

    /// Every thread with a turn is listed once, and none is at work. A list does not wait long for an index that is being
    /// brought up to date, so that on a busy machine the first may lack some.
    private func verifyList() throws {
        let deadline = Date(timeIntervalSinceNow: 30)
        var listed = try list()
        while !missing(listed).isEmpty, Date() < deadline {
            usleep(20_000)
            listed = try list()
        }
        if Set(listed).count != listed.count { problems.append("a thread is listed twice") }
        for id in missing(listed) {
            problems.append("\(id) is not listed")
        }
    }

    private func missing(_ listed: [String]) -> [String] {
        ledgers.values.filter { !$0.turns.isEmpty && !listed.contains($0.id) }.map(\.id)
    }

    /// The ids of all pages.
    private func list() throws -> [String] {
        var listed: [String] = []
        var cursor: Any = NSNull()
        repeat {
            guard let page = try result("thread/list", ["limit": 100, "cursor": cursor]) else { return listed }
            for thread in page["data"] as? [[String: Any]] ?? [] {
                listed.append(thread["id"] as? String ?? "")
                if (thread["status"] as? [String: Any])?["type"] as? String == "active" {
                    problems.append("\(thread["id"] ?? "") is listed as active")
                }
            }
            cursor = page["nextCursor"] ?? NSNull()
        } while !(cursor is NSNull)
        return listed
    }

    /// A message and a thread that a client sends again, because it does not know what became of them, are the same.
    private func verifyRepetition() throws {
        guard let id = working.randomElement(using: &generator), let ledger = ledgers[id] else { return }
        if let (message, turn) = ledger.messages.min(by: { $0.key < $1.key }) {
            let result = try result("turn/start", input(id, "say: twice", message: message))
            if (result?["turn"] as? [String: Any])?["id"] as? String != turn {
                problems.append("\(message) sent again to \(id) is not turn \(turn): \(result ?? [:])")
            }
        }
        let again = try result("thread/start", startParams(id))
        if (again?["thread"] as? [String: Any])?["id"] as? String != id {
            problems.append("\(id) started again is another thread: \(again ?? [:])")
        }
    }

    private func note(_ id: String, _ found: [String]) {
        problems += found.map { "thread \(id): \($0)" }
    }

    // MARK: - Speaking

    private func send(_ method: String, _ params: [String: Any], _ what: Pending) throws {
        pending[try server.request(method, params)] = what
    }

    private func answer(_ method: String, _ params: [String: Any]) throws -> [String: Any]? {
        let id = try server.request(method, params)
        pending[id] = .other
        while answers[id] == nil {
            guard takeNext() else {
                problems.append("\(method) was not answered")
                return nil
            }
        }
        return answers.removeValue(forKey: id)
    }

    private func result(_ method: String, _ params: [String: Any]) throws -> [String: Any]? {
        guard let answer = try answer(method, params) else { return nil }
        if answer["result"] == nil { problems.append("\(method) \(params): \(answer)") }
        return answer["result"] as? [String: Any]
    }

    private func startParams(_ id: String) -> [String: Any] {
        [
            "threadId": id, "cwd": server.workspace, "approvalPolicy": Self.approvalPolicy,
            "sandbox": "danger-full-access",
        ]
    }

    private func input(_ id: String, _ text: String, message: String) -> [String: Any] {
        ["threadId": id, "clientUserMessageId": message, "input": [["type": "text", "text": text]]]
    }

    /// Numbers that no other run of the generator gives again, as a UUID.
    private func newID() -> String {
        let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let digits = bytes.map { String(format: "%02x", $0) }.joined()
        let parts = [8, 4, 4, 4, 12]
        var rest = digits[...]
        return parts.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }

    private func startThread() throws {
        let id = newID()
        ledgers[id] = ThreadLedger(id: id)
        working.append(id)
        counts["threads", default: 0] += 1
        try send("thread/start", startParams(id), .start(id))
        // A script does not wait for the answer before it starts a turn.
        if generator.chance(50) { try startTurn(id) }
    }

    private func startTurn(_ id: String) throws {
        let plan = TurnPlan.random(using: &generator)
        let message = newID()
        counts["turns", default: 0] += 1
        try send("turn/start", input(id, plan.prompt, message: message), .turn(id, message: message, plan))
        if generator.chance(20) {
            let name = TurnPlan.words(3, &generator) + " " + message
            ledgers[id]?.asked(name: name)
            try send("thread/name/set", ["threadId": id, "name": name], .name(id, name))
        }
    }

    // MARK: - Listening

    /// Takes lines until so many were taken in this life, or none comes any more.
    private func take(until count: Int) {
        while consumed < count {
            let lines = server.lines(from: consumed, timeout: Self.quietSeconds)
            if lines.isEmpty { return }
            for line in lines {
                guard consumed < count else { return }
                take(line)
            }
        }
    }

    /// Takes the next line; false when none comes. One at a time: what comes behind an answer is looked at behind it.
    private func takeNext() -> Bool {
        guard let line = server.lines(from: consumed).first else { return false }
        take(line)
        return true
    }

    private func take(_ line: String) {
        consumed += 1
        do {
            let message = try ServerBinary.parse(line)
            if let method = message["method"] as? String {
                let params = message["params"] as? [String: Any] ?? [:]
                if let id = message["id"] {
                    try answer(request: id, of: params["threadId"] as? String ?? "")
                } else if let thread = params["threadId"] as? String {
                    note(thread, ledgers[thread]?.take(method, params, seq: message["seq"] as? Int) ?? [])
                    try react(to: method, params, thread)
                }
            } else if let id = message["id"] as? Int, let what = pending.removeValue(forKey: id) {
                answers[id] = message
                try took(message, what)
            }
        } catch {
            problems.append("\(error)")
        }
    }

    /// Approvals are mostly given, sometimes refused, and sometimes nobody is there.
    private func answer(request id: Any, of thread: String) throws {
        if settling?.thread == thread { return try decide("accept", id) }
        guard isWorking else { return }
        counts["approvals", default: 0] += 1
        let chance = Int.random(in: 0..<100, using: &generator)
        guard chance < 93 else { return }
        try decide(chance < 85 ? "accept" : "decline", id)
    }

    private func decide(_ decision: String, _ id: Any) throws {
        let answer: [String: Any] = ["id": id, "result": ["decision": decision]]
        try server.send(String(decoding: JSONSerialization.data(withJSONObject: answer), as: UTF8.self))
    }

    private func react(to method: String, _ params: [String: Any], _ thread: String) throws {
        let turn = (params["turn"] as? [String: Any])?["id"] as? String ?? ""
        if method == "turn/started" { lastTurns[thread] = turn }
        if method == "turn/completed", settling?.thread == thread { settling?.hasEnded = true }
        guard isWorking else { return }
        switch (method, method == "turn/started" ? plans.removeValue(forKey: turn) : nil) {
        case ("turn/started", .steer):
            for _ in 0...1 {
                let message = newID()
                var steer = input(thread, "say: \(TurnPlan.words(5, &generator))", message: message)
                steer["expectedTurnId"] = turn
                counts["steers", default: 0] += 1
                try send("turn/steer", steer, .steer(thread, message: message))
            }
        case ("turn/started", .interrupt):
            try send("turn/interrupt", ["threadId": thread, "turnId": turn], .other)
        case ("turn/completed", _):
            try startTurn(thread)
        default:
            break
        }
    }

    private func took(_ message: [String: Any], _ what: Pending) throws {
        let result = message["result"] as? [String: Any]
        if result == nil {
            switch what {
            case .steer, .other: break  // The turn may have ended; `other` is looked at by who asked.
            default: problems.append("refused: \(what): \(message)")
            }
            return
        }
        switch what {
        case .start(let id):
            ledgers[id]?.isAcknowledged = true
            ledgers[id]?.hasSettings = true
            if isWorking, lastTurns[id] == nil, !pending.values.contains(where: { $0.isTurn(of: id) }) {
                try startTurn(id)
            }
        case .turn(let id, let message, let plan):
            guard let turn = (result?["turn"] as? [String: Any])?["id"] as? String else { return }
            ledgers[id]?.accepted(message: message, turn: turn)
            plans[turn] = plan.meanwhile
        case .steer(let id, let message):
            guard let turn = result?["turnId"] as? String else { return }
            ledgers[id]?.accepted(message: message, turn: turn)
        case .name(let id, let name):
            ledgers[id]?.acknowledged(name: name)
        case .other:
            break
        }
    }
}
