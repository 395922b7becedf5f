package import WireJSON

/// The tools by which an agent handles agents of its own, in the namespace that models know. Their calls are read by
/// ``AgentToolCall``.
package enum AgentToolDefinitions {
    /// The tools' namespace.
    package static let namespace = "multi_agent_v1"

    /// What the model is told of all of them.
    package static let raw = RawJSON([
        "type": "namespace", "name": .string(namespace),
        "description": "Agents of your own, which work beside you.",
        "tools": .array([spawn, send, wait, resume, close].map { (try? $0.raw.decode(JSONValue.self)) ?? .null }),
    ])

    private static let spawn = ToolDefinition(
        name: AgentToolCall.spawnName,
        description: """
            Makes an agent that works on a task of its own, in the same workspace and under the same limits as you, and \
            returns its id at once. Only for when the user, or the instructions you were given, ask for agents, \
            delegation or parallel work. Give it a task that is complete in itself and that you need not wait for; \
            when several agents change files, give each other ones. You get a message when it has ended its work.
            """,
        parameters: object(
            [
                "message": string("The task, in full: the agent knows nothing else of your conversation."),
                "items": items,
                "fork_context": [
                    "type": "boolean",
                    "description": "Whether the agent also gets your conversation so far. Default: false.",
                ],
                "model": string("Another model than yours; only if the user asks for one."),
                "reasoning_effort": string("How hard the agent is to think. Default: as hard as you."),
            ], required: []))

    private static let send = ToolDefinition(
        name: AgentToolCall.sendName,
        description: """
            Tells an agent something: it takes it into what it is doing, or begins with it if it is idle.
            """,
        parameters: object(
            [
                "target": string("The agent's id."),
                "message": string("What it is told."),
                "items": items,
                "interrupt": [
                    "type": "boolean",
                    "description": "Whether the agent is to drop what it is doing and turn to this. Default: false.",
                ],
            ], required: ["target"]))

    private static let wait = ToolDefinition(
        name: AgentToolCall.waitName,
        description: """
            Waits until one of some agents has ended its work, and returns those that have with their last words; none if \
            time is up first. Wait only when you can't go on without the result.
            """,
        parameters: object(
            [
                "targets": ["type": "array", "items": ["type": "string"], "description": "The agents' ids."],
                "timeout_ms": [
                    "type": "number",
                    "description": .string(
                        """
                        Milliseconds to wait at most, from \(AgentToolCall.waitRange.lowerBound) to \
                        \(AgentToolCall.waitRange.upperBound). Default: \(AgentToolCall.standardWait).
                        """),
                ],
            ], required: ["targets"]))

    private static let resume = ToolDefinition(
        name: AgentToolCall.resumeName,
        description: "Opens an agent again that was closed, so that it can be told something.",
        parameters: object(["id": string("The agent's id.")], required: ["id"]))

    private static let close = ToolDefinition(
        name: AgentToolCall.closeName,
        description: """
            Closes an agent, and those that it has made, and returns how it stood. Open agents count against a limit even \
            when they are done: close those that you no longer need.
            """,
        parameters: object(["target": string("The agent's id.")], required: ["target"]))

    private static let items: JSONValue = [
        "type": "array", "description": "The same in parts, instead of `message`.",
        "items": object(
            ["type": ["type": "string", "enum": ["text"]], "text": string("The text.")], required: ["type", "text"]),
    ]

    private static func object(_ properties: JSONObject, required: [String]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties), "required": .array(required.map(JSONValue.string)),
            "additionalProperties": false,
        ]
    }

    private static func string(_ description: String) -> JSONValue {
        ["type": "string", "description": .string(description)]
    }
}
