import AppServerProtocol
import WireJSON

/// History items that a client hands over as they are.
enum InjectedItems {
    /// Checks that the model's provider will know them.
    static func check(_ items: [RawJSON]) throws(AgentError) -> [RawJSON] {
        guard !items.isEmpty else { throw AgentError(.invalidParams, "items must not be empty") }
        for (index, item) in items.enumerated() {
            let details: JSONObject = ["index": .number(JSONNumber(Int64(index)))]
            let decoded: ResponseItem
            do {
                decoded = try item.decode(ResponseItem.self)
            } catch {
                throw AgentError(
                    .invalidParams, "items[\(index)] is not a valid response item: \(error)", details: details)
            }
            if hasRemoteImage(decoded) {
                let problem = UserInputProblem.remoteImage
                throw AgentError(AgentError.Kind(rawValue: problem.kind), problem.message, details: details)
            }
        }
        return items
    }

    private static func hasRemoteImage(_ item: ResponseItem) -> Bool {
        guard case .message(let message) = item else { return false }
        return message.content.contains { part in
            guard case .inputImage(let image) = part else { return false }
            return UserInputRules.isRemote(image.imageUrl)
        }
    }
}
