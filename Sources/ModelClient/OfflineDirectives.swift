import WireJSON

/// The directives that the offline model finds in a message, one a line: `run: CMD`, `write PATH: TEXT`, `plan: a; b`, `ask: QUESTION? a | b`,
/// `agent: TASK`, `agents: SECONDS`,
/// `think: …`, `say: …`, `call: TOOL {…}`, `fail: KIND`, `sleep: SECONDS`. Other lines are prose and mean nothing to it.
///
/// Lines make one answer until a call has been made; then the next line that isn't a further `run:` starts a new answer. So
/// consecutive `run:` lines are parallel calls, and a `think:` before them belongs to the same answer.
enum OfflineDirectives {
    /// The directives of a message; nil if it has none.
    static func parse(_ message: String) -> OfflineScript? {
        var steps: [[OfflineScript.Part]] = [[]]
        var lastWasRun = false
        for line in message.split(whereSeparator: \.isNewline) {
            guard let (name, argument) = split(line), let part = part(name, argument) else { continue }
            let isRun = name == "run"
            if !(isRun && lastWasRun), steps[steps.count - 1].contains(where: \.isCall) { steps.append([]) }
            steps[steps.count - 1].append(part)
            lastWasRun = isRun
        }
        return steps == [[]] ? nil : OfflineScript(steps: steps, givesAccount: true)
    }

    /// The name and the argument of a line `name: argument`, without white space around them; nil for all else.
    private static func split(_ line: Substring) -> (name: Substring, argument: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let argument = trimmed(line[line.index(after: colon)...])
        return argument.isEmpty ? nil : (trimmed(line[..<colon]), String(argument))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// What a directive does; nil if there is none of that name.
    private static func part(_ name: Substring, _ argument: String) -> OfflineScript.Part? {
        switch name {
        case "run": .call(name: "exec_command", arguments: RawJSON(["cmd": .string(argument)]))
        case "plan": .call(name: "update_plan", arguments: plan(argument))
        case "ask": ask(argument)
        case "agent": .agent(lines(argument).joined(separator: "\n"))
        case "agents": agents(argument)
        case "call": call(argument)
        case "think": .reasoning(argument)
        case "say": say(argument)
        case "fail": fail(argument)
        case "sleep": sleep(argument)
        case let name where name.hasPrefix("write "):
            .call(name: "apply_patch", arguments: write(String(trimmed(name.dropFirst("write ".count))), argument))
        default: nil
        }
    }

    /// A patch that makes a file of a text, in which `\n` starts a new line.
    private static func write(_ path: String, _ text: String) -> RawJSON {
        let lines = lines(text).map { "+\($0)" }
        let patch = ["*** Begin Patch", "*** Add File: \(path)"] + lines + ["*** End Patch"]
        return RawJSON(["input": .string(patch.joined(separator: "\n"))])
    }

    /// The lines of a text in which `\n` starts a new one.
    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\\n", omittingEmptySubsequences: false)
    }

    /// Waits for the agents that this message has made, so many seconds.
    private static func agents(_ argument: String) -> OfflineScript.Part {
        guard let milliseconds = milliseconds(argument) else {
            return say("`agents: \(argument)` needs a number of seconds from 0 to 86400.")
        }
        return .waitForAgents(milliseconds: milliseconds)
    }

    private static func say(_ text: String) -> OfflineScript.Part {
        .text(deltas: OfflineScript.words(text), delayMilliseconds: 0)
    }

    /// Calls a tool by its name, with the JSON object behind it.
    private static func call(_ argument: String) -> OfflineScript.Part {
        let name = argument.prefix { !$0.isWhitespace }
        let text = trimmed(argument[name.endIndex...])
        guard let arguments = try? RawJSON(validating: Array((text.isEmpty ? "{}" : text).utf8)) else {
            return say("`call: \(argument)` needs JSON behind the tool's name.")
        }
        return .call(name: String(name), arguments: arguments)
    }

    /// A question up to its question mark, and answers to choose from behind it: `Which? a | b`.
    private static func ask(_ argument: String) -> OfflineScript.Part {
        let end = argument.firstIndex(of: "?").map { argument.index(after: $0) } ?? argument.endIndex
        let options = argument[end...].split(separator: "|").map(trimmed).filter { !$0.isEmpty }
        let question: JSONValue = [
            "id": "answer", "header": "Question", "question": .string(String(argument[..<end])),
            "options": .array(options.map { ["label": .string(String($0)), "description": ""] }),
        ]
        return .call(name: "request_user_input", arguments: RawJSON(["questions": [question]]))
    }

    /// The first step is in progress, the others are to come.
    private static func plan(_ argument: String) -> RawJSON {
        let steps = argument.split(separator: ";").map(trimmed).filter { !$0.isEmpty }
        let entries = steps.enumerated().map { index, step -> JSONValue in
            ["step": .string(String(step)), "status": index == 0 ? "in_progress" : "pending"]
        }
        return RawJSON(["plan": .array(entries)])
    }

    private static func fail(_ argument: String) -> OfflineScript.Part {
        if let failure = OfflineFailures.failure(named: argument) { return .fail(failure) }
        let kinds = OfflineFailures.names.map { "`\($0)`" }.joined(separator: ", ")
        return say("I can't fail as `\(argument)`. The kinds that I know are \(kinds).")
    }

    private static func sleep(_ argument: String) -> OfflineScript.Part {
        guard let milliseconds = milliseconds(argument) else {
            return say("`sleep: \(argument)` needs a number of seconds from 0 to 86400.")
        }
        return .sleep(milliseconds: milliseconds)
    }

    private static func milliseconds(_ argument: String) -> Int? {
        // A day is longer than any test waits, and keeps the product within an Int.
        guard let seconds = Double(argument), (0...86_400).contains(seconds) else { return nil }
        return Int((seconds * 1_000).rounded())
    }
}
