internal import AppServerProtocol
internal import Support
internal import WireJSON

/// The items of session files as items of threads. Session files write the same facts with other words: types with a
/// capital, fields in snake case, commands as lists, paths as URLs.
enum RolloutItems {
    /// Understands the item of an `item_completed`; nil for an item of a kind, or in a form, that is not known.
    static func item(_ item: JSONObject) -> ThreadItem? {
        guard let type = item.text("type"), let id = item.text("id") else { return nil }
        var wire = camelCased(item)
        wire["type"] = .string(type.prefix(1).lowercased() + type.dropFirst())
        switch type {
        case "UserMessage":
            wire["content"] = .array(item.list("content").map(userInput))
        case "AgentMessage":
            wire["text"] = .string(item.list("content").compactMap { $0["text"]?.stringValue }.joined())
            wire["content"] = nil
        case "Reasoning":
            wire["summary"] = item["summary_text"]
            wire["content"] = item["raw_content"]
        case "CommandExecution":
            return command(item, id: id)
        case "FileChange":
            wire["changes"] = .array(changes(item["changes"]))
        case "ImageView":
            wire["path"] = item.text("path").map { .string(path($0)) }
        case "WebSearch":
            wire["action"] = item["action"].flatMap(webSearchAction)
        case "McpToolCall":
            wire["status"] = .string(status(item))
            wire["durationMs"] = item.durationMs("duration").map { .number(JSONNumber(Int64($0))) }
            wire["result"] = item["result"].map { $0.objectValue.map { .object(camelCased($0)) } ?? .null }
        default:
            wire["status"] = item["status"].map { _ in .string(status(item)) }
            wire["durationMs"] = item.durationMs("duration").map { .number(JSONNumber(Int64($0))) }
        }
        if type == "FileChange" { wire["status"] = .string(status(item)) }
        return decode(wire)
    }

    /// A wire object as an item; nil when it is none that this version knows.
    static func decode(_ wire: JSONObject) -> ThreadItem? {
        guard let item = try? RawJSON(.object(wire)).decode(ThreadItem.self) else { return nil }
        if case .verbatim = item { return nil }
        return item
    }

    // MARK: - Commands and files

    /// A command, from an item or from the older event of its end.
    static func command(_ item: JSONObject, id: String) -> ThreadItem? {
        let words = item.list("command").compactMap(\.stringValue)
        let source: CommandExecutionSource =
            switch item.text("source") {
            case "user_shell": .userShell
            case "unified_exec_startup": .unifiedExecStartup
            case "unified_exec_interaction": .unifiedExecInteraction
            default: .agent
            }
        return .commandExecution(
            CommandExecutionItem(
                id: id, command: words.isEmpty ? item.text("command") ?? "" : ShellQuoting.join(words),
                cwd: path(item.text("cwd") ?? ""), processId: item.text("process_id"), source: source,
                status: CommandExecutionStatus(rawValue: status(item)) ?? .completed,
                commandActions: item.list("parsed_cmd").compactMap(action),
                aggregatedOutput: item.text("aggregated_output") ?? item.text("stdout"),
                exitCode: item.int("exit_code"), durationMs: item.durationMs("duration")))
    }

    private static func action(_ parsed: JSONValue) -> CommandAction? {
        guard let parsed = parsed.objectValue, let command = parsed.text("cmd") else { return nil }
        switch parsed.text("type") {
        case "read":
            return .read(
                ReadCommandAction(
                    command: command, name: parsed.text("name") ?? "", path: path(parsed.text("path") ?? "")))
        case "list_files": return .listFiles(ListFilesCommandAction(command: command, path: parsed.text("path")))
        case "search":
            return .search(
                SearchCommandAction(command: command, query: parsed.text("query"), path: parsed.text("path")))
        default: return .unknown(UnknownCommandAction(command: command))
        }
    }

    /// The changes of files, from an object of paths; in the order of the paths.
    static func changes(_ value: JSONValue?) -> [JSONValue] {
        (value?.objectValue.map(Array.init) ?? []).sorted { $0.key < $1.key }.map { file, change in
            let type = change["type"]?.stringValue ?? "update"
            var kind: JSONObject = ["type": .string(type)]
            if type == "update" { kind["move_path"] = change["move_path"] ?? .null }
            let text = change["unified_diff"] ?? change["content"] ?? ""
            return ["path": .string(path(file)), "kind": .object(kind), "diff": text]
        }
    }

    // MARK: - Words

    private static func status(_ item: JSONObject) -> String {
        switch item.text("status") {
        case "in_progress", "inProgress": "inProgress"
        case "failed", "error": "failed"
        case "declined": "declined"
        case nil: (item.int("exit_code") ?? 0) == 0 && item["success"]?.boolValue != false ? "completed" : "failed"
        default: "completed"
        }
    }

    private static func userInput(_ part: JSONValue) -> JSONValue {
        guard var input = part.objectValue, let type = input.text("type") else { return part }
        input["type"] = .string(camelCased(type))
        if let url = input["image_url"] ?? input["audio_url"] { input["url"] = url }
        input["image_url"] = nil
        input["audio_url"] = nil
        return .object(input)
    }

    private static func webSearchAction(_ value: JSONValue) -> JSONValue? {
        guard var action = value.objectValue, let type = action.text("type") else { return nil }
        action["type"] = .string(camelCased(type))
        return .object(action)
    }

    /// A path without the `file://` of a URL and its percent signs.
    static func path(_ text: String) -> String {
        guard text.hasPrefix("file://") else { return text }
        var bytes: [UInt8] = []
        var rest = text.utf8.dropFirst("file://".utf8.count)
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let digits = String(rest.prefix(2)), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An object with its own keys in camel case.
    private static func camelCased(_ object: JSONObject) -> JSONObject {
        var result = JSONObject()
        for (key, value) in object { result[key == "_meta" ? key : camelCased(key)] = value }
        return result
    }

    /// A word in camel case: `local_image` is `localImage`.
    static func camelCased(_ word: String) -> String {
        let parts = word.split(separator: "_")
        guard let first = parts.first else { return word }
        return first + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
