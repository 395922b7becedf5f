import ModelClient
import Synchronization
import WireJSON

/// A model that makes one answer after the other of the calls it was given, and then says that it is done.
final class CallingModel: Sendable {
    private let requests = Mutex<[ModelRequest]>([])
    private let steps: [[JSONValue]]

    /// A model whose answers are these calls, one answer each. Their ids are `call-1`, `call-2`, ...
    init(_ calls: JSONValue...) {
        steps = calls.map { [$0] }
    }

    /// The model.
    var client: ModelClient {
        ModelClient(stream: { request, handle in
            let number = self.requests.withLock { requests in
                requests.append(request)
                return requests.count
            }
            for call in number <= self.steps.count ? self.steps[number - 1] : [] {
                var raw = call.objectValue ?? [:]
                raw["id"] = .string("item-\(number)")
                raw["call_id"] = .string("call-\(number)")
                try handle(.itemDone(ModelItem(try RawJSON(.object(raw)).document().root)))
            }
            try handle(.completed(responseID: "r\(number)", usage: nil))
        })
    }

    /// What the last call has given back.
    var output: String? { outputs.last ?? nil }

    /// What the calls have given back as text, in order.
    var outputs: [String?] { outputValues.map(\.stringValue) }

    /// What the calls have given back, in order.
    var outputValues: [JSONValue] {
        let input = requests.withLock { $0.last?.input } ?? []
        return input.compactMap { try? $0.decode(JSONValue.self) }
            .filter { $0["type"]?.stringValue?.hasSuffix("_output") == true }.map { $0["output"] ?? .null }
    }

    /// The tools that it was offered last.
    var tools: [JSONValue] {
        (requests.withLock { $0.last?.tools } ?? []).compactMap { try? $0.decode(JSONValue.self) }
    }
}

extension JSONValue {
    /// Arguments of a call as models write them: JSON in a string.
    static func arguments(_ value: JSONValue) -> JSONValue {
        .string(String(decoding: RawJSON(value).bytes, as: UTF8.self))
    }
}
