import AppServerProtocol

/// What tools of clients have to be like, so that providers take them.
enum DynamicToolRules {
    private static let longestName = 128
    private static let longestNamespace = 64
    private static let longestDescription = 1024
    private static let reservedPrefix = "mcp__"

    /// Refuses what no provider would take, in the words that clients know.
    static func check(_ specs: [DynamicToolSpec]) throws(AgentError) {
        var names: Set<String> = []
        var namespaces: Set<String> = []
        for spec in specs {
            switch spec {
            case .function(let tool):
                try check(tool.name, "name", longestName)
                if tool.deferLoading { throw invalid("deferred dynamic tool must include a namespace: \(tool.name)") }
                guard names.insert(tool.name).inserted else {
                    throw invalid("duplicate dynamic tool name: \(tool.name)")
                }
            case .namespace(let space):
                try check(space.name, "namespace", longestNamespace)
                guard namespaces.insert(space.name).inserted else {
                    throw invalid("duplicate dynamic tool namespace: \(space.name)")
                }
                guard space.description.unicodeScalars.count <= longestDescription else {
                    throw invalid(
                        "dynamic tool namespace description must be at most \(longestDescription) characters: \(space.name)"
                    )
                }
                guard !space.tools.isEmpty else {
                    throw invalid("dynamic tool namespace must contain at least one tool: \(space.name)")
                }
                for tool in DynamicTool.all(in: [spec]) {
                    try check(tool.name, "name", longestName)
                    guard names.insert(tool.callName).inserted else {
                        throw invalid("duplicate dynamic tool name: \(tool.name)")
                    }
                }
            }
        }
    }

    private static func check(_ name: String, _ what: String, _ longest: Int) throws(AgentError) {
        guard !name.isEmpty else { throw invalid("dynamic tool \(what) must not be empty") }
        guard name.first?.isWhitespace == false, name.last?.isWhitespace == false else {
            throw invalid("dynamic tool \(what) has leading/trailing whitespace")
        }
        guard name.utf8.allSatisfy(isPlain) else {
            throw invalid("dynamic tool \(what) must match ^[a-zA-Z0-9_-]+$ to match Responses API: \(name)")
        }
        guard name.utf8.count <= longest else {
            throw invalid("dynamic tool \(what) must be at most \(longest) characters to match Responses API: \(name)")
        }
        guard !name.hasPrefix(reservedPrefix) else { throw invalid("dynamic tool \(what) is reserved: \(name)") }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func invalid(_ message: String) -> AgentError { AgentError(.invalidParams, message) }
}
