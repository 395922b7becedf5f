import WireJSON

/// Reads one part of a scenario. Exactly one of its members says what it is; a member that means nothing is an error, since
/// it is most likely a misspelt one.
struct ScenarioPartReader {
    /// The members that say what a part is.
    private enum Main: String, CaseIterable {
        /// A message. `chunks` cuts it into so many deltas (one per word if it is left out), `repeat` says it so many times,
        /// `delayMs` waits before each delta.
        case text
        /// Thoughts.
        case reasoning
        /// The name of a tool to call, with `arguments`, an object.
        case call
        /// The kind of a failure, with `message` and `retryAfterMs`.
        case fail
        /// A pause in milliseconds.
        case sleepMs
        /// Whether the stream breaks off here.
        case cut
        /// Token counts for this answer.
        case usage

        /// The members that may stand beside it.
        var companions: [String] {
            switch self {
            case .text: ["chunks", "repeat", "delayMs"]
            case .call: ["arguments"]
            case .fail: ["message", "retryAfterMs"]
            case .reasoning, .sleepMs, .cut, .usage: []
            }
        }
    }

    /// The token counts of a `usage` part.
    private struct Usage: Decodable {
        var inputTokens: Int?
        var cachedInputTokens: Int?
        var cacheWriteInputTokens: Int?
        var outputTokens: Int?
        var reasoningOutputTokens: Int?
        var totalTokens: Int?
    }

    /// A member's name.
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The most deltas of one part: ten times what a large load test streams.
    private static let mostDeltas = 1_000_000

    /// The longest wait in milliseconds: a day is longer than any test waits.
    private static let longestWait = 86_400_000

    private let members: KeyedDecodingContainer<Key>

    /// Starts at a part.
    init(_ decoder: any Decoder) throws {
        members = try decoder.container(keyedBy: Key.self)
    }

    /// What the part does. Throws `WireDecodingError` with the place.
    func read() throws -> [OfflineScript.Part] {
        switch try main() {
        case .text: [try text()]
        case .reasoning: [.reasoning(try members.decode(String.self, forKey: Key("reasoning")))]
        case .call: [try call()]
        case .fail: [.fail(try failure())]
        case .sleepMs: [.sleep(milliseconds: try number("sleepMs", in: 0...Self.longestWait) ?? 0)]
        case .cut: try members.decode(Bool.self, forKey: Key("cut")) ? [.fail(.streamClosed())] : []
        case .usage: [.usage(try usage())]
        }
    }

    private func main() throws -> Main {
        let names = members.allKeys.map(\.stringValue)
        let mains = Main.allCases.filter { names.contains($0.rawValue) }
        guard let main = mains.first, mains.count == 1 else {
            throw error("a part has exactly one of \(Self.list(Main.allCases.map(\.rawValue)))")
        }
        if let stray = names.first(where: { $0 != main.rawValue && !main.companions.contains($0) }) {
            throw error("`\(stray)` means nothing beside `\(main.rawValue)`", at: stray)
        }
        return main
    }

    private func text() throws -> OfflineScript.Part {
        let text = try members.decode(String.self, forKey: Key("text"))
        let chunks = try number("chunks", in: 1...Self.mostDeltas)
        let deltas = chunks.map { Self.split(text, into: $0) } ?? OfflineScript.words(text)
        let times = try number("repeat", in: 1...max(1, Self.mostDeltas / max(1, deltas.count))) ?? 1
        return .text(
            deltas: [[String]](repeating: deltas, count: times).flatMap(\.self),
            delayMilliseconds: try number("delayMs", in: 0...Self.longestWait) ?? 0)
    }

    private func call() throws -> OfflineScript.Part {
        let arguments = try members.decodeIfPresent(JSONValue.self, forKey: Key("arguments")) ?? [:]
        guard arguments.objectValue != nil else { throw error("expected an object", at: "arguments") }
        return .call(name: try members.decode(String.self, forKey: Key("call")), arguments: RawJSON(arguments))
    }

    private func failure() throws -> ModelFailure {
        let name = try members.decode(String.self, forKey: Key("fail"))
        guard var failure = OfflineFailures.failure(named: name) else {
            throw error("`\(name)` is none of \(Self.list(OfflineFailures.names))", at: "fail")
        }
        failure.message = try members.decodeIfPresent(String.self, forKey: Key("message")) ?? failure.message
        failure.retryAfterMilliseconds =
            try number("retryAfterMs", in: 0...Self.longestWait) ?? failure.retryAfterMilliseconds
        return failure
    }

    private func usage() throws -> ModelUsage {
        let usage = try members.decode(Usage.self, forKey: Key("usage"))
        return ModelUsage(
            inputTokens: usage.inputTokens ?? 0, cachedInputTokens: usage.cachedInputTokens ?? 0,
            cacheWriteInputTokens: usage.cacheWriteInputTokens ?? 0, outputTokens: usage.outputTokens ?? 0,
            reasoningOutputTokens: usage.reasoningOutputTokens ?? 0, totalTokens: usage.totalTokens)
    }

    private func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = try members.decodeIfPresent(Int.self, forKey: Key(name)) else { return nil }
        guard range.contains(value) else {
            throw error("\(value) is not from \(range.lowerBound) to \(range.upperBound)", at: name)
        }
        return value
    }

    private func error(_ message: String, at name: String? = nil) -> WireDecodingError {
        let path = members.codingPath + (name.map { [Key($0)] } ?? [])
        return WireDecodingError(kind: .invalidValue, message: message, codingPath: path)
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// Cuts a text into so many pieces of about the same length; fewer if it has fewer characters, but at least one.
    private static func split(_ text: String, into count: Int) -> [String] {
        let length = text.count
        let pieces = max(1, min(count, length))
        var rest = text[...]
        return (0..<pieces).map { index in
            let size = length * (index + 1) / pieces - length * index / pieces
            defer { rest = rest.dropFirst(size) }
            return String(rest.prefix(size))
        }
    }
}
