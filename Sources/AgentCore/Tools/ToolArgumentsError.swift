/// Why the arguments of a tool call can't be used.
package struct ToolArgumentsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and in which field.
    package var reason: String

    /// A refusal for a reason.
    package init(reason: String) {
        self.reason = reason
    }

    /// What the model gets as the call's output, so that it can mend the call.
    package var description: String { "failed to parse function arguments: \(reason)" }
}
