package import WireJSON

/// The result of a tool that the client ran on its own, as the input of a turn.
package struct TurnToolOutput: Codable, Hashable, Sendable {
    /// The tool's name.
    package var name: String
    /// The tool's namespace.
    package var namespace: String?
    /// What the tool gave.
    package var output: FunctionCallOutputBody
    /// Whether the output is to stay in the history that the model sees.
    @FalseByDefault package var retain: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(name: String, namespace: String? = nil, output: FunctionCallOutputBody, retain: Bool = false) {
        self.name = name
        self.namespace = namespace
        self.output = output
        self.retain = retain
    }
}
