import AgentCore
package import AppServerProtocol
package import WireJSON

/// An error on its way to a client: the one place where failures of every layer become JSON-RPC errors.
package struct ServerFailure: Error, Hashable, Sendable {
    /// The JSON-RPC error code.
    package var code: RPCErrorCode
    /// What happened, for people; some clients look for fragments of it.
    package var message: String
    /// The stable word for programs, `data.kind`.
    package var kind: String
    /// Further members of `data`.
    package var details: JSONObject

    /// A failure from its parts.
    package init(code: RPCErrorCode = .invalidRequest, kind: String, _ message: String, details: JSONObject = [:]) {
        self.code = code
        self.message = message
        self.kind = kind
        self.details = details
    }

    /// The `error` member of the answer.
    package var encoded: [UInt8] {
        let error = RPCError(code, message, data: ErrorData(kind: kind, details))
        return (try? WireCoder.encode(error)) ?? []
    }
}

extension ServerFailure {
    // MARK: - What the message processor refuses

    /// The line is not JSON.
    static func unreadable(_ error: JSONError) -> ServerFailure {
        ServerFailure(
            code: .parseError, kind: "parseError", "Parse error: \(error.message) at byte \(error.offset)",
            details: ["reason": .string(error.kind.rawValue)])
    }

    /// The line is longer than the limit.
    static func oversized(limit: Int) -> ServerFailure {
        ServerFailure(
            kind: "lineTooLong", "Invalid request: the line is longer than \(limit) bytes",
            details: ["maxBytes": .number(JSONNumber(Int64(limit)))])
    }

    /// The line is JSON, but no message.
    static func notAMessage(_ reason: String) -> ServerFailure {
        ServerFailure(kind: "invalidMessage", "Invalid request: \(reason)")
    }

    /// No method has this name.
    static func unknownMethod(_ method: String, known: [String]) -> ServerFailure {
        let names = known.map { "`\($0)`" }.joined(separator: ", ")
        return ServerFailure(
            kind: "unknownMethod", "Invalid request: unknown variant `\(method)`, expected one of \(names)",
            details: ["method": .string(method)])
    }

    /// The params do not fit the method.
    static func invalidParams(_ error: WireDecodingError) -> ServerFailure {
        ServerFailure(
            kind: "invalidParams", "Invalid request: \(error.description)", details: ["path": .string(error.path)])
    }

    /// A part of the protocol that the client has not asked for.
    static func experimental(_ descriptor: String) -> ServerFailure {
        ServerFailure(kind: "experimentalApiRequired", "\(descriptor) requires experimentalApi capability")
    }

    /// A request before `initialize`.
    static let notInitialized = ServerFailure(kind: "notInitialized", "Not initialized")

    /// A second `initialize`.
    static let alreadyInitialized = ServerFailure(kind: "alreadyInitialized", "Already initialized")

    /// Too many requests of this connection wait for their answers.
    static let overloaded = ServerFailure(
        code: .overloaded, kind: "overloaded", "Server overloaded; retry later.",
        details: ["codexErrorInfo": "server_overloaded"])

    /// The server stops and takes no new work.
    static let shuttingDown = ServerFailure(
        kind: "shuttingDown", "Server is draining; retry after reconnecting",
        details: ["reason": "serverShuttingDown"])

    /// The handler ended without an answer.
    static let unanswered = ServerFailure(
        code: .internalError, kind: "internalError", "the server failed to answer; please report this")

    // MARK: - What the layers below report

    /// Any error that a handler threw.
    init(_ error: any Error) {
        switch error {
        case let failure as ServerFailure:
            self = failure
        case let error as AgentError:
            self.init(
                code: error.isInvalidRequest ? .invalidRequest : Self.code(of: error.kind), kind: error.kind.rawValue,
                error.message, details: error.details)
        default:
            self.init(code: .internalError, kind: "internalError", "\(error)")
        }
    }

    private static func code(of kind: AgentError.Kind) -> RPCErrorCode {
        switch kind {
        case .storage, .homeReadOnly: .internalError
        case .inputTooLarge, .sectionNotFound, .projectNotFound, .invalidDefinition: .invalidParams
        default: .invalidRequest
        }
    }
}
