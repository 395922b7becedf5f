package import AppServerProtocol
import ModelClient

/// The catalogue of models as `model/list` pages it.
package struct ModelListing: Sendable {
    /// The listing of the built-in catalogue.
    package init() {}

    /// One page. The cursor is the number of models before it.
    package func page(_ params: ModelListParams) throws(AgentError) -> ModelListResponse {
        let models = ModelCatalogue.models.filter { params.includeHidden == true || !$0.isHidden }
        var start = 0
        if let cursor = params.cursor {
            guard let offset = Int(cursor), offset >= 0 else {
                throw AgentError(.invalidCursor, "invalid cursor: \(cursor)")
            }
            guard offset <= models.count else {
                throw AgentError(.invalidCursor, "cursor \(offset) exceeds total models \(models.count)")
            }
            start = offset
        }
        let end = min(models.count, start + max(params.limit ?? models.count, 1))
        return ModelListResponse(
            data: models[start..<end].map(Model.init), nextCursor: end < models.count ? String(end) : nil)
    }
}

extension Model {
    /// A catalogue entry as clients see it.
    init(_ info: ModelInfo) {
        self.init(
            id: info.id, model: info.id, displayName: info.displayName, description: info.description,
            hidden: info.isHidden,
            supportedReasoningEfforts: info.efforts.map {
                ReasoningEffortOption(reasoningEffort: $0.name, description: $0.description)
            },
            defaultReasoningEffort: info.defaultEffort,
            inputModalities: info.inputModalities.compactMap(InputModality.init(rawValue:)), isDefault: info.isDefault)
    }
}
