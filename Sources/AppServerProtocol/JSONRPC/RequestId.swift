/// Names one request, so that its answer can be told from others: text or a whole number, chosen by whoever sends the request.
package enum RequestId: Alternatives {
    /// A text id.
    case string(String)
    /// A number id, 64 bits with sign.
    case integer(Int64)

    package static var alternatives: [any Codable.Type] { [String.self, Int64.self] }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else {
            throw Self.mismatch(in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let text): try container.encode(text)
        case .integer(let number): try container.encode(number)
        }
    }
}

extension RequestId: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Makes a text id.
    package init(stringLiteral text: String) {
        self = .string(text)
    }

    /// Makes a number id.
    package init(integerLiteral number: Int64) {
        self = .integer(number)
    }
}

extension RequestId: CustomStringConvertible {
    /// The id as a person reads it, without quotation marks.
    package var description: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        }
    }
}
