package import WireJSON

/// A `reasoning` item: what the model thought.
package struct ReasoningItem: Codable, Hashable, Sendable {
    /// The item's id, given by the model if it gives ids.
    package var id: String
    /// The model's summary of its thoughts, part by part.
    @EmptyByDefault package var summary: [String]
    /// The thoughts themselves, part by part, if the model shows them.
    @EmptyByDefault package var content: [String]

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String, summary: [String] = [], content: [String] = []) {
        self.id = id
        self.summary = summary
        self.content = content
    }
}

/// A `plan` item: a plan that the agent proposes.
package struct PlanItem: Codable, Hashable, Sendable {
    /// The item's id: the turn's id with `-plan` behind it.
    package var id: String
    /// The plan, in Markdown. It need not be what the deltas added up to.
    package var text: String

    /// Makes the value from its fields.
    package init(id: String, text: String) {
        self.id = id
        self.text = text
    }
}
