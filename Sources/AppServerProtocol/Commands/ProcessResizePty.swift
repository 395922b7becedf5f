/// `process/resizePty`: gives the terminal of a process another size.
package enum ProcessResizePty: ClientRequest {
    package typealias Params = ProcessResizePtyParams
    package typealias Response = ProcessResizePtyResponse

    package static var method: String { "process/resizePty" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// The new size.
package struct ProcessResizePtyParams: Codable, Hashable, Sendable {
    /// The client's name for the process.
    package var processHandle: String
    /// The size.
    package var size: ProcessTerminalSize

    /// Makes the value from its fields.
    package init(processHandle: String, size: ProcessTerminalSize) {
        self.processHandle = processHandle
        self.size = size
    }
}

/// Nothing to say.
package struct ProcessResizePtyResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
