import AppServerProtocol

/// The named types of the protocol and what they consist of.
package struct ShapeCatalog: Hashable, Sendable {
    /// Every type's definition by the type's name.
    package private(set) var definitions: [String: TypeDefinition] = [:]

    /// Creates an empty catalog.
    package init() {}

    /// The definition of a type; nil if the catalog doesn't know the name.
    package subscript(name: String) -> TypeDefinition? {
        get { definitions[name] }
        set { definitions[name] = newValue }
    }

    /// The names of all types that the given ones refer to, directly or through others, sorted.
    ///
    /// Payloads of unions that are written in place of a reference count only with what they refer to themselves.
    /// A starting type is in the answer only if something refers to it.
    ///
    /// - Parameter experimental: Whether to follow experimental fields and variants.
    package func references(from names: some Sequence<String>, experimental: Bool) -> [String] {
        var found: Set<String> = []
        var pending = Array(names)
        var visited = Set(pending)
        while let name = pending.popLast() {
            for reference in directReferences(of: name, experimental: experimental) {
                found.insert(reference)
                if visited.insert(reference).inserted {
                    pending.append(reference)
                }
            }
        }
        return found.sorted()
    }

    /// The fields of a type, if it is an object with fixed fields.
    package func fields(of shape: Shape?) -> [FieldShape]? {
        guard case .named(let name)? = shape, case .structure(let fields, _)? = definitions[name] else { return nil }
        return fields
    }

    /// The names that stand in the definition of one type, in no particular order and maybe more than once.
    private func directReferences(of name: String, experimental: Bool) -> [String] {
        func isExported(_ stability: Stability) -> Bool { experimental || stability == .stable }
        switch definitions[name] {
        case .structure(let fields, _):
            return fields.filter { isExported($0.stability) }.flatMap { Self.names(in: $0.shape) }
        case .tagged(_, let variants), .keyed(let variants, _):
            return variants.filter { isExported($0.stability) }.flatMap { variant -> [String] in
                guard let payload = variant.payload else { return [] }
                if let fields = fields(of: payload) {
                    return fields.filter { isExported($0.stability) }.flatMap { Self.names(in: $0.shape) }
                }
                return Self.names(in: payload)
            }
        case .alternatives(let shapes): return shapes.flatMap(Self.names(in:))
        case .alias(let shape): return Self.names(in: shape)
        case .words, nil: return []
        }
    }

    private static func names(in shape: Shape) -> [String] {
        switch shape {
        case .named(let name): [name]
        case .array(let inner), .map(let inner), .nullable(let inner): names(in: inner)
        case .any, .boolean, .string, .integer, .number: []
        }
    }
}
