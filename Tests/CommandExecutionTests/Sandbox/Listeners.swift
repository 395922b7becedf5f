#if os(Linux)
    import Foundation
    import Testing

    /// Sockets of every kind that somebody outside of a sandbox listens on.
    final class Listeners {
        let path: String
        let datagramPath: String
        let abstractName = "heddle-\(UUID().uuidString)"
        private(set) var port: UInt16 = 0
        private var sockets: [Int32] = []

        init(directory: String) throws {
            path = "\(directory)/stream"
            datagramPath = "\(directory)/datagram"
            try listen(path, isAbstract: false, Int32(SOCK_STREAM.rawValue))
            try listen(abstractName, isAbstract: true, Int32(SOCK_STREAM.rawValue))
            try listen(datagramPath, isAbstract: false, Int32(SOCK_DGRAM.rawValue))
            try listenOnPort()
        }

        deinit {
            for socket in sockets {
                close(socket)
            }
        }

        private func listen(_ name: String, isAbstract: Bool, _ type: Int32) throws {
            let listener = socket(AF_UNIX, type, 0)
            try #require(listener >= 0)
            sockets.append(listener)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let start = isAbstract ? 1 : 0
            withUnsafeMutableBytes(of: &address.sun_path) { bytes in
                for (index, byte) in name.utf8.enumerated() {
                    bytes[start + index] = byte
                }
            }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + start + name.utf8.count)
            let failure = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
            }
            try #require(failure == 0)
            if type == Int32(SOCK_STREAM.rawValue) {
                try #require(Glibc.listen(listener, 100) == 0)
            }
        }

        private func listenOnPort() throws {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            try #require(listener >= 0)
            sockets.append(listener)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let failure = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    bind(listener, address, length) == 0 && Glibc.listen(listener, 100) == 0
                        ? getsockname(listener, address, &length) : -1
                }
            }
            try #require(failure == 0)
            port = UInt16(bigEndian: address.sin_port)
        }
    }
#endif
