import ModelClient
import Synchronization
import WireJSON

/// A model that answers like the offline model and keeps the requests.
final class RequestRecorder: Sendable {
    private let requests = Mutex<[ModelRequest]>([])

    /// The requests so far.
    var all: [ModelRequest] { requests.withLock { $0 } }

    /// Keeps a request that another model answers.
    func note(_ request: ModelRequest) { requests.withLock { $0.append(request) } }

    /// The model.
    var client: ModelClient {
        let offline = ModelClient.offline()
        return ModelClient(stream: { request, handle in
            self.note(request)
            try await offline.stream(request, handle)
        })
    }

    /// The text of every message in a request's input, with its role.
    func texts(_ index: Int) -> [(role: String, text: String)] {
        all[index].input.compactMap { item in
            guard let value = try? JSONValue(parsing: item.bytes), let role = value["role"]?.stringValue else {
                return nil
            }
            return (role, value["content"]?.arrayValue?.compactMap { $0["text"]?.stringValue }.joined() ?? "")
        }
    }
}
