import AppServerProtocol

/// Turns one named type into a TypeScript declaration, and notes which other files it needs.
struct TypeScriptRenderer {
    /// The types that shapes refer to.
    let catalog: ShapeCatalog
    /// The comments.
    let docs: Documentation
    /// Whether experimental fields and variants are declared.
    let experimental: Bool
    /// The types that clients send. Only there may a field with a default be left out; the server always writes it.
    let sentByClients: Set<String>

    /// The types that the declarations so far name, `JsonValue` among them.
    private(set) var references: Set<String> = []

    /// Creates a renderer that has declared nothing yet.
    init(catalog: ShapeCatalog, docs: Documentation, experimental: Bool, sentByClients: Set<String>) {
        self.catalog = catalog
        self.docs = docs
        self.experimental = experimental
        self.sentByClients = sentByClients
    }

    /// The declaration of a type, with its comment.
    mutating func declaration(of name: String) -> String {
        guard let definition = catalog[name] else { preconditionFailure("\(name) is not in the catalog") }
        let body = text(of: definition, name)
        // A type that refers to itself needs no import for it.
        references.remove(name)
        return comment(docs.type(name), indent: "") + Self.declaration(of: name, body)
    }

    /// The declaration of all messages of one direction.
    mutating func declaration(of union: MethodUnion) -> String {
        let branches = union.methods.map { method -> (comment: String, text: String) in
            var members = ["method: \(Self.quoted(method.name))"]
            if union.hasID { members.append("id: \(reference("RequestId"))") }
            if let params = method.params {
                members.append("params: \(reference(params))")
            } else if union.hasID {
                members.append("params?: Record<string, never> | null")
            }
            let comment = comment(docs.type(method.type))
            return (comment, "{ \(members.joined(separator: "; ")) }")
        }
        return Self.declaration(of: union.name, alternatives(branches))
    }

    /// The declaration of a notification as it stands on the wire, with what all of them have beside their params.
    mutating func envelopeDeclaration() -> String {
        let members = ["seq", "emittedAtMs"].map { name in
            let comment = comment(docs.member(name, of: "JSONRPCNotification"))
            return "\(comment)\(Self.indent)\(name)?: number;\n"
        }
        let notification = reference("ServerNotification")
        return Self.declaration(of: "ServerNotificationEnvelope", "\(notification) & {\n\(members.joined())}")
    }

    // MARK: - Definitions

    private mutating func text(of definition: TypeDefinition, _ name: String) -> String {
        switch definition {
        case .structure(let fields, let isExtensible):
            let object = object(fields, of: name, isSent: sentByClients.contains(name), indent: "")
            return isExtensible ? "\(object) & { [key in string]?: \(reference(Self.json)) }" : object
        case .words(let words, let isOpen):
            // `string & {}` keeps editors from merging the known words into plain `string`.
            let known = words.map { (comment(docs.member($0, of: name)), Self.quoted($0)) }
            return alternatives(known + (isOpen ? [("", "(string & {})")] : []))
        case .tagged(let tag, let variants):
            return alternatives(
                exported(variants, of: name).map { (comment($0.comment), tagged($0, tag: tag, of: name)) })
        case .keyed(let variants, let keepsUnknown):
            let known = exported(variants, of: name).map { (comment($0.comment), keyed($0, of: name)) }
            let unknown = ["(string & {})", "{ [key: string]: unknown }"].map { ("", $0) }
            return alternatives(known + (keepsUnknown ? unknown : []))
        case .alternatives(let shapes):
            return alternatives(shapes.map { text(of: $0) })
        case .alias(let shape):
            return text(of: shape)
        }
    }

    private func exported(_ variants: [VariantShape], of type: String) -> [UnionBranch] {
        UnionBranch.all(variants, of: type, catalog: catalog, docs: docs, experimental: experimental)
    }

    private mutating func tagged(_ branch: UnionBranch, tag: String, of type: String) -> String {
        let member = "\(Self.key(tag)): \(Self.quoted(branch.variant.name))"
        if let fields = branch.fields {
            let isSent = sentByClients.contains(type)
            return object(fields.all, of: fields.type, isSent: isSent, leading: member, indent: Self.indent)
        }
        return "{ \(member) }" + (branch.variant.payload.map { " & \(text(of: $0))" } ?? "")
    }

    private mutating func keyed(_ branch: UnionBranch, of type: String) -> String {
        let name = branch.variant.name
        guard let payload = branch.variant.payload else { return Self.quoted(name) }
        guard let fields = branch.fields else { return "{ \(Self.key(name)): \(text(of: payload)) }" }
        let isSent = sentByClients.contains(type)
        return "{ \(Self.key(name)): \(object(fields.all, of: fields.type, isSent: isSent, indent: Self.indent)) }"
    }

    private mutating func object(
        _ fields: [FieldShape], of type: String, isSent: Bool, leading: String? = nil, indent: String
    ) -> String {
        let fields = fields.filter { experimental || $0.stability == .stable }
        guard !fields.isEmpty || leading != nil else { return "Record<string, never>" }
        let inner = indent + Self.indent
        var lines = leading.map { ["\(inner)\($0);\n"] } ?? []
        for field in fields {
            let comment = comment(docs.member(field.name, of: type), indent: inner)
            lines.append("\(comment)\(inner)\(member(field, isSent: isSent));\n")
        }
        return "{\n\(lines.joined())\(indent)}"
    }

    private mutating func member(_ field: FieldShape, isSent: Bool) -> String {
        let key = Self.key(field.name)
        switch field.presence {
        case .required: return "\(key): \(text(of: field.shape))"
        case .omittedWhenFalse: return "\(key)?: \(text(of: field.shape))"
        case .defaulted: return "\(key)\(isSent ? "?" : ""): \(text(of: field.shape))"
        case .optional: return "\(key)\(isSent ? "?" : ""): \(text(of: .nullable(field.shape)))"
        case .patch: return "\(key)?: \(text(of: .nullable(field.shape)))"
        }
    }

    // MARK: - Shapes

    private mutating func text(of shape: Shape) -> String {
        switch shape {
        case .any: reference(Self.json)
        case .boolean: "boolean"
        case .string: "string"
        case .integer, .number: "number"
        case .array(let element): "Array<\(text(of: element))>"
        case .map(let value): "{ [key in string]?: \(text(of: value)) }"
        case .nullable(.any): text(of: .any)
        case .nullable(let value): "\(text(of: value)) | null"
        case .named(let name): reference(name)
        }
    }

    private mutating func reference(_ name: String) -> String {
        references.insert(name)
        return name
    }

    // MARK: - Text

    /// The type of any JSON value.
    static let json = "JsonValue"
    private static let indent = "    "
    /// The longest union that stands in one line, in bytes; with `export type … =` before it, it still fits a screen.
    private static let longestUnionLine = 80

    private func alternatives(_ branches: [String]) -> String {
        alternatives(branches.map { ("", $0) })
    }

    /// Short unions stand in one line, long ones and those with objects or comments one branch a line.
    private func alternatives(_ branches: [(comment: String, text: String)]) -> String {
        if branches.isEmpty { return "never" }
        let line = branches.map(\.text).joined(separator: " | ")
        let isPlain = branches.allSatisfy { $0.comment.isEmpty && !$0.text.utf8.contains(UInt8(ascii: "\n")) }
        if isPlain, line.utf8.count <= Self.longestUnionLine { return line }
        return branches.map { "\n\($0.comment)\(Self.indent)| \($0.text)" }.joined()
    }

    private func comment(_ text: String?, indent: String = indent) -> String {
        guard let text else { return "" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.exchanging("*/", for: "*\\/")
        }
        if lines.count == 1 { return "\(indent)/** \(lines[0]) */\n" }
        let body = lines.map { $0.isEmpty ? "\(indent) *\n" : "\(indent) * \($0)\n" }
        return "\(indent)/**\n\(body.joined())\(indent) */\n"
    }

    private static func declaration(of name: String, _ body: String) -> String {
        "export type \(name) =\(body.hasPrefix("\n") ? "" : " ")\(body);\n"
    }

    private static func quoted(_ word: String) -> String { "\"\(word)\"" }

    /// A member's name, in quotes if it is no identifier.
    private static func key(_ name: String) -> String {
        let isIdentifier = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "_")
        }
        return isIdentifier ? name : quoted(name)
    }
}
