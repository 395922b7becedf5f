import AgentCore
import Testing
import WireJSON

@Suite("Tool definitions")
struct ToolDefinitionTests {
    @Test(
        "have the shape of the Responses API, in a fixed order", arguments: [ToolDefinition.execCommand, .updatePlan])
    func shape(tool: ToolDefinition) throws {
        let value = try tool.raw.document().root.value()
        #expect(value.objectValue?.keys == ["type", "name", "description", "strict", "parameters"])
        #expect(value["type"] == "function")
        #expect(value["name"] == .string(tool.name))
        #expect(value["strict"] == false)
        #expect(value["parameters"]?["type"] == "object")
        let properties = try #require(value["parameters"]?["properties"]?.objectValue)
        for name in value["parameters"]?["required"]?.arrayValue ?? [] {
            #expect(properties[try #require(name.stringValue)] != nil)
        }
    }

    @Test("offer only what is honoured")
    func execCommand() {
        let parameters = ToolDefinition.execCommand.parameters
        #expect(
            parameters["properties"]?.objectValue?.keys == [
                "cmd", "workdir", "shell", "login", "tty", "yield_time_ms", "timeout_ms", "max_output_tokens",
                "sandbox_permissions",
                "justification", "prefix_rule",
            ])
        #expect(parameters["required"] == ["cmd"])
        #expect(
            parameters["properties"]?["sandbox_permissions"]?["enum"] == ["use_default", "require_escalated"])
    }
}
