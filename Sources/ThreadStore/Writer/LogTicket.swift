/// A position in the commit order of the whole store: what ``ThreadLog/append(_:)`` gives for a record.
///
/// Tickets of one store are ordered as their appends were, over all logs.
package struct LogTicket: Comparable, Hashable, Sendable {
    /// The position: 1 for the first append of the store.
    let number: UInt64
    /// The log that the record went to.
    let file: LogFileID

    /// A ticket that is on disk from the start, for events that no log keeps.
    package static let none = LogTicket(number: 0, file: LogFileID(rawValue: 0))

    package static func < (left: LogTicket, right: LogTicket) -> Bool {
        left.number < right.number
    }

    package static func == (left: LogTicket, right: LogTicket) -> Bool {
        left.number == right.number
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(number)
    }
}

/// The writer's name for an open log.
struct LogFileID: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt32
}
