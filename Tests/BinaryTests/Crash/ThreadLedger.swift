import Foundation

/// What a client has been promised about one thread, and what it may therefore expect to find after a crash.
struct ThreadLedger {
    let id: String
    /// Whether the client was told of the thread, by the answer to its start or, later, to a resume.
    var isAcknowledged = false
    /// Whether the start was answered: then the thread has the settings that were asked for.
    var hasSettings = false
    /// The turns whose start was answered, in order.
    private(set) var turns: [String] = []
    /// The turn of every accepted message, by the client's own id of the message.
    private(set) var messages: [String: String] = [:]
    /// Every item whose completion was received or that an earlier snapshot showed, with its turn.
    private(set) var items: [String: (turn: String, content: NSDictionary)] = [:]
    /// How the turns ended whose end was received or seen in an earlier snapshot.
    private(set) var endings: [String: Ending] = [:]
    /// The names that the thread may have: the last acknowledged one, and those asked for since.
    private(set) var possibleNames: [String?] = [nil]
    /// The highest number of an event so far.
    private(set) var highestSeq = 0

    struct Ending: Equatable {
        var status: String
        var error: NSDictionary?

        init(_ turn: [String: Any]) {
            status = turn["status"] as? String ?? "none"
            error = turn["error"] as? NSDictionary
        }
    }

    init(id: String) {
        self.id = id
    }

    // MARK: - Promises

    /// An answer said that the message is taken into a turn.
    mutating func accepted(message: String, turn: String) {
        if !turns.contains(turn) { turns.append(turn) }
        messages[message] = turn
    }

    /// A name was asked for.
    mutating func asked(name: String) {
        possibleNames.append(name)
    }

    /// A name was acknowledged: those before it are no longer possible.
    mutating func acknowledged(name: String) {
        if let index = possibleNames.firstIndex(of: name) { possibleNames.removeFirst(index) }
    }

    /// An event of the thread arrived. Returns what is wrong with it.
    mutating func take(_ method: String, _ params: [String: Any], seq: Int?) -> [String] {
        var problems: [String] = []
        if let seq {
            if seq <= highestSeq { problems.append("\(method) has seq \(seq) after \(highestSeq)") }
            highestSeq = max(highestSeq, seq)
        }
        let turn = params["turn"] as? [String: Any]
        switch method {
        case "item/completed":
            guard let item = params["item"] as? [String: Any], let itemID = item["id"] as? String,
                let turnID = params["turnId"] as? String
            else { return problems + ["an item/completed without item"] }
            if items[itemID] != nil { problems.append("\(itemID) was completed twice") }
            items[itemID] = (turnID, item as NSDictionary)
        case "turn/completed":
            guard let turn, let turnID = turn["id"] as? String else { return problems + ["an end without turn"] }
            if endings[turnID] != nil { problems.append("\(turnID) ended twice") }
            endings[turnID] = Ending(turn)
        default:
            break
        }
        return problems
    }

    // MARK: - The check

    /// Compares the thread that a new process shows, with all its turns, to what was promised, and takes what it shows
    /// as promised from now on. `lastSeq` is that of a `thread/resume`. Returns what is wrong.
    mutating func check(_ thread: [String: Any], lastSeq: Int?) -> [String] {
        var problems: [String] = []
        if thread["id"] as? String != id { problems.append("its id is \(thread["id"] ?? "none")") }
        let status = (thread["status"] as? [String: Any])?["type"] as? String ?? "none"
        if status == "active" { problems.append("its status is active") }
        if !possibleNames.contains(thread["name"] as? String) {
            problems.append("its name is \(thread["name"] ?? "none"), not one of \(possibleNames)")
        }
        if let lastSeq {
            if lastSeq < highestSeq { problems.append("lastSeq \(lastSeq) is behind \(highestSeq)") }
            highestSeq = max(highestSeq, lastSeq)
        }
        let shown = thread["turns"] as? [[String: Any]] ?? []
        problems += check(turns: shown)
        problems += check(items: shown)
        return problems
    }

    private mutating func check(turns shown: [[String: Any]]) -> [String] {
        var problems: [String] = []
        let ids = shown.map { $0["id"] as? String ?? "" }
        if Set(ids).count != ids.count { problems.append("a turn is there twice: \(ids)") }
        let promised = ids.filter(turns.contains)
        if promised != turns { problems.append("turns \(turns) were acknowledged, \(ids) are there") }
        for turn in shown {
            let turnID = turn["id"] as? String ?? ""
            let ending = Ending(turn)
            if !["completed", "failed", "interrupted"].contains(ending.status) {
                problems.append("turn \(turnID) is \(ending.status)")
            }
            if let expected = endings[turnID], expected != ending {
                problems.append("turn \(turnID) ended as \(expected) and is \(ending)")
            }
            endings[turnID] = ending
        }
        for turnID in endings.keys where !ids.contains(turnID) { problems.append("turn \(turnID) ended and is gone") }
        turns = ids
        return problems
    }

    private mutating func check(items shown: [[String: Any]]) -> [String] {
        var problems: [String] = []
        var seen: [String: (turn: String, content: NSDictionary)] = [:]
        var clientIDs: [String: Int] = [:]
        for turn in shown {
            let turnID = turn["id"] as? String ?? ""
            for item in turn["items"] as? [[String: Any]] ?? [] {
                let itemID = item["id"] as? String ?? ""
                if seen.updateValue((turnID, item as NSDictionary), forKey: itemID) != nil {
                    problems.append("item \(itemID) is there twice")
                }
                if item["status"] as? String == "inProgress" { problems.append("item \(itemID) is inProgress") }
                if let client = item["clientId"] as? String { clientIDs[client, default: 0] += 1 }
            }
        }
        for (itemID, expected) in items {
            guard let found = seen[itemID] else {
                problems.append("item \(itemID) was completed and is gone")
                continue
            }
            if found.turn != expected.turn { problems.append("item \(itemID) moved to turn \(found.turn)") }
            if found.content != expected.content {
                problems.append("item \(itemID) was \(expected.content) and is \(found.content)")
            }
        }
        for message in messages.keys where clientIDs[message] != 1 {
            problems.append("the accepted message \(message) is there \(clientIDs[message] ?? 0) times")
        }
        items = seen
        return problems
    }
}
