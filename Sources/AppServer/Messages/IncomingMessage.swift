package import WireJSON

/// A line from a client, told apart by its shape in one look at its members.
package enum IncomingMessage: Sendable {
    /// Wants an answer. `id` holds the bytes as the client wrote them; `params` is nil when the member is missing.
    case request(id: [UInt8], method: String, params: JSONNode?)
    /// Wants none.
    case notification(method: String, params: JSONNode?)
    /// Answers a request of the server's. `id` is nil when it is no number that the server could have given.
    case answer(id: Int?, outcome: Outcome)
    /// Is no message. `id` is echoed if there was one to read.
    case malformed(id: [UInt8], ServerFailure)

    /// What an answer carries.
    package enum Outcome: Sendable {
        /// The `result` member.
        case result(JSONNode)
        /// The `error` member.
        case failure(code: Int, message: String)
    }

    private static let nullID = Array("null".utf8)

    /// Looks at one parsed line.
    package init(_ root: JSONNode) {
        guard root.kind == .object else {
            let what = root.kind == .array ? "batches are not part of this protocol" : "expected a JSON object"
            self = .malformed(id: Self.nullID, .notAMessage(what))
            return
        }
        let id = root["id"]
        if let method = root["method"] {
            guard let name = method.string else {
                self = .malformed(id: Self.echo(id), .notAMessage("`method` is not a string"))
                return
            }
            let params = root["params"]
            guard let id else {
                self = .notification(method: name, params: params)
                return
            }
            guard id.string != nil || id.int64 != nil else {
                self = .malformed(id: Self.echo(id), .notAMessage("`id` is neither a string nor a 64-bit integer"))
                return
            }
            self = .request(id: Array(id.rawBytes), method: name, params: params)
        } else if let result = root["result"] {
            self = .answer(id: id?.int64.flatMap { Int(exactly: $0) }, outcome: .result(result))
        } else if let error = root["error"] {
            self = .answer(
                id: id?.int64.flatMap { Int(exactly: $0) },
                outcome: .failure(
                    code: error["code"]?.int64.flatMap { Int(exactly: $0) } ?? 0,
                    message: error["message"]?.string ?? ""))
        } else {
            self = .malformed(id: Self.echo(id), .notAMessage("missing field `method`"))
        }
    }

    private static func echo(_ id: JSONNode?) -> [UInt8] {
        guard let id, id.kind == .string || id.kind == .number else { return nullID }
        return Array(id.rawBytes)
    }
}
