#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads a configuration file whole.
package enum ConfigFile {
    /// No hand-written configuration is near this; a larger file is a mistake (a log, a device) that must not eat the
    /// memory of a starting server.
    static let sizeLimit = 4 * 1024 * 1024

    /// The bytes of the file, nil when there is none.
    ///
    /// - Throws: `unreadableFile` with the path and the reason.
    package static func read(_ path: String) throws(ConfigError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw unreadable(path, errno)
        }
        defer { close(descriptor) }

        var bytes: [UInt8] = []
        let chunk = 16 * 1024
        while true {
            var failure: Int32 = 0
            let count = withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 1) { buffer in
                var count: Int
                repeat { count = Self.read(descriptor, buffer) } while count < 0 && errno == EINTR
                failure = errno
                if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
                return count
            }
            if count == 0 { return bytes }
            if count < 0 { throw unreadable(path, failure) }
            if bytes.count > sizeLimit {
                throw ConfigError(.unreadableFile, "\(path): larger than \(sizeLimit) bytes, which is no configuration")
            }
        }
    }

    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigError {
        ConfigError(.unreadableFile, "\(path): cannot be read: \(String(cString: strerror(code)))")
    }
}
