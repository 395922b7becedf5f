/// `command/exec/write`: writes to the standard input of a command that runs.
package enum CommandExecWrite: ClientRequest {
    package typealias Params = CommandExecWriteParams
    package typealias Response = CommandExecWriteResponse

    package static var method: String { "command/exec/write" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to write.
package struct CommandExecWriteParams: Codable, Hashable, Sendable {
    /// The client's name for the process.
    package var processId: String
    /// The bytes, in Base64.
    package var deltaBase64: String?
    /// Whether the input ends after them.
    @Defaulted<DefaultsToFalse> package var closeStdin: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(processId: String, deltaBase64: String? = nil, closeStdin: Bool = false) {
        self.processId = processId
        self.deltaBase64 = deltaBase64
        self.closeStdin = closeStdin
    }
}

/// Nothing to say.
package struct CommandExecWriteResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
