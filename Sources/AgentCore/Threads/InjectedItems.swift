import AppServerProtocol
import WireJSON

/// History items that a client hands over as they are.
enum InjectedItems {
    /// Checks that the model's provider will know them.
    static func check(_ items: [RawJSON]) throws(AgentError) -> [RawJSON] {
        guard !items.isEmpty else { throw AgentError(.invalidParams, "items must not be empty") }
        for (index, item) in items.enumerated() {
            do {
                _ = try item.decode(ResponseItem.self)
            } catch {
                throw AgentError(
                    .invalidParams, "items[\(index)] is not a valid response item: \(error)",
                    details: ["index": .number(JSONNumber(Int64(index)))])
            }
        }
        return items
    }
}
