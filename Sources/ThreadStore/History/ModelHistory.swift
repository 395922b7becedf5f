internal import AppServerProtocol
package import WireJSON

extension ThreadStore {
    /// The history that the model sees: input items in order, every call answered. Its cost grows with the log.
    ///
    /// - Parameters:
    ///   - end: how many bytes of the log count; nil for all of them.
    ///   - waiting: calls that are still to be carried out, and so stay unanswered.
    package func modelHistory(
        _ id: String, upTo end: Int? = nil, waiting: Set<String> = []
    ) async throws(ThreadStoreError) -> [RawJSON] {
        let place = try await place(of: id)
        return try await readers.run { () throws(ThreadStoreError) in
            try Self.modelHistory(TurnWalker(place, upTo: end), before: nil, waiting: waiting)
        }
    }

    /// The model's history up to an offset of the log; calls that are open there are answered as aborted.
    static func modelHistory(
        _ walker: consuming TurnWalker, before end: Int?, waiting: Set<String> = []
    ) throws(ThreadStoreError) -> [RawJSON] {
        var items: [RawJSON] = []
        var calls = OpenCalls()
        try walker.records(of: LogRecord.modelKinds.contains) { record, line in
            if let end, line.offset >= end { return false }
            switch record.record {
            case .modelItem(let record):
                if calls.take(record.item) == nil { items.append(record.item) }
            case .compacted(let record):
                items = record.items
                calls = OpenCalls(in: items)
            default:
                break
            }
            return true
        }
        return items + calls.abortedOutputs(except: waiting)
    }
}
