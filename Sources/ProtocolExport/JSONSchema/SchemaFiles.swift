import WireJSON

/// Builds whole schema files: a schema with everything that it refers to.
struct SchemaFiles {
    let contract: Contract
    let renderer: SchemaRenderer

    /// The file of one type.
    func type(_ name: String) -> JSONObject {
        let references = contract.catalog.references(from: [name], experimental: renderer.experimental)
        return file(titled: name, renderer.schema(ofType: name), definitions: references)
    }

    /// The file of all messages of one direction.
    func union(_ union: MethodUnion) -> JSONObject {
        file(
            titled: union.name, schema(of: union, reference: renderer.reference), definitions: closure(union.types))
    }

    /// One file with everything; what is not of the first generation stands in a namespace, `v2`.
    func bundle() -> JSONObject {
        var namespaced = renderer
        namespaced.referencePrefix = "#/definitions/v2/"
        let (top, versioned) = split()

        var definitions = JSONObject()
        for name in top { definitions[name] = .object(renderer.schema(ofType: name)) }
        var v2 = JSONObject()
        for name in versioned { v2[name] = .object(namespaced.schema(ofType: name)) }
        definitions["v2"] = .object(v2)
        for union in MethodUnion.all(contract) {
            definitions[union.name] = .object(
                schema(of: union) { name in
                    top.contains(name) ? renderer.reference(name) : namespaced.reference(name)
                })
        }
        return bundle(titled: "CodexAppServerProtocol", definitions)
    }

    /// One file with everything that clients of the second generation need, in one namespace.
    func flatBundle() -> JSONObject {
        var definitions = JSONObject()
        let unions = MethodUnion.all(contract).filter { ["ClientRequest", "ServerNotification"].contains($0.name) }
        let names = Set(split().versioned).union(closure(unions.flatMap(\.types)))
        for name in names { definitions[name] = .object(renderer.schema(ofType: name)) }
        for union in unions {
            definitions[union.name] = .object(schema(of: union, reference: renderer.reference))
        }
        return bundle(titled: "CodexAppServerProtocolV2", definitions)
    }

    // MARK: - Parts

    /// Which types stand at the top of the bundle and which under `v2`. A type that both sides use stands in both.
    private func split() -> (top: Set<String>, versioned: Set<String>) {
        let roots = contract.rootTypes
        let top = closure(roots.filter { SchemaLayout.isTopLevel($0, in: contract) })
        let versioned = closure(roots.filter { !SchemaLayout.isTopLevel($0, in: contract) })
        return (top, versioned)
    }

    private func closure(_ names: [String]) -> Set<String> {
        Set(names).union(contract.catalog.references(from: names, experimental: renderer.experimental))
    }

    private func schema(of union: MethodUnion, reference: (String) -> JSONObject) -> JSONObject {
        let branches = union.methods.map { method in
            let title = SchemaTitle.message(method.name, union.kind)
            var methodSchema = JSONObject.words([method.name])
            methodSchema["title"] = .string(title + "Method")
            var properties: JSONObject = ["method": .object(methodSchema)]
            var required = ["method"]
            if union.hasID {
                properties["id"] = .object(reference("RequestId"))
                required.append("id")
            }
            if let params = method.params {
                properties["params"] = .object(reference(params))
                required.append("params")
            } else if union.hasID {
                properties["params"] = ["type": ["object", "null"]]
            }
            var branch: JSONObject = [
                "type": "object", "title": .string(title), "properties": .object(properties),
            ]
            branch.require(required)
            if let comment = renderer.docs.type(method.type) {
                branch["description"] = .string(Documentation.prose(comment))
            }
            return JSONValue.object(branch)
        }
        return ["oneOf": .array(branches), "title": .string(union.name)]
    }

    private func file(
        titled title: String, _ schema: JSONObject, definitions names: some Sequence<String>
    ) -> JSONObject {
        var file = titled(title, schema)
        var definitions = JSONObject()
        for name in names { definitions[name] = .object(renderer.schema(ofType: name)) }
        if !definitions.isEmpty { file["definitions"] = .object(definitions) }
        return file
    }

    private func bundle(titled title: String, _ definitions: JSONObject) -> JSONObject {
        var file = titled(title, ["type": "object"])
        file["definitions"] = .object(definitions)
        return file
    }

    private func titled(_ title: String, _ schema: JSONObject) -> JSONObject {
        var file = schema
        file["$schema"] = "http://json-schema.org/draft-07/schema#"
        file["title"] = .string(title)
        return file
    }
}
