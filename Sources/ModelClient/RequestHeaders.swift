/// Header fields with unique names, and which texts among them are nobody else's business.
struct RequestHeaders {
    /// The fields; names in lower case.
    private(set) var fields: [(name: String, value: String)] = []
    /// Values that must not appear in a text that Heddle shows or logs.
    var secrets: [String] = []

    /// Shorter values are no secrets: `1` or `true` would only riddle texts with holes.
    private static let shortestSecret = 8

    /// Adds a field, or replaces the one of that name.
    mutating func set(_ name: String, _ value: String) {
        let name = name.lowercased()
        fields.removeAll { $0.name == name }
        fields.append((name, value))
    }

    /// The failure without any secret in its texts: providers like to quote a wrong key.
    func redact(_ failure: ModelFailure) -> ModelFailure {
        var failure = failure
        for secret in secrets where secret.utf8.count >= Self.shortestSecret {
            failure.message.replace(secret, with: "[redacted]")
            failure.details?.replace(secret, with: "[redacted]")
        }
        return failure
    }
}
