/// Why a JSON value is not of the type asked for, in the peer's wording, with the path of the field.
package struct WireDecodingError: Error, Hashable, Sendable {
    /// The stable word of a failure, for programs.
    package enum Kind: String, Hashable, Sendable {
        /// A required member is missing.
        case missingField
        /// The value is of another JSON type.
        case invalidType
        /// The value has the right JSON type, but not a value that is allowed.
        case invalidValue
        /// A string is none of the names that an enum or a tagged union knows.
        case unknownVariant
    }

    /// What went wrong.
    package var kind: Kind
    /// What went wrong, e.g. ``missing field `threadId` `` or ``invalid type: integer `5`, expected a string``.
    package var message: String
    /// Where, seen from the decoded value, e.g. `input[0].text`; empty for the value itself.
    package var path: String

    /// Makes an error from its parts.
    package init(kind: Kind, message: String, path: String) {
        self.kind = kind
        self.message = message
        self.path = path
    }

    /// Makes an error about the value at a decoder's place: `codingPath` is that decoder's.
    package init(kind: Kind, message: String, codingPath: [any CodingKey]) {
        self.init(kind: kind, message: message, path: Self.path(codingPath))
    }
}

extension WireDecodingError {
    /// The error for a required member that is missing from the object at `codingPath`.
    package static func missingField(_ name: String, codingPath: [any CodingKey]) -> WireDecodingError {
        let container = path(codingPath)
        return WireDecodingError(
            kind: .missingField, message: "missing field `\(name)`",
            path: container.isEmpty ? name : "\(container).\(name)")
    }

    /// The error for a string at `codingPath` that is none of the expected names.
    package static func unknownVariant(
        _ name: String, expected: [String], codingPath: [any CodingKey]
    ) -> WireDecodingError {
        let quoted = expected.map { "`\($0)`" }
        let expectation =
            switch quoted.count {
            case 0: "there are no variants"
            case 1: "expected \(quoted[0])"
            case 2: "expected \(quoted[0]) or \(quoted[1])"
            default: "expected one of \(quoted.joined(separator: ", "))"
            }
        return WireDecodingError(
            kind: .unknownVariant, message: "unknown variant `\(name)`, \(expectation)", codingPath: codingPath)
    }

    /// A coding path as text: member names with dots between them, array positions in brackets.
    package static func path(_ codingPath: [any CodingKey]) -> String {
        var text = ""
        for key in codingPath {
            if let index = key.intValue, key is ElementKey || key.stringValue == "Index \(index)" {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
        return text
    }

    /// Turns whatever a type's `init(from:)` threw into a decoding error, keeping path and words.
    init(_ error: any Error) {
        switch error {
        case let error as WireDecodingError:
            self = error
        case DecodingError.keyNotFound(let key, let context):
            self = .missingField(key.stringValue, codingPath: context.codingPath)
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            self.init(kind: .invalidType, message: context.debugDescription, codingPath: context.codingPath)
        case DecodingError.dataCorrupted(let context):
            self.init(kind: .invalidValue, message: context.debugDescription, codingPath: context.codingPath)
        default:
            self.init(kind: .invalidValue, message: "\(error)", path: "")
        }
    }
}

extension WireDecodingError: CustomStringConvertible {
    /// The message, followed by the path unless the message names it already.
    package var description: String {
        if path.isEmpty || (kind == .missingField && message == "missing field `\(path)`") { return message }
        return "\(message) at `\(path)`"
    }
}
