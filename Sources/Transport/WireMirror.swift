package import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A copy of every line of one connection, for finding out afterwards what was said.
///
/// One file per connection, mode 0600, one JSON object a line: `{"atMs":…,"direction":"in"|"out","line":"…"}`. The line
/// is kept as a JSON string, so that broken input is kept too; bytes that are no UTF-8 appear as U+FFFD. The lines hold
/// whatever client and server said, prompts and file contents included.
package final class WireMirror: Sendable {
    /// Which way a line went.
    package enum Direction: String, Sendable {
        /// From the client to the server.
        case inbound = "in"
        /// From the server to the client.
        case outbound = "out"
    }

    /// Why a mirror file could not be made.
    package struct OpenError: Error, CustomStringConvertible {
        /// What happened, with the path and the system's reason.
        package let description: String
    }

    /// The file's path.
    package let path: String
    private let file: Monitor<CInt>
    private let clock: WallClock

    /// Makes the directory when it is missing (mode 0700) and a new file in it.
    package init(directory: String, name: String, clock: WallClock) throws(OpenError) {
        if mkdir(directory, 0o700) != 0 && errno != EEXIST {
            throw OpenError(
                description: "cannot make the mirror directory \(directory): \(String(cString: strerror(errno)))")
        }
        path = directory + "/" + name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OpenError(description: "cannot write the mirror file \(path): \(String(cString: strerror(errno)))")
        }
        file = Monitor(descriptor)
        self.clock = clock
    }

    deinit {
        file.withLock { _ = close($0) }
    }

    /// Writes one line without its ending. A full disk costs the copy, never the conversation.
    package func record(_ direction: Direction, _ line: some Sequence<UInt8>) {
        var entry = Array("{\"atMs\":\(clock.milliseconds()),\"direction\":\"\(direction.rawValue)\",\"line\":\"".utf8)
        for scalar in String(decoding: Array(line), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": entry.append(contentsOf: "\\\"".utf8)
            case "\\": entry.append(contentsOf: "\\\\".utf8)
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                entry.append(contentsOf: "\\u".utf8)
                entry.append(contentsOf: String(repeating: "0", count: 4 - hex.utf8.count).utf8)
                entry.append(contentsOf: hex.utf8)
            default: entry.append(contentsOf: String(scalar).utf8)
            }
        }
        entry.append(contentsOf: "\"}\n".utf8)
        file.withLock { descriptor in
            _ = entry.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }
}
