import AsyncHTTPClient
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The network's errors in words for people.
enum TransportError {
    /// What went wrong, in a clause without secrets, e.g. `connection refused`.
    static func describe(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            return describe(error)
        case let error as IOError:
            return text(errno: error.errnoCode)
        case ChannelError.connectTimeout:
            return noConnection
        case let error as HTTPClientError:
            return describe(error)
        default:
            return "\(error)"
        }
    }

    private static var noConnection: String {
        "no connection within \(HTTPModelClient.connectTimeoutMilliseconds / 1_000) s"
    }

    private static func describe(_ error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: noConnection
        case .tlsHandshakeTimeout: "the TLS handshake took too long"
        case .remoteConnectionClosed: "the server closed the connection"
        default: error.shortDescription
        }
    }

    /// A host has one error per address; the first one stands for all. Without any address it is the lookup that failed.
    private static func describe(_ error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first { return describe(failure.error) }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return "the host name `\(error.host)` is unknown" }
        return "no address of `\(error.host)` could be reached"
    }

    private static func text(errno code: CInt) -> String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

extension ModelFailure {
    /// There is no connection, or it broke before the provider answered.
    static func connection(_ cause: String, url: String) -> ModelFailure {
        ModelFailure(kind: .connectionFailed, message: "Connection failed: \(cause), url: \(url)")
    }
}
