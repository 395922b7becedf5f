import AppServerProtocol
import WireJSON

/// A tool that a client offers, by the name under which the model calls it.
struct DynamicTool: Sendable {
    /// The namespace, if it has one.
    var namespace: String?
    /// The name without it.
    var name: String

    /// The name in calls.
    var callName: String { namespace.map { "\($0).\(name)" } ?? name }

    /// The tools of what a client offers.
    static func all(in specs: [DynamicToolSpec]) -> [DynamicTool] {
        specs.flatMap { spec in
            switch spec {
            case .function(let tool): [DynamicTool(name: tool.name)]
            case .namespace(let space):
                space.tools.map { tool in
                    switch tool {
                    case .function(let tool): DynamicTool(namespace: space.name, name: tool.name)
                    }
                }
            }
        }
    }
}

extension DynamicToolSpec {
    /// How the model is told of it. There is no search for tools, so that those whose loading is deferred are told, too.
    var definition: RawJSON {
        switch self {
        case .function(let tool):
            return RawJSON(.object(Self.function(tool)))
        case .namespace(let space):
            let tools = space.tools.map { tool -> JSONValue in
                switch tool {
                case .function(let tool): .object(Self.function(tool))
                }
            }
            return RawJSON([
                "type": "namespace", "name": .string(space.name), "description": .string(space.description),
                "tools": .array(tools),
            ])
        }
    }

    private static func function(_ tool: DynamicToolFunctionSpec) -> JSONObject {
        [
            "type": "function", "name": .string(tool.name), "description": .string(tool.description),
            "strict": false, "parameters": (try? tool.inputSchema.decode(JSONValue.self)) ?? [:],
        ]
    }
}
