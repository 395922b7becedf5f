import Support

/// A call of one of the tools for agents, its arguments read.
package enum AgentToolCall: Hashable, Sendable {
    /// Makes an agent.
    case spawn(AgentSpawnArguments)
    /// Tells one something.
    case send(target: String, message: String, interrupts: Bool)
    /// Waits for some.
    case wait(targets: [String], milliseconds: Int)
    /// Opens one again.
    case resume(id: String)
    /// Closes one.
    case close(target: String)

    static let spawnName = "spawn_agent"
    static let sendName = "send_input"
    static let waitName = "wait_agent"
    static let resumeName = "resume_agent"
    static let closeName = "close_agent"

    /// The milliseconds that a wait may take: shorter looks cost a request each and bring nothing; after an hour the user
    /// should hear something.
    package static let waitRange = 10_000...3_600_000
    /// The milliseconds that a wait takes if the model says nothing.
    package static let standardWait = 30_000

    /// Reads the JSON text that the model wrote; nil if the tool is none of these. `name` has the namespace in front.
    package init?(name: String, arguments text: String) throws(ToolArgumentsError) {
        guard name.hasPrefix(AgentToolDefinitions.namespace + ".") else { return nil }
        switch String(name.dropFirst(AgentToolDefinitions.namespace.count + 1)) {
        case Self.spawnName:
            let wire = try ToolArguments(parsing: text).decode(SpawnWire.self)
            let message = try Self.message(wire.message, wire.items)
            self = .spawn(
                AgentSpawnArguments(
                    message: message, forksContext: wire.forkContext ?? false, model: wire.model?.nonEmpty,
                    effort: wire.reasoningEffort?.nonEmpty))
        case Self.sendName:
            let wire = try ToolArguments(parsing: text).decode(SendWire.self)
            self = .send(
                target: try Self.id(wire.target), message: try Self.message(wire.message, wire.items),
                interrupts: wire.interrupt ?? false)
        case Self.waitName:
            let wire = try ToolArguments(parsing: text).decode(WaitWire.self)
            guard let targets = wire.targets, !targets.isEmpty else {
                throw ToolArgumentsError(reason: "agent ids must be non-empty")
            }
            var ids: [String] = []
            for target in targets { ids.append(try Self.id(target)) }
            self = .wait(targets: ids, milliseconds: try Self.timeout(wire.timeoutMilliseconds))
        case Self.resumeName:
            self = .resume(id: try Self.id(try ToolArguments(parsing: text).decode(ResumeWire.self).id))
        case Self.closeName:
            self = .close(target: try Self.id(try ToolArguments(parsing: text).decode(CloseWire.self).target))
        default:
            return nil
        }
    }

    // MARK: - Checks

    private static func id(_ text: String) throws(ToolArgumentsError) -> String {
        guard UUIDText.isValid(text) else { throw ToolArgumentsError(reason: "invalid agent id \(text)") }
        return text.lowercased()
    }

    private static func timeout(_ value: Double?) throws(ToolArgumentsError) -> Int {
        guard let value else { return standardWait }
        guard value > 0 else { throw ToolArgumentsError(reason: "timeout_ms must be greater than zero") }
        return min(max(Int(min(value, 1e15)), waitRange.lowerBound), waitRange.upperBound)
    }

    private static func message(_ message: String?, _ items: [ItemWire]?) throws(ToolArgumentsError) -> String {
        let texts: [String]
        switch (message, items) {
        case (nil, nil): throw ToolArgumentsError(reason: "Provide one of: message or items")
        case (_?, _?): throw ToolArgumentsError(reason: "Provide either message or items, but not both")
        case (let message?, nil): texts = [message]
        case (nil, let items?):
            guard items.allSatisfy({ $0.type == nil || $0.type == "text" }) else {
                throw ToolArgumentsError(reason: "agents take only items of type text; name files by their paths")
            }
            texts = items.map { $0.text ?? "" }
        }
        let text = texts.joined(separator: "\n")
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw ToolArgumentsError(reason: "Empty message can't be sent to an agent")
        }
        return text
    }

    // MARK: - As they stand in the JSON

    private struct ItemWire: Decodable {
        var type: String?
        var text: String?
    }

    private struct SpawnWire: Decodable {
        var message: String?
        var items: [ItemWire]?
        var forkContext: Bool?
        var model: String?
        var reasoningEffort: String?

        enum CodingKeys: String, CodingKey {
            case message, items, model
            case forkContext = "fork_context"
            case reasoningEffort = "reasoning_effort"
        }
    }

    private struct SendWire: Decodable {
        var target: String
        var message: String?
        var items: [ItemWire]?
        var interrupt: Bool?
    }

    private struct WaitWire: Decodable {
        var targets: [String]?
        var timeoutMilliseconds: Double?

        enum CodingKeys: String, CodingKey {
            case targets
            case timeoutMilliseconds = "timeout_ms"
        }
    }

    private struct ResumeWire: Decodable {
        var id: String
    }

    private struct CloseWire: Decodable {
        var target: String
    }
}

/// What an agent is made for, as the model wrote it.
package struct AgentSpawnArguments: Hashable, Sendable {
    /// The task.
    package var message: String
    /// Whether it gets the conversation so far.
    package var forksContext: Bool
    /// The model, if it is to be another one.
    package var model: String?
    /// How hard it is to think, if that is to be otherwise.
    package var effort: String?
}
