import AppServerProtocol

/// One exported variant of a union, with what both exports say about it.
struct UnionBranch {
    /// The variant itself.
    let variant: VariantShape
    /// A name for the variant's type. Usually the tag and the union: `ReadCommandAction`.
    let title: String
    /// What the variant's case says, or else its payload.
    let comment: String?
    /// The fields of the payload and the type that declares them, if the payload is an object with certain fields.
    let fields: (type: String, all: [FieldShape])?

    /// The exported variants of a union, in order.
    static func all(
        _ variants: [VariantShape], of union: String, catalog: ShapeCatalog, docs: Documentation, experimental: Bool
    ) -> [UnionBranch] {
        var names: Set<String> = []
        return variants.filter { experimental || $0.stability == .stable }.map { variant in
            // Variants that share a tag are told apart by their payloads, so only the first goes by the tag.
            let isFirst = names.insert(variant.name).inserted
            var payload: String?
            if case .named(let name)? = variant.payload { payload = name }
            let payloadComment = payload.flatMap { docs.type($0) }
            return UnionBranch(
                variant: variant,
                title: isFirst ? SchemaTitle.variant(variant.name, of: union) : payload ?? variant.name,
                comment: isFirst ? docs.member(variant.name, of: union) ?? payloadComment : payloadComment,
                fields: payload.flatMap { name in catalog.fields(of: .named(name)).map { (name, $0) } })
        }
    }
}
