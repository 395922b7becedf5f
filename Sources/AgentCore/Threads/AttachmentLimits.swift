import AppServerProtocol
import Support
import ThreadStore
import WireJSON

/// How much users can tie to a thread. What is tied to it is part of every checkpoint of its log.
enum AttachmentLimits {
    /// The longest name of a kind, in bytes.
    static let typeBytes = 256
    /// The longest key, in bytes; URLs fit.
    static let keyBytes = 2_048
    /// The largest payload, in bytes of JSON.
    static let payloadBytes = 64 << 10
    /// How many different things one thread can have tied to it.
    static let count = 100

    /// Checks what a client wants to tie to a thread.
    static func check(_ params: ThreadAttachmentAddParams) throws(AgentError) {
        for (name, text, limit) in [
            ("attachmentType", params.attachmentType, typeBytes), ("identityKey", params.identityKey, keyBytes),
        ] {
            guard !text.trimmed.isEmpty else { throw AgentError(.invalidDefinition, "\(name) must not be empty") }
            guard text.utf8.count <= limit else {
                throw AgentError(.invalidDefinition, "\(name) must not exceed \(limit) bytes")
            }
        }
        let payload = (try? WireCoder.encode(params.payload))?.count ?? 0
        guard payload <= payloadBytes else {
            throw AgentError(.invalidDefinition, "attachment payload must not exceed \(payloadBytes) bytes")
        }
    }

    /// Checks that a thread with these attachments can have one of this key.
    static func check(_ key: AttachmentKey, besides attachments: [ThreadAttachment]) throws(AgentError) {
        guard attachments.count >= count, !attachments.contains(where: { $0.key == key }) else { return }
        throw AgentError(.invalidDefinition, "thread attachment identity count exceeds \(count)")
    }
}
