package import WireJSON

/// Why a request failed: the `error` member of a JSON-RPC response.
package struct RPCError: Error, Codable, Hashable, Sendable {
    /// The kind of failure as a number, for programs; see ``RPCErrorCode``.
    package var code: Int
    /// What happened, in one line, for people. Some clients match parts of it, so texts of the protocol stay as they are.
    package var message: String
    /// More about the failure, for programs. Errors that Heddle sends always have an ``ErrorData`` here.
    package var data: JSONValue?

    /// Makes an error with whatever data, as received from a peer.
    package init(code: Int, message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// Makes an error the way Heddle sends it.
    package init(_ code: RPCErrorCode, _ message: String, data: ErrorData) {
        self.init(code: code.rawValue, message: message, data: data.json)
    }

    /// The stable word that says what kind of failure this is; nil if the peer sent none.
    package var kind: String? { data?["kind"]?.stringValue }
}

/// The error codes that Heddle sends.
package enum RPCErrorCode: Int, Sendable {
    /// The line is no JSON.
    case parseError = -32700
    /// The request can't be accepted as it is or in this state. Most errors of the protocol have this code.
    case invalidRequest = -32600
    /// There is no such method, or the thread's store can't do it.
    case methodNotFound = -32601
    /// A value in the params is out of its bounds.
    case invalidParams = -32602
    /// The server failed to do what it should.
    case internalError = -32603
    /// A queue is full; the same request may work later.
    case overloaded = -32001
}
