package import WireJSON

/// A function that the model may call, as it is described to it (Responses API).
package struct ToolDefinition: Hashable, Sendable {
    /// The name by which the model calls it.
    package var name: String
    /// What it does and when to use it.
    package var description: String
    /// The JSON Schema of its arguments.
    package var parameters: JSONValue
    /// Whether the provider shall force arguments into the schema; that demands every property to be required.
    package var isStrict: Bool

    /// A function tool.
    package init(name: String, description: String, parameters: JSONValue, isStrict: Bool = false) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.isStrict = isStrict
    }

    /// The element of the request's `tools`.
    package var raw: RawJSON {
        RawJSON([
            "type": "function", "name": .string(name), "description": .string(description), "strict": .bool(isStrict),
            "parameters": parameters,
        ])
    }
}

extension ToolDefinition {
    /// Runs a command line. Its arguments are read by ``ExecCommandArguments``.
    package static let execCommand = ToolDefinition(
        name: "exec_command",
        description: """
            Runs a command line in a shell and returns its output, standard error merged in. If the command still runs \
            after `yield_time_ms`, the answer has a session ID for `write_stdin`, and the command runs on.
            """,
        parameters: object(
            [
                "cmd": string("The command line, as the shell shall read it."),
                "workdir": string("The directory to run in; relative to the thread's working directory, the default."),
                "shell": string("The shell's path or name. Default: the user's shell."),
                "login": [
                    "type": "boolean",
                    "description": "Whether the shell reads the user's profile first (-l). Default: true.",
                ],
                "tty": [
                    "type": "boolean",
                    "description": "Whether the command gets a terminal, so that it can be written to. Default: false.",
                ],
                "yield_time_ms": number(
                    """
                    Milliseconds to wait for the command's end, from \(ExecCommandArguments.yieldRange.lowerBound) to \
                    \(ExecCommandArguments.yieldRange.upperBound). Default: \
                    \(ExecCommandArguments.defaultYieldMilliseconds).
                    """),
                "timeout_ms": number(
                    """
                    Milliseconds after which the command and all that it started are killed. Default: none.
                    """),
                "max_output_tokens": number(
                    """
                    About how many tokens of output to return; the middle of longer output is left out. Default: \
                    \(ExecCommandOutput.defaultMaxTokens).
                    """),
                "sandbox_permissions": [
                    "type": "string",
                    "enum": .array(SandboxPermissions.allCases.map { .string($0.rawValue) }),
                    "description": """
                    `require_escalated` asks the user to let this command run outside the sandbox. Default: `use_default`.
                    """,
                ],
                "justification": string(
                    "With `require_escalated`: a short question to the user that says what the command is needed for."),
                "prefix_rule": [
                    "type": "array", "items": ["type": "string"],
                    "description": """
                    With `require_escalated`: the first words of the command that the user could allow for good, for \
                    example ["git", "fetch"].
                    """,
                ],
            ], required: ["cmd"]))

    /// Writes into a command that runs. Its arguments are read by ``WriteStdinArguments``.
    package static let writeStdin = ToolDefinition(
        name: "write_stdin",
        description: """
            Writes to a command that still runs, or only looks at it, and returns what it has printed since the last look.
            """,
        parameters: object(
            [
                "session_id": number("The session ID that `exec_command` gave."),
                "chars": string(
                    """
                    What to write, with line ends; \\u0003 is Ctrl-C. Needs a command with `tty`. Empty, the default, \
                    looks only.
                    """),
                "yield_time_ms": number("Milliseconds to wait for output or the end."),
                "max_output_tokens": number("About how many tokens of output to return."),
            ], required: ["session_id"]))

    /// Shows the user a plan. Its arguments are read by ``UpdatePlanArguments``.
    package static let updatePlan = ToolDefinition(
        name: "update_plan",
        description: """
            Shows the user the steps of your work and how far each one is. Send the whole plan every time; \
            at most one step may be in progress.
            """,
        parameters: object(
            [
                "explanation": string("Why the plan changed, in a sentence."),
                "plan": [
                    "type": "array",
                    "description": "All steps in order.",
                    "items": object(
                        [
                            "step": string("What is to be done, in a few words."),
                            "status": ["type": "string", "enum": ["pending", "in_progress", "completed"]],
                        ], required: ["step", "status"]),
                ],
            ], required: ["plan"]))

    /// Shows the model an image.
    package static let viewImage = ToolDefinition(
        name: "view_image", description: "Shows you an image file: PNG, JPEG, GIF or WebP.",
        parameters: object(
            ["path": string("The file; relative to the thread's working directory.")], required: ["path"]))

    /// Asks the user. Its arguments are read by ``RequestUserInputArguments``.
    package static let requestUserInput = ToolDefinition(
        name: "request_user_input",
        description: """
            Asks the user one or a few questions and waits for the answers. Ask only what you can't find out yourself.
            """,
        parameters: object(
            [
                "questions": [
                    "type": "array",
                    "description": "The questions, three at most.",
                    "items": object(
                        [
                            "id": string("A short name of the question, by which the answer comes back."),
                            "header": string("What it is about, in a word or two."),
                            "question": string("The question, in a sentence."),
                            "options": [
                                "type": "array",
                                "description": "Two or three answers to choose from; the user may also answer freely.",
                                "items": object(
                                    [
                                        "label": string("The answer, in a few words."),
                                        "description": string("What follows from it."),
                                    ], required: ["label", "description"]),
                            ],
                        ], required: ["id", "header", "question", "options"]),
                ]
            ], required: ["questions"]))

    /// Asks the user for permissions. Its arguments are read by ``RequestPermissionsArguments``.
    package static let requestPermissions = ToolDefinition(
        name: "request_permissions",
        description: """
            Asks the user to let your commands do more than the sandbox allows: write in further places, or use the \
            network. Returns what was granted, which may be less. It holds for commands of this turn, or of the whole \
            session if the user says so.
            """,
        parameters: object(
            [
                "permissions": [
                    "type": "object", "description": "What is needed; no more than that.",
                    "properties": [
                        "file_system": [
                            "type": "object", "description": "Access to files.",
                            "properties": [
                                "read": paths("Absolute paths to read."), "write": paths("Absolute paths to change."),
                            ], "additionalProperties": false,
                        ],
                        "network": [
                            "type": "object", "description": "Access to the network.",
                            "properties": ["enabled": ["type": "boolean", "description": "Whether it is needed."]],
                            "additionalProperties": false,
                        ],
                    ], "additionalProperties": false,
                ],
                "reason": string("What it is needed for, in a sentence to the user."),
            ], required: ["permissions"]))

    private static func paths(_ description: String) -> JSONValue {
        ["type": "array", "items": ["type": "string"], "description": .string(description)]
    }

    private static func object(_ properties: JSONObject, required: [String]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties), "required": .array(required.map(JSONValue.string)),
            "additionalProperties": false,
        ]
    }

    private static func string(_ description: String) -> JSONValue {
        ["type": "string", "description": .string(description)]
    }

    private static func number(_ description: String) -> JSONValue {
        ["type": "number", "description": .string(description)]
    }
}
