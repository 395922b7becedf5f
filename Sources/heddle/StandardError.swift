#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Messages for people, beside whatever goes to standard output.
enum StandardError {
    /// Writes a text as it is. What cannot be written is lost: there is nowhere left to say so.
    static func write(_ text: String) {
        _ = FileOutput.write(Array(text.utf8), to: STDERR_FILENO)
    }
}

/// Writing to a descriptor.
enum FileOutput {
    /// Writes all bytes, however many calls that takes. False when the other side is gone or refuses.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if written > 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
