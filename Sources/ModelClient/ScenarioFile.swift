import WireJSON

/// A scenario as it is written in a file.
struct ScenarioFile: Decodable {
    /// One message's answers.
    struct Turn: Decodable {
        /// A text that the message must contain.
        var match: String?
        /// The answers, each a list of parts.
        var steps: [[Part]]
    }

    /// One thing that an answer is made of.
    struct Part: Decodable {
        /// What the part does; nothing for `"cut": false`.
        var parts: [OfflineScript.Part]

        init(from decoder: any Decoder) throws {
            parts = try ScenarioPartReader(decoder).read()
        }
    }

    /// The turns in order.
    var turns: [Turn]
}
