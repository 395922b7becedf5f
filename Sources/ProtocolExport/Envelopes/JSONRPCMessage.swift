import AppServerProtocol
import WireJSON

// The messages around the methods, as types for the schemas only: the server reads and writes them without such values.

/// Any message on a connection, in either direction. No message has a `jsonrpc` member, and none needs one.
enum JSONRPCMessage {
    /// The kinds of message.
    static var kinds: [any Decodable.Type] {
        [JSONRPCRequest.self, JSONRPCNotification.self, JSONRPCResponse.self, JSONRPCError.self]
    }
}

/// A call that the other side answers, with a result or an error.
struct JSONRPCRequest: Decodable {
    /// The id that the answer repeats.
    var id: RequestId
    /// The method's name, for example `thread/start`.
    var method: String
    /// What the method needs.
    var params: JSONValue?
}

/// A message that nobody answers.
struct JSONRPCNotification: Decodable {
    /// The notification's name, for example `turn/started`.
    var method: String
    /// What there is to tell.
    var params: JSONValue?
    /// The number of the event in its thread: rising, without gaps, kept across restarts. Only the server writes it, and
    /// only on events of a thread.
    var seq: Int?
    /// When the server sent the notification, in milliseconds since the Unix epoch. Only the server writes it.
    var emittedAtMs: Int?
}

/// The answer to a request that succeeded.
struct JSONRPCResponse: Decodable {
    /// The id of the request.
    var id: RequestId
    /// What the method gives back.
    var result: JSONValue
}

/// The answer to a request that failed.
struct JSONRPCError: Decodable {
    /// The id of the request; null if it could not be read.
    @RequiredNullable var id: RequestId?
    /// What went wrong.
    var error: JSONRPCErrorError
}

/// What went wrong with a request.
struct JSONRPCErrorError: Decodable {
    /// The class of the error, as JSON-RPC and this protocol number them.
    var code: Int
    /// What happened, for people.
    var message: String
    /// Details for programs. Its `kind`, a stable word, tells errors of one class apart.
    var data: JSONValue?
}
