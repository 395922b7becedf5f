import WireJSON

/// The arguments of one tool call while they are read; every error names its field.
struct ToolArguments {
    private let root: JSONNode

    /// Parses the JSON text that a model wrote.
    init(parsing text: String) throws(ToolArgumentsError) {
        do throws(JSONError) {
            root = try JSONDocument(parsing: Array(text.utf8)).root
        } catch {
            throw ToolArgumentsError(reason: error.message)
        }
        guard root.kind == .object else {
            throw ToolArgumentsError(reason: "invalid type: expected an object with the tool's arguments")
        }
    }

    /// Decodes the arguments into a type.
    func decode<Value: Decodable>(_ type: Value.Type) throws(ToolArgumentsError) -> Value {
        do throws(WireDecodingError) {
            return try root.decode(type)
        } catch {
            throw ToolArgumentsError(reason: error.description)
        }
    }
}
