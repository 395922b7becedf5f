/// A page of a short list that is in memory anyway. Its cursor is the id of the last element shown.
package struct ListPage<Element> {
    /// The elements.
    package let data: [Element]
    /// Where the next page starts; nil after the last one.
    package let nextCursor: String?

    /// A page of `elements`; without a limit all of them, a limit of 0 counts as 1.
    package init(
        _ elements: [Element], _ cursor: String?, _ limit: Int?, id: KeyPath<Element, String>
    ) throws(AgentError) {
        var rest = elements[...]
        if let cursor {
            guard let index = elements.firstIndex(where: { $0[keyPath: id] == cursor }) else {
                throw AgentError(.invalidCursor, "invalid cursor: \(cursor)")
            }
            rest = elements[(index + 1)...]
        }
        let page = limit.map { rest.prefix(max($0, 1)) } ?? rest
        data = Array(page)
        nextCursor = page.count < rest.count ? page.last?[keyPath: id] : nil
    }
}
