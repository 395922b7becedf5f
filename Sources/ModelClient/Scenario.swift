import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A script for the offline model: what it answers to which message of the person.
///
/// `{"turns": [{"match": "fix", "steps": [[{"call": "exec_command", "arguments": {"cmd": "ls"}}], [{"text": "Done."}]]}]}`
///
/// A turn's first step answers the message, each further one the outputs of the calls of the step before. A turn with `match`
/// answers messages that contain that text, the first such turn wins; turns without `match` answer the other messages in
/// order, the last of them every later message.
package struct Scenario: Hashable, Sendable {
    /// One message's answers.
    struct Turn: Hashable, Sendable {
        /// A text that the message must contain; nil if any message will do.
        var match: String?
        /// The answers.
        var steps: [[OfflineScript.Part]]
    }

    /// The turns in the order of the file.
    private let turns: [Turn]

    /// Reads a scenario. `file` names it in errors.
    package init(parsing bytes: [UInt8], file: String) throws(ScenarioError) {
        do {
            turns = try WireCoder.decode(ScenarioFile.self, from: bytes).turns.map { turn in
                Turn(match: turn.match, steps: turn.steps.map { step in step.flatMap(\.parts) })
            }
        } catch let error as JSONError {
            throw ScenarioError(kind: .notJSON, file: file, message: "\(error)")
        } catch {
            throw ScenarioError(kind: .invalid, file: file, message: "\(error)")
        }
    }

    /// Reads a scenario file.
    package init(contentsOf path: String) throws(ScenarioError) {
        guard let bytes = Self.contents(of: path) else {
            let reason = String(cString: strerror(errno))
            throw ScenarioError(kind: .unreadable, file: path, message: "can't be read: \(reason)")
        }
        try self.init(parsing: bytes, file: path)
    }

    /// The whole file; nil, with `errno` set, if it can't be read.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    /// The script for a request's last message; nil if no turn is for it.
    func script(for conversation: OfflineConversation) -> OfflineScript? {
        let matching = turns.first { turn in turn.match.map(conversation.message.contains) ?? false }
        let others = turns.filter { $0.match == nil }
        guard let turn = matching ?? others.dropFirst(conversation.earlierMessages).first ?? others.last else {
            return nil
        }
        return OfflineScript(steps: turn.steps, givesAccount: false)
    }
}
