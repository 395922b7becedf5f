/// `mock/experimentalMethod`: says what it hears. Clients test with it how the server treats experimental methods.
package enum MockExperimentalMethod: ClientRequest {
    package typealias Params = MockExperimentalMethodParams
    package typealias Response = MockExperimentalMethodResponse

    package static var method: String { "mock/experimentalMethod" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .concurrent
    }
}

/// What to say.
package struct MockExperimentalMethodParams: Codable, Hashable, Sendable {
    /// Any text.
    package var value: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(value: String? = nil) {
        self.value = value
    }
}

/// What was heard.
package struct MockExperimentalMethodResponse: Codable, Hashable, Sendable {
    /// The text.
    package var echoed: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(echoed: String? = nil) {
        self.echoed = echoed
    }
}
