internal import WireJSON

/// One line of a session file of the Codex CLI: `{"timestamp":…,"ordinal":…,"type":…,"payload":{…}}`.
struct RolloutRecord: Hashable, Sendable {
    /// When the record was made, in milliseconds since the Unix epoch.
    var atMs: Int?
    /// Its number in the session's history; nil in older files.
    var ordinal: Int?
    /// Its kind, such as `response_item` or `event_msg`.
    var kind: String
    /// What it says.
    var payload: JSONObject

    /// The kind of the first line of the oldest files, which have no envelope around their records.
    static let bareHeader = "bare_header"

    /// Reads a line; nil for what is no record.
    init?(parsing bytes: [UInt8]) {
        guard let line = try? WireCoder.decode(JSONValue.self, from: bytes).objectValue else { return nil }
        atMs = line["timestamp"]?.stringValue.flatMap(UTCTimestamp.milliseconds)
        ordinal = line["ordinal"]?.int64Value.flatMap(Int.init(exactly:))
        if let type = line["type"]?.stringValue, let payload = line["payload"]?.objectValue {
            kind = type
            self.payload = payload
        } else if line["type"] != nil {
            kind = "response_item"
            payload = line
        } else if let type = line["record_type"]?.stringValue {
            kind = type
            payload = line
        } else if line["id"] != nil, line["timestamp"] != nil {
            kind = Self.bareHeader
            payload = line
        } else {
            return nil
        }
    }

    /// The payload's own type.
    var type: String? { payload["type"]?.stringValue }

    /// The record's name in reports: `event_msg/task_started`.
    var name: String { type.map { "\(kind)/\($0)" } ?? kind }
}

extension JSONObject {
    /// A text of the object.
    func text(_ key: String) -> String? { self[key]?.stringValue }

    /// A whole number of the object.
    func int(_ key: String) -> Int? { self[key]?.int64Value.flatMap(Int.init(exactly:)) }

    /// A list of the object; empty when there is none.
    func list(_ key: String) -> [JSONValue] { self[key]?.arrayValue ?? [] }

    /// The length in milliseconds of a time such as `{"secs":1,"nanos":500000000}`.
    func durationMs(_ key: String) -> Int? {
        guard let duration = self[key]?.objectValue, let seconds = duration.int("secs") else { return nil }
        let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        return overflows ? nil : milliseconds &+ (duration.int("nanos") ?? 0) / 1_000_000
    }
}
