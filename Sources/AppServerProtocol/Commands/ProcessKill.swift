/// `process/kill`: ends a process, with all that it has started.
package enum ProcessKill: ClientRequest {
    package typealias Params = ProcessKillParams
    package typealias Response = ProcessKillResponse

    package static var method: String { "process/kill" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// Which one.
package struct ProcessKillParams: Codable, Hashable, Sendable {
    /// The client's name for the process.
    package var processHandle: String

    /// Makes the value from its fields.
    package init(processHandle: String) {
        self.processHandle = processHandle
    }
}

/// Nothing to say.
package struct ProcessKillResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
