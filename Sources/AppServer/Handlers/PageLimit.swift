import WireJSON

/// The `limit` of methods that answer in pages: a number of 32 bits without sign on the wire.
enum PageLimit {
    /// Refuses a limit that is out of range, in the words that clients know.
    static func check(_ limit: Int?) throws(ServerFailure) {
        guard let limit, UInt32(exactly: limit) == nil else { return }
        throw ServerFailure(
            kind: "invalidParams", "Invalid request: invalid value: integer `\(limit)`, expected u32",
            details: ["path": "limit"])
    }
}
