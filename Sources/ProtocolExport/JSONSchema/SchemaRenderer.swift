import AppServerProtocol
import WireJSON

/// Turns shapes into JSON Schema (draft 7).
///
/// Writes what the generators of typed clients expect: references into `definitions`, `null` as a second `type` or an
/// `anyOf`, unions as `oneOf` whose branches have titles.
struct SchemaRenderer {
    /// The types that shapes refer to.
    let catalog: ShapeCatalog
    /// The descriptions.
    let docs: Documentation
    /// Whether experimental fields and variants are described.
    let experimental: Bool
    /// Where references point, without the type's name.
    var referencePrefix = "#/definitions/"

    /// The schema of a named type, as it stands under `definitions`.
    func schema(ofType name: String) -> JSONObject {
        guard let definition = catalog[name] else { preconditionFailure("\(name) is not in the catalog") }
        var schema = schema(of: definition, name)
        if let comment = docs.type(name) { schema["description"] = .string(Documentation.prose(comment)) }
        return schema
    }

    /// The schema that refers to a named type.
    func reference(_ name: String) -> JSONObject {
        ["$ref": .string(referencePrefix + name)]
    }

    // MARK: - Definitions

    private func schema(of definition: TypeDefinition, _ name: String) -> JSONObject {
        switch definition {
        case .structure(let fields, let isExtensible):
            var schema = object(fields, of: name)
            if isExtensible { schema["additionalProperties"] = true }
            return schema
        case .words(let words, let isOpen):
            return isOpen ? openWords(words, of: name) : closedWords(words, of: name)
        case .tagged(let tag, let variants):
            return ["oneOf": .array(exported(variants, of: name).map { .object(taggedSchema($0, tag: tag)) })]
        case .keyed(let variants, let keepsUnknown):
            return keyedUnion(variants, keepsUnknown: keepsUnknown, of: name)
        case .alternatives(let shapes):
            return ["anyOf": .array(shapes.map { .object(schema(of: $0)) })]
        case .alias(let shape):
            return schema(of: shape)
        }
    }

    private func object(_ fields: [FieldShape], of type: String) -> JSONObject {
        var properties = JSONObject()
        var required: [String] = []
        for field in fields where experimental || field.stability == .stable {
            properties[field.name] = property(field, of: type)
            if field.presence == .required { required.append(field.name) }
        }
        var schema: JSONObject = ["type": "object"]
        if !properties.isEmpty { schema["properties"] = .object(properties) }
        schema.require(required)
        return schema
    }

    private func property(_ field: FieldShape, of type: String) -> JSONValue {
        var schema: JSONObject
        var annotations = JSONObject()
        switch field.presence {
        case .required, .omittedWhenFalse:
            schema = self.schema(of: field.shape)
        case .optional, .patch:
            schema = self.schema(of: .nullable(field.shape))
        case .defaulted(let value):
            schema = self.schema(of: field.shape)
            annotations["default"] = value
        }
        if let comment = docs.member(field.name, of: type) {
            annotations["description"] = .string(Documentation.prose(comment))
        }
        if schema.isEmpty, annotations.isEmpty { return true }
        // Whatever stands beside `$ref` is ignored in draft 7, so a described reference needs a wrapper.
        if schema["$ref"] != nil, !annotations.isEmpty { schema = ["allOf": [.object(schema)]] }
        for (key, value) in annotations { schema[key] = value }
        return .object(schema)
    }

    // MARK: - Words

    private func openWords(_ words: [String], of type: String) -> JSONObject {
        guard !words.isEmpty else { return ["type": "string"] }
        return ["anyOf": .array(branches(words, of: type) + [["type": "string"]])]
    }

    private func closedWords(_ words: [String], of type: String) -> JSONObject {
        isPlain(words, of: type) ? .words(words) : ["oneOf": .array(branches(words, of: type))]
    }

    private func isPlain(_ words: [String], of type: String) -> Bool {
        words.allSatisfy { docs.member($0, of: type) == nil }
    }

    /// Words with descriptions have a branch each, the others share one.
    private func branches(_ words: [String], of type: String) -> [JSONValue] {
        isPlain(words, of: type)
            ? [.object(.words(words))] : words.map { .object(describedWord($0, of: type)) }
    }

    private func describedWord(_ word: String, of type: String) -> JSONObject {
        var schema = JSONObject.words([word])
        if let comment = docs.member(word, of: type) { schema["description"] = .string(Documentation.prose(comment)) }
        return schema
    }

    // MARK: - Unions

    private func exported(_ variants: [VariantShape], of type: String) -> [UnionBranch] {
        UnionBranch.all(variants, of: type, catalog: catalog, docs: docs, experimental: experimental)
    }

    private func taggedSchema(_ branch: UnionBranch, tag: String) -> JSONObject {
        var schema: JSONObject = ["type": "object"]
        if let fields = branch.fields {
            schema = object(fields.all, of: fields.type)
        } else if let payload = branch.variant.payload {
            schema["allOf"] = [.object(self.schema(of: payload))]
        }
        var properties = schema["properties"]?.objectValue ?? JSONObject()
        var tagSchema = JSONObject.words([branch.variant.name])
        tagSchema["title"] = .string(SchemaTitle.tag(tag, of: branch.title))
        properties[tag] = .object(tagSchema)
        schema["properties"] = .object(properties)
        schema.require((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue) + [tag])
        schema.name(branch)
        return schema
    }

    private func keyedUnion(_ variants: [VariantShape], keepsUnknown: Bool, of type: String) -> JSONObject {
        let exported = exported(variants, of: type)
        let words = exported.map(\.variant).filter { $0.payload == nil }.map(\.name)
        var branches = words.isEmpty ? [] : self.branches(words, of: type)
        for branch in exported {
            guard let payload = branch.variant.payload else { continue }
            branches.append(.object(keyedSchema(branch, payload)))
        }
        guard keepsUnknown else { return ["oneOf": .array(branches)] }
        branches.append(["type": ["string", "object"]])
        return ["anyOf": .array(branches)]
    }

    private func keyedSchema(_ branch: UnionBranch, _ payload: Shape) -> JSONObject {
        let content = branch.fields.map { object($0.all, of: $0.type) } ?? schema(of: payload)
        var schema: JSONObject = [
            "type": "object", "additionalProperties": false, "properties": [branch.variant.name: .object(content)],
        ]
        schema.require([branch.variant.name])
        schema.name(branch)
        return schema
    }

    // MARK: - Shapes

    private func schema(of shape: Shape) -> JSONObject {
        switch shape {
        case .any: return [:]
        case .boolean: return ["type": "boolean"]
        case .string: return ["type": "string"]
        case .integer(let format):
            var schema: JSONObject = ["type": "integer", "format": .string(format.rawValue)]
            if format.isUnsigned { schema["minimum"] = 0 }
            return schema
        case .number(let isDouble): return ["type": "number", "format": isDouble ? "double" : "float"]
        case .array(let element): return ["type": "array", "items": anySchema(of: element)]
        case .map(let value): return ["type": "object", "additionalProperties": anySchema(of: value)]
        case .named(let name): return reference(name)
        case .nullable(let value):
            var schema = schema(of: value)
            if schema.isEmpty { return schema }
            if let type = schema["type"] {
                schema["type"] = [type, "null"]
                return schema
            }
            return ["anyOf": [.object(schema), ["type": "null"]]]
        }
    }

    /// A schema that may be `true`, where draft 7 allows that in place of an object without members.
    private func anySchema(of shape: Shape) -> JSONValue {
        let schema = schema(of: shape)
        return schema.isEmpty ? true : .object(schema)
    }
}

extension JSONObject {
    /// A schema that allows some words.
    static func words(_ words: [String]) -> JSONObject {
        ["type": "string", "enum": .array(words.map { .string($0) })]
    }

    /// Demands members, in sorted order; demanding none leaves the schema as it is.
    mutating func require(_ names: [String]) {
        if !names.isEmpty { self["required"] = .array(names.sorted().map { .string($0) }) }
    }

    /// Names and describes a branch of a union.
    mutating func name(_ branch: UnionBranch) {
        self["title"] = .string(branch.title)
        if let comment = branch.comment { self["description"] = .string(Documentation.prose(comment)) }
    }
}
