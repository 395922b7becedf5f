/// `process/writeStdin`: writes to the standard input of a process.
package enum ProcessWriteStdin: ClientRequest {
    package typealias Params = ProcessWriteStdinParams
    package typealias Response = ProcessWriteStdinResponse

    package static var method: String { "process/writeStdin" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to write.
package struct ProcessWriteStdinParams: Codable, Hashable, Sendable {
    /// The client's name for the process.
    package var processHandle: String
    /// The bytes, in Base64.
    package var deltaBase64: String?
    /// Whether the input ends after them.
    @Defaulted<DefaultsToFalse> package var closeStdin: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(processHandle: String, deltaBase64: String? = nil, closeStdin: Bool = false) {
        self.processHandle = processHandle
        self.deltaBase64 = deltaBase64
        self.closeStdin = closeStdin
    }
}

/// Nothing to say.
package struct ProcessWriteStdinResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
