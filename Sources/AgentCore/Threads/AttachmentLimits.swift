import AppServerProtocol
import WireJSON

/// How much users can tie to a thread. What is tied to it is part of every checkpoint of its log.
enum AttachmentLimits {
    /// The longest name of a kind, in bytes.
    static let typeBytes = 128
    /// The longest key, in bytes; URLs fit.
    static let keyBytes = 2_048
    /// The largest payload, in bytes of JSON.
    static let payloadBytes = 16 << 10

    /// Checks what a client wants to tie to a thread.
    static func check(_ params: ThreadAttachmentAddParams) throws(AgentError) {
        for (name, text, limit) in [
            ("attachmentType", params.attachmentType, typeBytes), ("identityKey", params.identityKey, keyBytes),
        ] {
            guard !text.isEmpty else { throw AgentError(.invalidParams, "\(name) must not be empty") }
            guard text.utf8.count <= limit else {
                throw AgentError(.invalidParams, "\(name) must not exceed \(limit) bytes")
            }
        }
        let payload = (try? WireCoder.encode(params.payload))?.count ?? 0
        guard payload <= payloadBytes else {
            throw AgentError(.invalidParams, "attachment payload must not exceed \(payloadBytes) bytes")
        }
    }
}
