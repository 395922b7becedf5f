package import AppServerProtocol
package import WireJSON

/// Makes the input items of a request to the model (Responses API), in the form in which history keeps them.
package enum HistoryItems {
    /// A message of the program: instructions above the user's. One text part per element.
    package static func developerMessage(_ texts: [String]) -> RawJSON {
        message(role: "developer", parts: texts.map(UserInputParts.text))
    }

    /// A message in the user's role that Heddle wrote, like the environment context. One text part per element.
    package static func userMessage(texts: [String]) -> RawJSON {
        message(role: "user", parts: texts.map(UserInputParts.text))
    }

    /// What the user sent, or nil if that is nothing.
    ///
    /// - Parameters:
    ///   - inputs: The inputs of one `turn/start` or `turn/steer`, already checked by ``UserInputRules``.
    ///   - workingDirectory: The absolute directory that relative paths of local images count from.
    ///   - files: Reads local images; blocks.
    package static func userMessage(
        _ inputs: [UserInput], workingDirectory: String, files: FileAccess
    ) -> RawJSON? {
        guard !inputs.isEmpty else { return nil }
        var parts = UserInputParts(workingDirectory: workingDirectory, files: files)
        for input in inputs {
            parts.append(input)
        }
        return message(role: "user", parts: parts.parts)
    }

    /// What a client adds to a message of the user's: one item per entry, sorted by name. The tags are those that models
    /// know; what the client itself does not vouch for stands in the user's role.
    static func additionalContext(_ entries: [String: AdditionalContextEntry]) -> [RawJSON] {
        entries.sorted { $0.key < $1.key }.map { name, entry in
            switch entry.kind {
            case .untrusted: userMessage(texts: ["<external_\(name)>\(entry.value)</external_\(name)>"])
            case .application: developerMessage(["<\(name)>\(entry.value)</\(name)>"])
            }
        }
    }

    /// A text of the model that did not come from it in this form, for example a partial answer of an interrupted turn.
    package static func assistantMessage(_ text: String) -> RawJSON {
        message(role: "assistant", parts: [["type": "output_text", "text": .string(text)]])
    }

    /// The result of a function call.
    package static func functionCallOutput(callID: String, output: String) -> RawJSON {
        raw(["type": "function_call_output", "call_id": .string(callID), "output": .string(output)])
    }

    /// The result of a custom (freeform) tool call.
    package static func customToolCallOutput(callID: String, output: String) -> RawJSON {
        raw(["type": "custom_tool_call_output", "call_id": .string(callID), "output": .string(output)])
    }

    /// The result of a call, in parts.
    static func callOutput(isCustom: Bool, callID: String, parts: [JSONValue]) -> RawJSON {
        raw([
            "type": isCustom ? "custom_tool_call_output" : "function_call_output", "call_id": .string(callID),
            "output": .array(parts),
        ])
    }

    /// Tells the model that the user stopped the turn before its end. Models know the tag.
    package static let turnAborted = userMessage(texts: [
        """
        <turn_aborted>
        The user stopped this turn before you had finished. Commands and tool calls that were running have been ended and \
        may have done part of their work: check the state of things before you build on it.
        </turn_aborted>
        """
    ])

    /// The items without calls that have no output yet, and without what only the agent that thought it may read again.
    static func answered(_ items: [RawJSON]) -> [RawJSON] {
        let read = items.map { item in ((try? item.document())?.root, item) }
        let answered = Set(
            read.compactMap { node, _ in
                node?["type"]?.string?.hasSuffix("_output") == true ? node?["call_id"]?.string : nil
            })
        return read.filter { node, _ in
            guard let type = node?["type"]?.string, type != "reasoning" else { return node?["type"]?.string == nil }
            guard type.hasSuffix("_call"), let call = node?["call_id"]?.string else { return true }
            return answered.contains(call)
        }.map(\.1)
    }

    private static func message(role: String, parts: [JSONValue]) -> RawJSON {
        raw(["type": "message", "role": .string(role), "content": .array(parts)])
    }

    private static func raw(_ value: JSONValue) -> RawJSON {
        RawJSON(value)
    }
}
