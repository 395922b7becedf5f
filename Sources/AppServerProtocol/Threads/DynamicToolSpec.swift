package import WireJSON

/// A tool that the client offers to the model and runs itself.
package enum DynamicToolSpec: TaggedUnion {
    /// One tool.
    case function(DynamicToolFunctionSpec)
    /// Several tools under a common name.
    case namespace(DynamicToolNamespaceSpec)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("function", DynamicToolFunctionSpec.self),
            TaggedVariant("namespace", DynamicToolNamespaceSpec.self),
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "function": self = .function(try DynamicToolFunctionSpec(from: decoder))
        case "namespace": self = .namespace(try DynamicToolNamespaceSpec(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .function(let payload): try Self.encode("function", payload, to: encoder)
        case .namespace(let payload): try Self.encode("namespace", payload, to: encoder)
        }
    }
}

/// One tool of the client's.
package struct DynamicToolFunctionSpec: Codable, Hashable, Sendable {
    /// The tool's name: letters, digits, `_` and `-`, at most 128 characters.
    package var name: String
    /// What the tool does, for the model.
    package var description: String
    /// A JSON Schema of the tool's arguments.
    package var inputSchema: RawJSON
    /// Whether the model learns of the tool only after it searched for tools. Needs a namespace.
    @FalseByDefault package var deferLoading: Bool

    /// Makes the value from its fields; those with a default may be left out.
    package init(name: String, description: String, inputSchema: RawJSON, deferLoading: Bool = false) {
        self.name = name
        self.description = description
        self.inputSchema = inputSchema
        self.deferLoading = deferLoading
    }
}

/// Several tools of the client's under a common name.
package struct DynamicToolNamespaceSpec: Codable, Hashable, Sendable {
    /// The namespace's name, at most 64 characters.
    package var name: String
    /// What the tools are for, for the model; at most 1024 characters.
    package var description: String
    /// The tools; at least one.
    package var tools: [DynamicToolNamespaceTool]

    /// Makes the value from its fields.
    package init(name: String, description: String, tools: [DynamicToolNamespaceTool]) {
        self.name = name
        self.description = description
        self.tools = tools
    }
}

/// A tool in a namespace.
package enum DynamicToolNamespaceTool: TaggedUnion {
    /// A tool called with JSON arguments.
    case function(DynamicToolFunctionSpec)

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("function", DynamicToolFunctionSpec.self)
        ]
    }

    package init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "function": self = .function(try DynamicToolFunctionSpec(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .function(let payload): try Self.encode("function", payload, to: encoder)
        }
    }
}
