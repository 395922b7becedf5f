import AppServerProtocol
import CommandExecution
import Support
import WireJSON

/// What a client writes to a process: bytes in Base64, the end of the input, or both.
struct InputDelta: Sendable {
    let bytes: [UInt8]
    let endsInput: Bool

    init(_ text: String?, closes: Bool, method: String) throws(ServerFailure) {
        guard text != nil || closes else {
            throw ServerFailure(
                code: .invalidParams, kind: "invalidParams", "\(method) requires deltaBase64 or closeStdin")
        }
        endsInput = closes
        guard let text, !text.isEmpty else {
            bytes = []
            return
        }
        var copy = text
        guard let decoded = copy.withUTF8({ Base64Text.decode(UnsafeRawBufferPointer($0)) }) else {
            throw ServerFailure(
                code: .invalidParams, kind: "invalidParams", "invalid deltaBase64: it is no Base64 with padding",
                details: ["path": "deltaBase64"])
        }
        bytes = decoded
    }

    /// Writes it.
    func write(to process: ClientProcess, notOpen: String) throws(ServerFailure) {
        do throws(CommandInputError) {
            if !process.streams.opensInput { throw .notOpen }
            if !bytes.isEmpty { try process.write(bytes) }
            if endsInput { try process.endInput() }
        } catch {
            throw ServerFailure(error, notOpen: notOpen)
        }
    }
}
