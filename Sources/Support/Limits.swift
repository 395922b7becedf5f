/// The bounds of the server's queues and messages, each with its reason.
///
/// What happens at a bound is stated where it is enforced; nothing is dropped in silence.
package enum Limits {
    /// The longest line that a client may send, in bytes. Inline images arrive as data URLs, so it is large; the
    /// longest frames that known clients read or write are 128 MiB, and no message of the protocol needs half of that.
    package static let inboundLineBytes = 64 << 20

    /// How many requests of one connection may be unanswered. Beyond it a request is refused as `overloaded`: a client
    /// that has ten thousand requests open is in a loop, and memory must not follow it.
    package static let unansweredRequests = 10_000

    /// Bytes waiting for one client above which producers (model streams, command output) are slowed down, and reading
    /// from this client pauses. Large enough that a client busy for a second is not felt.
    package static let outboundHighWaterBytes = 8 << 20

    /// How much one read from a client takes, in bytes: a pipe holds 64 KiB on Linux.
    package static let readChunkBytes = 64 << 10

    /// The most bytes that are gathered for a client before they are written, so that a burst leaves in few calls while a
    /// waiting message is not copied again and again.
    package static let writeBatchBytes = 256 << 10

    /// The most bytes that one write to a client hands to the system: as much as a pipe holds. A longer write would take
    /// as many turns of the reader, and nobody would see meanwhile that it reads.
    package static let writePieceBytes = 64 << 10

    /// How many event sequence numbers a thread's log reserves at a time. Numbers of unlogged events (deltas) are
    /// never used twice, also after a crash: counting goes on behind the reservation.
    package static let sequenceReservation = 100_000

    /// How much of a running command's output a snapshot shows, in bytes; the item's end brings it whole.
    package static let runningOutputBytes = 1 << 20

    /// How long a stop may take after a signal, in milliseconds. Clients kill a
    /// server that needs more than two seconds.
    package static let shutdownGraceMilliseconds = 1_500

    /// How long a stop after the end of the input waits while its client reads nothing, in milliseconds. Long, because a
    /// consumer at the end of a pipe may be slow; short enough that nobody is left with a process.
    package static let stalledClientMilliseconds = 10_000

    /// How many characters of text one turn's input may have in all (a fact of the protocol).
    package static let inputCharacters = 1_048_576
}
