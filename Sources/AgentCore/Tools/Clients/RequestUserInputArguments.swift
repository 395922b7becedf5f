package import AppServerProtocol

/// The arguments of the tool `request_user_input`.
package struct RequestUserInputArguments: Hashable, Sendable {
    /// The questions, in order. The user may always answer in other words.
    package var questions: [ToolRequestUserInputQuestion]

    /// Reads the JSON text that the model wrote.
    package init(parsing text: String) throws(ToolArgumentsError) {
        let wire = try ToolArguments(parsing: text).decode(Wire.self)
        questions = wire.questions.map { question in
            ToolRequestUserInputQuestion(
                id: question.id, header: question.header ?? "", question: question.question,
                options: question.options?.map {
                    ToolRequestUserInputOption(label: $0.label, description: $0.description ?? "")
                })
        }
    }

    /// The arguments as they stand in the JSON.
    private struct Wire: Decodable {
        var questions: [Question]

        struct Question: Decodable {
            var id: String
            var header: String?
            var question: String
            var options: [Option]?
        }

        struct Option: Decodable {
            var label: String
            var description: String?
        }
    }
}
