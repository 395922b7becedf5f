internal import AppServerProtocol
internal import Support
internal import WireJSON

/// The commands of older files, which have a call and its output apart from each other, in the model's words.
struct RolloutCalls {
    private struct Call {
        var command: String
        var cwd: String
    }

    /// The names under which models called for commands.
    private static let commandTools: Set<String> = ["exec_command", "shell", "shell_command", "container.exec"]

    private var open: [String: Call] = [:]
    private var told: Set<String> = []

    /// Notes that an item tells of a call.
    mutating func tell(_ callId: String) {
        told.insert(callId)
    }

    /// Whether an item tells of a call.
    func isTold(_ callId: String?) -> Bool {
        callId.map(told.contains) ?? false
    }

    /// Takes in a call.
    mutating func begin(_ item: JSONObject, cwd: String) {
        guard let id = item.text("call_id") else { return }
        if let action = item["action"]?.objectValue {
            let words = action.list("command").compactMap(\.stringValue)
            open[id] = Call(
                command: ShellQuoting.join(words), cwd: action.text("working_directory") ?? cwd)
            return
        }
        guard let name = item.text("name"), Self.commandTools.contains(name),
            let arguments = item.text("arguments").flatMap({
                try? WireCoder.decode(JSONValue.self, from: Array($0.utf8))
            }),
            let command = arguments["cmd"] ?? arguments["command"]
        else { return }
        let words = command.arrayValue?.compactMap(\.stringValue)
        open[id] = Call(
            command: command.stringValue ?? ShellQuoting.join(words ?? []),
            cwd: arguments["workdir"]?.stringValue ?? cwd)
    }

    /// Takes in an output. Returns the command, if nothing else tells of it.
    mutating func end(_ item: JSONObject) -> ThreadItem? {
        guard let id = item.text("call_id"), let call = open.removeValue(forKey: id), !told.contains(id) else {
            return nil
        }
        told.insert(id)
        let result = Result(item["output"])
        return .commandExecution(
            CommandExecutionItem(
                id: id, command: call.command, cwd: call.cwd, status: result.status,
                commandActions: [.unknown(UnknownCommandAction(command: call.command))],
                aggregatedOutput: result.output, exitCode: result.exitCode, durationMs: result.durationMs))
    }

    /// What an output says, in one of its forms.
    private struct Result {
        var output: String
        var exitCode: Int?
        var durationMs: Int?
        var isRefused = false

        var status: CommandExecutionStatus {
            if isRefused { return .declined }
            return exitCode == 0 ? .completed : .failed
        }

        init(_ value: JSONValue?) {
            let text =
                value?.stringValue
                ?? value?.arrayValue?.compactMap { $0["text"]?.stringValue }.joined()
                ?? value?["content"]?.stringValue ?? ""
            if text.hasPrefix("{"), let json = try? WireCoder.decode(JSONValue.self, from: Array(text.utf8)),
                let output = json["output"]?.stringValue
            {
                self.output = output
                exitCode = json["metadata"]?["exit_code"]?.int64Value.flatMap(Int.init(exactly:))
                durationMs = json["metadata"]?["duration_seconds"]?.doubleValue.flatMap {
                    Int(exactly: ($0 * 1000).rounded())
                }
                return
            }
            output = text
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                if line == "Output:" {
                    output = lines[(index + 1)...].joined(separator: "\n")
                    break
                }
                if let number = Self.rest(of: line, behind: ["Process exited with code ", "Exit code: "]) {
                    exitCode = Int(number)
                } else if let seconds = Self.rest(of: line, behind: ["Wall time: "])?.split(separator: " ").first {
                    durationMs = Double(seconds).flatMap { Int(exactly: ($0 * 1000).rounded()) }
                }
            }
            isRefused = exitCode == nil && text.contains("rejected by user")
        }

        private static func rest(of line: Substring, behind prefixes: [String]) -> Substring? {
            prefixes.first(where: line.hasPrefix).map { line.dropFirst($0.count) }
        }
    }
}
