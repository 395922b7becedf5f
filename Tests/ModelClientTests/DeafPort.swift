#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A loopback port at which nobody listens, and nobody else can: it is bound until `close`.
///
/// A port that was merely free a moment ago will not do, for tests run side by side and another one may get it.
struct DeafPort {
    private let descriptor: CInt
    /// The port's number.
    let number: UInt16

    init() throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutableBytes(of: &address) { [descriptor] bytes in
            let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!
            return bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
        }
        guard descriptor >= 0, result == 0 else { throw SocketError(errno: errno) }
        number = UInt16(bigEndian: address.sin_port)
    }

    struct SocketError: Error {
        var errno: CInt
    }

    /// Gives the port back.
    func close() {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
