import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One attempt to connect to a server over TCP, ended after a while.
enum ConnectionAttempt {
    /// How long the attempt may take with looking up the name, in milliseconds: longer than a healthy network needs,
    /// shorter than anybody waits at a terminal.
    private static let milliseconds = 5000

    /// Connects and closes again. Returns why that did not work; nil when it did. Blocking.
    static func failure(to endpoint: NetworkEndpoint) -> String? {
        let outcome = Monitor<String??>(.none)
        // Looking up a name can't be ended; its thread is left behind if it takes too long.
        BlockingThread.start(name: "heddle-connect") {
            let failure = connect(to: endpoint)
            outcome.withLock { $0 = .some(failure) }
            outcome.wakeAll()
        }
        let result = outcome.wait(milliseconds: milliseconds) { $0 }
        guard let result else { return "no answer within \(milliseconds / 1000) seconds" }
        return result
    }

    private static func connect(to endpoint: NetworkEndpoint) -> String? {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(endpoint.host, "\(endpoint.port)", &hints, &list)
        guard code == 0 else { return String(cString: gai_strerror(code)) }
        defer { freeaddrinfo(list) }
        var reason = "no address"
        var next = list
        while let address = next?.pointee {
            let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
            if descriptor >= 0 {
                let isConnected = systemConnect(descriptor, address.ai_addr, address.ai_addrlen) == 0
                reason = String(cString: strerror(errno))
                close(descriptor)
                if isConnected { return nil }
            } else {
                reason = String(cString: strerror(errno))
            }
            next = address.ai_next
        }
        return reason
    }

    private static func systemConnect(
        _ descriptor: CInt, _ address: UnsafeMutablePointer<sockaddr>?, _ length: socklen_t
    ) -> CInt {
        #if canImport(Glibc)
            Glibc.connect(descriptor, address, length)
        #else
            Darwin.connect(descriptor, address, length)
        #endif
    }
}
