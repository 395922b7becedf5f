extension JSONNode {
    /// The elements of an array in order; nothing if this is no array.
    package var elements: Elements { Elements(of: self) }

    /// The members of an object in order, without those whose name comes again later; nothing if this is no object.
    package var members: Members { Members(of: self) }

    /// Iterates over the elements of an array.
    package struct Elements: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var index: Int
        private let end: Int

        init(of node: JSONNode) {
            document = node.document
            index = node.index + 1
            end = node.entry.kind == .array ? Int(node.entry.next) : index
        }

        /// The next element.
        package mutating func next() -> JSONNode? {
            guard index < end else { return nil }
            defer { index = Int(document.tape[index].next) }
            return JSONNode(document: document, index: index)
        }
    }

    /// Iterates over the members of an object.
    package struct Members: Sequence, IteratorProtocol, Sendable {
        private let document: JSONDocument
        private var index: Int
        private let end: Int

        init(of node: JSONNode) {
            document = node.document
            index = node.index + 1
            end = node.entry.kind == .object ? Int(node.entry.next) : index
        }

        /// The next member.
        package mutating func next() -> (key: String, value: JSONNode)? {
            while index < end {
                let name = document.tape[index]
                let value = JSONNode(document: document, index: index + 1)
                index = Int(document.tape[index + 1].next)
                if !name.flags.contains(.shadowed) {
                    return (StringText.make(name, document.bytes), value)
                }
            }
            return nil
        }
    }
}
