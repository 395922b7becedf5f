/// `command/exec/terminate`: ends a command that runs, with all that it has started.
package enum CommandExecTerminate: ClientRequest {
    package typealias Params = CommandExecTerminateParams
    package typealias Response = CommandExecTerminateResponse

    package static var method: String { "command/exec/terminate" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which one.
package struct CommandExecTerminateParams: Codable, Hashable, Sendable {
    /// The client's name for the process.
    package var processId: String

    /// Makes the value from its fields.
    package init(processId: String) {
        self.processId = processId
    }
}

/// Nothing to say.
package struct CommandExecTerminateResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
