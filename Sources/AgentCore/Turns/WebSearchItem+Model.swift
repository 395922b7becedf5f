import AppServerProtocol
import ModelClient
import WireJSON

extension WebSearchItem {
    /// A search that the provider ran by itself. What it was for is known when it is complete.
    init(_ item: ModelItem, isComplete: Bool) {
        let action = isComplete ? (try? item.raw.document())?.root["action"] : nil
        let known = action.map(WebSearchAction.init) ?? .other
        self.init(id: item.id, query: known.text, action: known)
    }
}

extension WebSearchAction {
    /// An action in the provider's words, which differ from the protocol's.
    fileprivate init(_ node: JSONNode) {
        switch node["type"]?.string {
        case "search":
            self = .search(
                WebSearchQuery(
                    query: node["query"]?.string, queries: node["queries"]?.elements.compactMap(\.string)))
        case "open_page":
            self = .openPage(WebSearchOpenPage(url: node["url"]?.string))
        case "find_in_page":
            self = .findInPage(WebSearchFindInPage(url: node["url"]?.string, pattern: node["pattern"]?.string))
        default:
            self = .other
        }
    }

    /// What was searched for, in one line.
    fileprivate var text: String {
        switch self {
        case .search(let search): search.query ?? search.queries?.joined(separator: ", ") ?? ""
        case .openPage(let page): page.url ?? ""
        case .findInPage(let find): find.pattern ?? find.url ?? ""
        case .other: ""
        }
    }
}
