import CommandExecution
import Support
import Synchronization

/// Takes in the output of a client's process: hands it on while it comes, or keeps it for the end, each stream up to a cap.
final class ClientOutput: Sendable {
    /// What a stream has brought.
    struct Stream: Sendable {
        var kept: [UInt8] = []
        var total = 0
        /// Whether there was as much as the cap, or more.
        var capReached = false

        /// The kept bytes as text.
        var text: String { String(decoding: kept, as: UTF8.self) }
    }

    /// Hands on bytes of a stream, and says whether they are its last.
    typealias Delta = @Sendable (_ stream: CommandOutputStream, _ bytes: [UInt8], _ capReached: Bool) -> Void

    private let streams = Mutex<[CommandOutputStream: Stream]>([:])
    private let cap: Int?
    private let delta: Delta?

    /// - Parameters:
    ///   - cap: Bytes of each stream that count; nil for all.
    ///   - delta: Gets the output while it comes; without it, it is kept.
    init(cap: Int?, delta: Delta?) {
        self.cap = cap
        self.delta = delta
    }

    /// Takes the next bytes of a stream.
    func take(_ stream: CommandOutputStream, _ bytes: UnsafeRawBufferPointer) {
        let taken: (bytes: [UInt8], capReached: Bool)? = streams.withLock { streams in
            var state = streams[stream] ?? Stream()
            guard !state.capReached else { return nil }
            let room = cap.map { $0 - state.total } ?? bytes.count
            let part = bytes.prefix(room)
            state.total += part.count
            state.capReached = cap.map { state.total >= $0 } ?? false
            if delta == nil { state.kept += part }
            streams[stream] = state
            return (delta == nil ? [] : Array(part), state.capReached)
        }
        if let taken, let delta { delta(stream, taken.bytes, taken.capReached) }
    }

    /// What a stream has brought.
    subscript(_ stream: CommandOutputStream) -> Stream {
        streams.withLock { $0[stream] ?? Stream() }
    }
}
