/// Why a byte stream can't be read as server-sent events.
package struct ServerSentEventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The limit that an event broke, in bytes.
    package var limit: Int

    /// What happened, for people.
    package var description: String { "an event of the stream is longer than \(limit) bytes" }
}
