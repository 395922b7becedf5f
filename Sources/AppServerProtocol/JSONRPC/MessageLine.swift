import WireJSON

/// Builders of whole protocol lines: one JSON-RPC message (without the `jsonrpc` member) and its `\n`.
package enum MessageLine {
    /// A notification. `sequence` is the thread's event number (a Heddle extension), absent on events of no thread;
    /// `emittedAtMs` is the time of sending, milliseconds since the Unix epoch.
    package static func notification(
        _ method: String, params: [UInt8], sequence: Int? = nil, emittedAtMs: Int
    ) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(params.count + method.utf8.count + 96)
        line.append(contentsOf: #"{"method":"#.utf8)
        JSONText.append(method, to: &line)
        line.append(contentsOf: #","params":"#.utf8)
        line.append(contentsOf: params)
        if let sequence {
            line.append(contentsOf: #","seq":"#.utf8)
            JSONText.append(Int64(sequence), to: &line)
        }
        line.append(contentsOf: #","emittedAtMs":"#.utf8)
        JSONText.append(Int64(emittedAtMs), to: &line)
        line.append(contentsOf: "}\n".utf8)
        return line
    }

    /// A request from the server to a client, with the server's own integer id.
    package static func request(id: Int, method: String, params: [UInt8]) -> [UInt8] {
        var line: [UInt8] = Array(#"{"id":"#.utf8)
        JSONText.append(Int64(id), to: &line)
        line.append(contentsOf: #","method":"#.utf8)
        JSONText.append(method, to: &line)
        line.append(contentsOf: #","params":"#.utf8)
        line.append(contentsOf: params)
        line.append(contentsOf: "}\n".utf8)
        return line
    }

    /// A result. `id` is the request's id as the client wrote it.
    package static func response(id: [UInt8], result: [UInt8]) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(id.count + result.count + 20)
        line.append(contentsOf: #"{"id":"#.utf8)
        line.append(contentsOf: id)
        line.append(contentsOf: #","result":"#.utf8)
        line.append(contentsOf: result)
        line.append(contentsOf: "}\n".utf8)
        return line
    }

    /// An error. `id` is the request's id as the client wrote it, `null` where there was none to read.
    package static func failure(id: [UInt8], error: [UInt8]) -> [UInt8] {
        var line: [UInt8] = Array(#"{"id":"#.utf8)
        line.append(contentsOf: id)
        line.append(contentsOf: #","error":"#.utf8)
        line.append(contentsOf: error)
        line.append(contentsOf: "}\n".utf8)
        return line
    }
}
