import Testing
import WireJSON

@testable import MCPClient

@Suite("An MCP server's table")
struct MCPServerDefinitionTests {
    @Test("of a command gives a process with its arguments, environment and directory")
    func process() throws {
        let definition = try MCPServerDefinition(
            name: "files",
            config: ["command": "npx", "args": ["-y", "files"], "env": ["ROOT": "/srv"], "cwd": "/srv"])
        #expect(
            definition.transport
                == .process(
                    .init(
                        command: "npx", arguments: ["-y", "files"], environment: ["ROOT": "/srv"],
                        workingDirectory: "/srv")))
    }

    @Test("of a URL gives an endpoint; the token is named, not held")
    func endpoint() throws {
        let definition = try MCPServerDefinition(
            name: "web",
            config: [
                "url": "https://example.org/mcp", "bearer_token_env_var": "WEB_TOKEN", "http_headers": ["x-team": "a"],
            ])
        #expect(
            definition.transport
                == .http(
                    .init(
                        url: "https://example.org/mcp", bearerTokenVariable: "WEB_TOKEN", headers: ["x-team": "a"])))
    }

    @Test("that says no more is enabled, not required, with the default times and all tools")
    func defaults() throws {
        let definition = try MCPServerDefinition(name: "a", config: ["command": "a"])
        #expect(definition.isEnabled)
        #expect(!definition.isRequired)
        #expect(definition.startupTimeout == .seconds(10))
        #expect(definition.toolTimeout == .seconds(60))
        #expect(definition.allows(tool: "anything"))
    }

    @Test("sets times in seconds, whole or not")
    func times() throws {
        let definition = try MCPServerDefinition(
            name: "a", config: ["command": "a", "startup_timeout_sec": 2.5, "tool_timeout_sec": 300])
        #expect(definition.startupTimeout == .milliseconds(2500))
        #expect(definition.toolTimeout == .seconds(300))
    }

    @Test("narrows the tools; a disabled one stays disabled when it is also enabled")
    func tools() throws {
        let definition = try MCPServerDefinition(
            name: "a", config: ["command": "a", "enabled_tools": ["read", "write"], "disabled_tools": ["write"]])
        #expect(definition.allows(tool: "read"))
        #expect(!definition.allows(tool: "write"))
        #expect(!definition.allows(tool: "list"))
    }

    @Test("treats null as not given, and leaves unknown keys alone")
    func tolerance() throws {
        let definition = try MCPServerDefinition(
            name: "a", config: ["command": "a", "url": nil, "enabled": nil, "note": "mine"])
        #expect(definition.isEnabled)
    }

    @Test(
        "that is wrong is refused with server, key and reason",
        arguments: [
            ("[]", "invalidType", "MCP server `a` must be a table"),
            ("{}", "missingTransport", "MCP server `a`: `command` is missing: give a `command` to start or a `url`"),
            (
                #"{"command":"a","url":"http://b"}"#, "ambiguousTransport",
                "MCP server `a`: `url` cannot stand beside `command`: keep one of them"
            ),
            (#"{"command":""}"#, "emptyValue", "MCP server `a`: `command` must not be empty"),
            (#"{"command":5}"#, "invalidType", "MCP server `a`: `command` must be a string"),
            (#"{"url":"ws://b"}"#, "invalidURL", "MCP server `a`: `url` must begin with http:// or https://"),
            (
                #"{"command":"a","http_headers":{}}"#, "misplacedKey",
                "MCP server `a`: `http_headers` belongs to a server with a `url`"
            ),
            (
                #"{"url":"http://b","env":{}}"#, "misplacedKey",
                "MCP server `a`: `env` belongs to a server with a `command`"
            ),
            (#"{"command":"a","args":["b",1]}"#, "invalidType", "MCP server `a`: `args` must be an array of strings"),
            (
                #"{"command":"a","env":{"B":1}}"#, "invalidType",
                "MCP server `a`: `env` must be a table of strings, but `B` is none"
            ),
            (#"{"command":"a","enabled":"yes"}"#, "invalidType", "MCP server `a`: `enabled` must be true or false"),
            (
                #"{"command":"a","tool_timeout_sec":0}"#, "outOfRange",
                "MCP server `a`: `tool_timeout_sec` must be more than 0 and at most 86400 seconds"
            ),
        ])
    func refusals(json: String, kind: String, description: String) throws {
        let config = try JSONDocument(parsing: Array(json.utf8)).root.value()
        let error = try #require(throws: MCPServerDefinitionError.self) {
            try MCPServerDefinition(name: "a", config: config)
        }
        #expect(error.kind.rawValue == kind)
        #expect(error.description == description)
    }
}
