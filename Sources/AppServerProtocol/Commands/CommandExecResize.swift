/// `command/exec/resize`: gives the terminal of a command another size.
package enum CommandExecResize: ClientRequest {
    package typealias Params = CommandExecResizeParams
    package typealias Response = CommandExecResizeResponse

    package static var method: String { "command/exec/resize" }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// The new size.
package struct CommandExecResizeParams: Codable, Hashable, Sendable {
    /// The client's name for the process.
    package var processId: String
    /// The size.
    package var size: CommandExecTerminalSize

    /// Makes the value from its fields.
    package init(processId: String, size: CommandExecTerminalSize) {
        self.processId = processId
        self.size = size
    }
}

/// Nothing to say.
package struct CommandExecResizeResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
