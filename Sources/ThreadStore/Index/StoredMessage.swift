internal import GRDB

/// A message as searches find it.
struct StoredMessage: Hashable, Sendable {
    /// How much of a text is searched, in bytes: more than anybody types, and a bound for pasted files.
    static let textLimit = 256 << 10

    /// Where its record stands in the log.
    var offset: Int
    /// What was said.
    var text: String

    init(offset: Int, text: String) {
        self.offset = offset
        self.text =
            text.utf8.count > Self.textLimit ? String(decoding: text.utf8.prefix(Self.textLimit), as: UTF8.self) : text
    }

    /// Writes the message under a key that has none.
    func save(_ db: Database, as key: Int64) throws {
        try db.cachedStatement(sql: "INSERT INTO message (id, log_offset, text) VALUES (?, ?, ?)").execute(
            arguments: [key, offset, text])
    }
}

/// The key of a message: the number of its thread and its place among the thread's messages. The first place is the
/// name's.
enum MessageKey {
    /// How many bits the place has: for more messages than a log of any size holds.
    private static let placeBits: Int64 = 24

    static func name(of number: Int64) -> Int64 { number << placeBits }

    static func all(of number: Int64) -> ClosedRange<Int64> {
        number << placeBits...(number + 1) << placeBits - 1
    }

    /// The keys of a thread's messages without its name.
    static func messages(of number: Int64) -> ClosedRange<Int64> {
        name(of: number) + 1...all(of: number).upperBound
    }

    static func number(of key: Int64) -> Int64 { key >> placeBits }
}
