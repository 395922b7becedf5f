import WireJSON

/// The protocol as JSON Schema files, for clients that generate their types.
package enum JSONSchemaExport {
    /// Every file of the export, sorted by path, with paths relative to the output folder.
    ///
    /// - Parameter experimental: Whether experimental methods, fields and variants are described too.
    /// - Throws: ``ExportError`` if a type can't be recorded.
    package static func files(experimental: Bool) throws -> [(path: String, contents: [UInt8])] {
        files(of: try Contract.complete(), docs: .committed, experimental: experimental)
    }

    /// Every file of a contract's export.
    package static func files(
        of contract: Contract, docs: Documentation, experimental: Bool
    ) -> [(path: String, contents: [UInt8])] {
        let contract = contract.filtered(experimental: experimental)
        let files = SchemaFiles(
            contract: contract,
            renderer: SchemaRenderer(catalog: contract.catalog, docs: docs, experimental: experimental))
        var contents: [String: JSONObject] = [:]
        for name in contract.rootTypes {
            contents[SchemaLayout.path(of: name, in: contract)] = files.type(name)
        }
        for union in MethodUnion.all(contract) {
            contents[union.name + ".json"] = files.union(union)
        }
        contents["codex_app_server_protocol.schemas.json"] = files.bundle()
        contents["codex_app_server_protocol.v2.schemas.json"] = files.flatBundle()
        return contents.sorted { $0.key < $1.key }.map { ($0.key, SchemaText.file(.object($0.value))) }
    }
}

/// Where each type's schema file lies. Clients look for these names.
enum SchemaLayout {
    /// The file of a type that is the params or the result of a method, or a notification.
    static func path(of name: String, in contract: Contract) -> String {
        if name.hasPrefix("Initialize") { return "v1/\(name).json" }
        return isTopLevel(name, in: contract) ? "\(name).json" : "v2/\(name).json"
    }

    /// Whether a type is older than the second version of the protocol, or a message to the client.
    static func isTopLevel(_ name: String, in contract: Contract) -> Bool {
        if name.hasPrefix("Initialize") || name.hasPrefix("FuzzyFileSearch") { return true }
        return contract.envelopes.contains(name) || contract.serverRequestTypes.contains(name)
    }
}

extension Contract {
    /// The params and results of the server's requests.
    var serverRequestTypes: [String] {
        serverRequests.flatMap { [$0.params, $0.response].compactMap(\.self) }
    }

    /// Every type that has a file of its own.
    var rootTypes: [String] {
        let methods = clientRequests + serverRequests + serverNotifications + clientNotifications
        let types = methods.flatMap { [$0.params, $0.response].compactMap(\.self) }
        return Set(types + envelopes).sorted()
    }
}
