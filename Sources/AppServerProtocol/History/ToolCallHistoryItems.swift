/// The fields of a `function_call`.
package struct FunctionCallHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// How far the provider got with it.
    package var status: String?
    /// The provider's id.
    package var id: String?
    /// The tool's name.
    package var name: String
    /// The tool's namespace.
    package var namespace: String?
    /// The arguments as JSON text.
    package var arguments: String
    /// The names of arguments that only the provider can read.
    package var encryptedFunctionArgs: [String]?
    /// What the result refers to.
    package var callId: String
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case status
        case id
        case name
        case namespace
        case arguments
        case encryptedFunctionArgs = "encrypted_function_args"
        case callId = "call_id"
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, status: String? = nil, id: String? = nil, name: String,
        namespace: String? = nil, arguments: String, encryptedFunctionArgs: [String]? = nil, callId: String,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.status = status
        self.id = id
        self.name = name
        self.namespace = namespace
        self.arguments = arguments
        self.encryptedFunctionArgs = encryptedFunctionArgs
        self.callId = callId
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `function_call_output`.
package struct FunctionCallOutputHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The call that this is the result of.
    package var callId: String?
    /// The tool's name, if there was no call.
    package var name: String?
    /// The tool's namespace.
    package var namespace: String?
    /// The result.
    package var output: FunctionCallOutputBody
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case callId = "call_id"
        case name
        case namespace
        case output
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, callId: String? = nil, name: String? = nil, namespace: String? = nil,
        output: FunctionCallOutputBody,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.callId = callId
        self.name = name
        self.namespace = namespace
        self.output = output
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `custom_tool_call`.
package struct CustomToolCallHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// The provider's id.
    package var id: String?
    /// How far the provider got with it.
    package var status: String?
    /// What the result refers to.
    package var callId: String
    /// The tool's name.
    package var name: String
    /// The tool's namespace.
    package var namespace: String?
    /// The text for the tool.
    package var input: String
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case id
        case status
        case callId = "call_id"
        case name
        case namespace
        case input
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, id: String? = nil, status: String? = nil, callId: String, name: String,
        namespace: String? = nil, input: String,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.id = id
        self.status = status
        self.callId = callId
        self.name = name
        self.namespace = namespace
        self.input = input
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `custom_tool_call_output`.
package struct CustomToolCallOutputHistoryItem: Codable, Hashable, Sendable {
    /// The provider's id.
    package var id: String?
    /// The call that this is the result of.
    package var callId: String
    /// The tool's name.
    package var name: String?
    /// The result.
    package var output: FunctionCallOutputBody
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case id
        case callId = "call_id"
        case name
        case output
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        id: String? = nil, callId: String, name: String? = nil, output: FunctionCallOutputBody,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.id = id
        self.callId = callId
        self.name = name
        self.output = output
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// The fields of a `local_shell_call`.
package struct LocalShellCallHistoryItem: Codable, Hashable, Sendable {
    /// A part that only the provider can read.
    package var encryptedContent: String?
    /// The provider's id.
    package var id: String?
    /// What the result refers to.
    package var callId: String?
    /// How far the provider got with it.
    package var status: LocalShellStatus
    /// What to run.
    package var action: LocalShellAction
    /// What the provider wants to have back.
    package var internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough?

    private enum CodingKeys: String, CodingKey {
        case encryptedContent = "encrypted_content"
        case id
        case callId = "call_id"
        case status
        case action
        case internalChatMessageMetadataPassthrough = "internal_chat_message_metadata_passthrough"
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        encryptedContent: String? = nil, id: String? = nil, callId: String? = nil, status: LocalShellStatus,
        action: LocalShellAction,
        internalChatMessageMetadataPassthrough: InternalChatMessageMetadataPassthrough? = nil
    ) {
        self.encryptedContent = encryptedContent
        self.id = id
        self.callId = callId
        self.status = status
        self.action = action
        self.internalChatMessageMetadataPassthrough = internalChatMessageMetadataPassthrough
    }
}

/// How far the provider got with a command.
package struct LocalShellStatus: OpenEnum {
    /// The word as it stands on the wire.
    package let rawValue: String

    /// Wraps a word, known or not.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It is complete.
    package static let completed = Self(rawValue: "completed")
    /// More is to come.
    package static let inProgress = Self(rawValue: "in_progress")
    /// It broke off.
    package static let incomplete = Self(rawValue: "incomplete")

    package static let known: [Self] = [
        .completed, .inProgress, .incomplete,
    ]
}

/// What the provider's shell tool does.
package enum LocalShellAction: TaggedUnion {
    /// Runs a command.
    case exec(LocalShellExecAction)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("exec", LocalShellExecAction.self)
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "exec": self = .exec(try LocalShellExecAction(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .exec(let payload): try Self.encode("exec", payload, to: encoder)
        }
    }
}

/// The fields of an `exec` action.
package struct LocalShellExecAction: Codable, Hashable, Sendable {
    /// The program and its arguments.
    package var command: [String]
    /// How long the command may run, in milliseconds.
    package var timeoutMs: Int?
    /// The directory to run it in.
    package var workingDirectory: String?
    /// Additional environment variables.
    package var env: [String: String]?
    /// The user to run it as.
    package var user: String?

    private enum CodingKeys: String, CodingKey {
        case command
        case timeoutMs = "timeout_ms"
        case workingDirectory = "working_directory"
        case env
        case user
    }

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        command: [String], timeoutMs: Int? = nil, workingDirectory: String? = nil, env: [String: String]? = nil,
        user: String? = nil
    ) {
        self.command = command
        self.timeoutMs = timeoutMs
        self.workingDirectory = workingDirectory
        self.env = env
        self.user = user
    }
}
