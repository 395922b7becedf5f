/// What `--listen` may say.
enum ListenArgument {
    /// The one transport of this version.
    static let stdio = "stdio://"

    /// Why a value cannot be used, nil when it can.
    static func problem(with value: String) -> String? {
        guard value != stdio else { return nil }
        let kinds = [("ws://", "a WebSocket"), ("unix://", "a Unix socket"), ("off", "no transport at all")]
        if let (_, kind) = kinds.first(where: { value.hasPrefix($0.0) }) {
            return "unsupported --listen URL `\(value)`: this version does not serve over \(kind); "
                + "expected `\(stdio)`, which is also the default"
        }
        return "unsupported --listen URL `\(value)`; expected `\(stdio)`"
    }
}
